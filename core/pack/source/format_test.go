package source_test

import (
	"bytes"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/pack/rules"
	"github.com/bedside-md/bedside/core/pack/source"
)

func TestFormat(t *testing.T) {
	long := strings.Repeat("x", 70)
	for _, c := range []struct{ name, was, is string }{
		{
			"the keys of a rule stand in one order", `
rules:
- match: [a]
  id: b.c
  lang: en`, `
rules:
  - id: b.c
    lang: en
    match: [a]`,
		},
		{
			"what fits stays on its line", `
rules:
    -   id:   b.c
        title:   {en:   "x",fr: 'y'}
        cites: [ a,"b: c" ]
        match:
            - a`, `
rules:
  - id: b.c
    title: {en: "x", fr: 'y'}
    cites: [a, "b: c"]
    match:
      - a`,
		},
		{
			"what does not fit is broken", `
rules:
  - id: b.c
    title: {en: "` + long + `", fr: "` + long + `"}
    match: ["` + long + `", "` + long + `"]
    edits:
      - {do: replace, with: {en: "` + long + `", fr: "b"}, label: {en: "c", fr: "d"}}`, `
rules:
  - id: b.c
    title:
      en: "` + long + `"
      fr: "` + long + `"
    match:
      - "` + long + `"
      - "` + long + `"
    edits:
      - do: replace
        with: {en: "` + long + `", fr: "b"}
        label: {en: "c", fr: "d"}`,
		},
		{
			"comments stay with what they stand beside", `
# Head.

# Of the rules.
rules:   # beside

  # Of the rule.
  - match: [a] # of match
    # of id
    id: b.c
    flags: [
      # of the draft
      "d", # beside it
      "e"
    ] # at the end


# Foot.`, `
# Head.

# Of the rules.
rules:  # beside

  # Of the rule.
  # of id
  - id: b.c
    match: [a]  # of match
    flags:
      # of the draft
      - "d"  # beside it
      - "e"  # at the end

# Foot.`,
		},
		{
			"many words fill lines", `
lexicons:
  a:
    lang: en
    words: [` + strings.Repeat("word of two, ", 10) + `{w: rare one, rare: 2}]`, `
lexicons:
  a:
    lang: en
    words: [
      word of two, word of two, word of two, word of two, word of two, word of two, word of two, word of two,
      word of two, word of two, {w: rare one, rare: 2}
    ]`,
		},
		{
			"text is not touched", `
define:
    a: "{x|\"y\"}  z"
    b: 'it''s'
    c: |
       one
         two

    d: 007
    e: ~
    f:`, `
define:
  a: "{x|\"y\"}  z"
  b: 'it''s'
  c: |
    one
      two

  d: 007
  e: ~
  f:`,
		},
		{"one blank line at most", "\n\nrules:\n\n\n\n  - id: a.b\n\n\n", "\nrules:\n\n  - id: a.b"},
		{"carets and signs", "\nrules:\n  - id: a.b\n    match: ['#age ..3 <é>', \"[a, b]\"]", "\nrules:\n  - id: a.b\n    match: ['#age ..3 <é>', \"[a, b]\"]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := source.Format("x.yaml", []byte(c.was))
			require.NoError(t, err)
			assert.Equal(t, c.is[1:]+"\n", string(got))
			again, err := source.Format("x.yaml", got)
			require.NoError(t, err)
			assert.Equal(t, string(got), string(again), "a second time")
		})
	}
}

func TestFormatRefuses(t *testing.T) {
	for _, c := range []struct{ name, data, want string }{
		{"what is not YAML", "rules: [", "x.yaml:1:8: "},
		{"anchors", "a: &x 1\nb: *x\n", "write the text out"},
		{"control characters", "a: b\nc: \x00\n", "x.yaml, line 2: there is a control character"},
		{"two documents", "a: 1\n---\nb: 2\n", "one"},
	} {
		_, err := source.Format("x.yaml", []byte(c.data))
		assert.ErrorContains(t, err, c.want, c.name)
	}
}

// Laying the built-in rules out changes no byte of the pack, and doing it again
// changes nothing.
func TestFormatKeepsTheMeaning(t *testing.T) {
	laid := fstest.MapFS{}
	changed := false
	require.NoError(t, fs.WalkDir(rules.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		was, err := fs.ReadFile(rules.FS, name)
		if err != nil {
			return err
		}
		// The layout is upset first, so that there is something to do.
		is := was
		if strings.HasSuffix(name, ".yaml") {
			upset := bytes.ReplaceAll(was, []byte("\n    category: "), []byte("\n\n\n    category:   "))
			if is, err = source.Format(name, upset); err != nil {
				return err
			}
			again, err := source.Format(name, is)
			require.NoError(t, err)
			assert.Equal(t, string(is), string(again), name)
			changed = changed || !bytes.Equal(upset, is)
		}
		laid[name] = &fstest.MapFile{Data: is}
		return nil
	}))
	assert.True(t, changed)
	want, _, err := source.Compile(rules.FS)
	require.NoError(t, err)
	got, _, err := source.Compile(laid)
	require.NoError(t, err)
	assert.True(t, bytes.Equal(want, got), "the packs are the same")
}

func TestBuiltInRulesAreLaidOut(t *testing.T) {
	require.NoError(t, fs.WalkDir(rules.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".yaml") {
			return err
		}
		is, err := fs.ReadFile(rules.FS, name)
		if err != nil {
			return err
		}
		want, err := source.Format(name, is)
		assert.True(t, bytes.Equal(want, is), "run bedside rules fmt on core/pack/rules/%s", name)
		return err
	}))
}

// Whatever YAML is given, laying it out keeps what it says.
func FuzzFormat(f *testing.F) {
	f.Add([]byte("rules:\n  - id: a # b\n    match: [a, {b: c}]\n"))
	f.Add([]byte("# x\na:\n- - b\n  - c: |\n     d\n    # e\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := source.Format("x.yaml", data)
		if err != nil {
			return
		}
		var was, is any
		require.NoError(t, yaml.Unmarshal(data, &was))
		require.NoError(t, yaml.Unmarshal(got, &is), "%q", got)
		require.Equal(t, was, is)
	})
}
