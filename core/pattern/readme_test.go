package pattern_test

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/pack/rules"
	"github.com/bedside-md/bedside/core/pack/source"
	"github.com/bedside-md/bedside/core/scan"
	"github.com/bedside-md/bedside/core/text"
)

// example is a pattern and drafts, what it finds in them between ⟦ and ⟧.
type example struct {
	line          int
	lang, pattern string
	finds, not    []string
}

// page is what README.md holds to be run.
type page struct {
	examples []example
	yaml     []string
	errors   []string
}

func readPage(t *testing.T) (p page) {
	t.Helper()
	data, err := os.ReadFile("README.md")
	require.NoError(t, err)
	var block []string
	kind := ""
	for i, line := range strings.Split(string(data), "\n") {
		switch name, fence := strings.CutPrefix(line, "```"); {
		case fence && kind == "":
			kind, block = name, nil
			require.Contains(t, []string{"pattern", "yaml", "error"}, kind, "line %d: a block that nobody runs", i+1)
		case fence:
			text := strings.Join(block, "\n")
			switch kind {
			case "pattern":
				p.examples = append(p.examples, readExample(t, i-len(block), block))
			case "yaml":
				p.yaml = append(p.yaml, text)
			case "error":
				p.errors = append(p.errors, text)
			}
			kind = ""
		case kind != "":
			block = append(block, line)
		case strings.HasPrefix(line, "| `#") && strings.Contains(line, "⟦"):
			cells := strings.Split(line, " | ")
			p.examples = append(p.examples, example{
				line: i + 1, lang: "both", pattern: strings.Trim(cells[0], "|` "),
				finds: strings.Split(strings.Trim(cells[2], "| "), " · "),
			})
		}
	}
	return p
}

func readExample(t *testing.T, line int, block []string) example {
	x := example{line: line, lang: "both"}
	for _, l := range block {
		key, value, _ := strings.Cut(l, " ")
		value = strings.TrimSpace(value)
		switch key {
		case "lang":
			x.lang = value
		case "pattern":
			x.pattern = value
		case "finds":
			x.finds = append(x.finds, value)
		case "not":
			x.not = append(x.not, value)
		default:
			t.Fatalf("README.md, line %d: what is %q?", line, l)
		}
	}
	require.NotEmpty(t, x.finds, "line %d", line)
	require.NotEmpty(t, x.not, "line %d", line)
	return x
}

// withBuiltIn returns the built-in files that match with these rules beside them.
func withBuiltIn(t *testing.T, rulesYAML string, files ...string) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{"x.yaml": {Data: []byte(rulesYAML)}}
	for _, pattern := range files {
		names, err := fs.Glob(rules.FS, pattern)
		require.NoError(t, err)
		for _, name := range names {
			data, err := fs.ReadFile(rules.FS, name)
			require.NoError(t, err)
			out[name] = &fstest.MapFile{Data: data}
		}
	}
	return out
}

// someWords hold what the rules and errors of the reference use.
const someWords = "lexicons/*people*.yaml"

// scanWith returns a function that lists what each rule reports in a draft.
func scanWith(t *testing.T, packed []byte) func(draft string) map[string][]string {
	t.Helper()
	p, err := pack.Load(packed)
	require.NoError(t, err)
	s := scan.New()
	require.NoError(t, s.Add(p))
	return func(draft string) map[string][]string {
		var d text.Doc
		var f scan.Facts
		d.Known = s.Known
		d.Read([]byte(draft))
		s.Scan(&d, "", &f)
		out := map[string][]string{}
		for _, x := range f.Facts {
			if x.Rule != nil {
				from, to := d.TokenSpan(x.First, x.Last)
				out[x.Rule.ID] = append(out[x.Rule.ID], cut(draft, from, to))
			}
		}
		return out
	}
}

// cut returns the UTF-16 code units [from, to) of a draft.
func cut(draft string, from, to int) string {
	at, out := 0, ""
	for _, r := range draft {
		if at >= from && at < to {
			out += string(r)
		}
		if at++; r > 0xFFFF {
			at++
		}
	}
	return out
}

func TestExamplesOfTheReference(t *testing.T) {
	p := readPage(t)
	require.Greater(t, len(p.examples), 40)
	var b strings.Builder
	b.WriteString("rules:\n")
	for _, x := range p.examples {
		fmt.Fprintf(&b, "  - id: line.%d\n    lang: %s\n    match: ['%s']\n", x.line, x.lang, strings.ReplaceAll(x.pattern, "'", "''"))
	}
	packed, _, err := source.Compile(withBuiltIn(t, b.String(), "cites.yaml", "identifiers.yaml", "lexicons/*"))
	require.NoError(t, err)
	found := scanWith(t, packed)
	for _, x := range p.examples {
		id := fmt.Sprintf("line.%d", x.line)
		for _, draft := range x.finds {
			before, rest, ok := strings.Cut(draft, "⟦")
			what, after, closed := strings.Cut(rest, "⟧")
			require.True(t, ok && closed, "line %d: %q", x.line, draft)
			assert.Equal(t, []string{what}, found(before + what + after)[id], "README.md, line %d: %s on %q", x.line, x.pattern, draft)
		}
		for _, draft := range x.not {
			assert.Empty(t, found(draft)[id], "README.md, line %d: %s on %q", x.line, x.pattern, draft)
		}
	}
}

func TestRulesOfTheReference(t *testing.T) {
	p := readPage(t)
	require.Greater(t, len(p.yaml), 3)
	for _, rulesYAML := range p.yaml {
		fsys := withBuiltIn(t, rulesYAML, someWords)
		failures, err := source.Test(fsys, nil, func(packs ...[]byte) (source.Fired, error) {
			found := scanWith(t, packs[0])
			return func(draft, _ string) (out []string) {
				for id := range found(draft) {
					out = append(out, id)
				}
				return out
			}, nil
		})
		require.NoError(t, err)
		assert.Empty(t, failures, rulesYAML)
		laid, err := source.Format("x.yaml", []byte(rulesYAML))
		require.NoError(t, err)
		assert.Equal(t, rulesYAML+"\n", string(laid), "rules are shown as fmt lays them out")
	}
}

func TestErrorsOfTheReference(t *testing.T) {
	p := readPage(t)
	require.NotEmpty(t, p.errors)
	for _, block := range p.errors {
		line, want, _ := strings.Cut(block, "\n")
		_, _, err := source.Compile(withBuiltIn(t, "rules:\n  - id: a.b\n    lang: en\n"+line+"\n", someWords))
		require.Error(t, err)
		assert.Equal(t, want, err.Error())
	}
}
