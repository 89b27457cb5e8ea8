package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/explain"
)

const wardRules = `# Rules of a ward, invented.
kinds:
  - {kind: ward, scope: near}
  - {kind: negated, scope: sentence}
cites:
  - {id: WARD-1, title: "Ward handbook"}
rules:
  - fact: ward
    match: ["<{ward|service}>"]
    flags: ["On the ward."]
    passes: ["A warden."]
  - fact: negated
    match: ["<{not|never|jamais}>"]
  - id: dance.ward
    category: unprofessional
    severity: nudge
    title: {en: "A dance", fr: "Une danse"}
    why: {en: "A patient may know the moment.", fr: "Un patient peut reconnaître le moment."}
    cites: ["WARD-1: page 3"]
    match: ["<~dance with {a|my} {patient|@kin}>", "<{dansé|danser} avec {un|une} {patient|patiente}>", "photo of {a|my} {patient|@kin}"]
    needs: [ward]
    unless: [negated]
    flags: ["We danced with a patient on our ward."]
    passes: ["We never danced with a patient on our ward."]
`

// wardDir returns a directory of the ward's rules, changed by pairs of old and new.
func wardDir(t *testing.T, change ...string) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "lexicons"), 0o700))
	for name, content := range map[string]string{
		"ward.yaml":         strings.NewReplacer(change...).Replace(wardRules),
		"lexicons/kin.yaml": "lexicons:\n  kin: {lang: both, words: [aunt, {w: great aunt, rare: 2}]}\n",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600))
	}
	return dir
}

const wardDraft = "Ｄanced with my great aunt on Ward 7! Photo of my boss. J'ai jamais dansé avec une patiente du service."

func TestRulesExplain(t *testing.T) {
	dir := wardDir(t)
	t.Run("for people", func(t *testing.T) {
		r := bedside(t, "", "rules", "explain", "--rules", dir, wardDraft)
		require.Zero(t, r.code, r.err)
		assertGolden(t, "explain.txt", r.out)
		for line := range strings.Lines(r.out) {
			assert.LessOrEqual(t, len([]rune(line)), 121, "fits a terminal")
		}
	})
	t.Run("one rule", func(t *testing.T) {
		r := bedside(t, wardDraft, "rules", "explain", "--rules", dir, "--rule", "dance.ward", "-")
		require.Zero(t, r.code, r.err)
		assert.Contains(t, r.out, "unless negated@sentence")
		assert.NotContains(t, r.out, "Sentences")
		r = bedside(t, "", "rules", "explain", "--rules", dir, "--rule", "dance.ward", "Nice weather")
		assert.Contains(t, r.out, "none of the words that its patterns are looked up by is there")
	})
	t.Run("for machines", func(t *testing.T) {
		r := bedside(t, "", "rules", "explain", "--rules", dir, "--json", wardDraft)
		require.Zero(t, r.code, r.err)
		var report explain.Report
		require.NoError(t, json.Unmarshal([]byte(r.out), &report))
		assert.Equal(t, "Ｄanced", report.Tokens[0].Text)
		assert.Equal(t, "danced", report.Tokens[0].Folded)
	})
	t.Run("the built-in rules", func(t *testing.T) {
		r := bedside(t, "", "rules", "explain", "Saw", "a", "lady", "today")
		require.Zero(t, r.code, r.err)
		assert.Contains(t, r.out, "@person_female")
	})
	t.Run("an overlay beside what it adds to", func(t *testing.T) {
		hospital, err := filepath.Abs("../../../testdata/overlays/hospital")
		require.NoError(t, err)
		draft := "harbour pod at capacity all week"
		r := bedside(t, "", "rules", "explain", "--base", "builtin", "--rules", hospital, draft)
		require.Zero(t, r.code, r.err)
		assert.Contains(t, r.out, "hospital.yaml:", "a fact of the overlay")
		file := filepath.Join(t.TempDir(), "base.pack")
		require.Zero(t, bedside(t, "", "rules", "build", "-o", file).code)
		again := bedside(t, "", "rules", "explain", "--base", file, "--rules", hospital, draft)
		require.Zero(t, again.code, again.err)
		assert.Contains(t, again.out, "hospital.yaml:", "the source of the base is not needed")
	})
	for _, c := range []struct {
		name string
		args []string
		want string
	}{
		{"no such rule", []string{"--rule", "dance.wrad", "x"}, "there is no rule dance.wrad; did you mean dance.ward?"},
		{"no draft", []string{" "}, "the draft is empty"},
	} {
		r := bedside(t, "", append([]string{"rules", "explain", "--rules", dir}, c.args...)...)
		assert.Equal(t, 2, r.code, c.name)
		assert.Contains(t, r.err, c.want, c.name)
	}
}

func TestRulesTestSaysWhatStoppedAnExample(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"a condition", `flags: ["We danced`, `flags: ["We never danced`, "ward.yaml:23: dance.ward should flag this:\n  “We never danced with a patient on our ward.”\n" +
			"  “danced with a patient” matches the pattern in ward.yaml, line 20, but not with its condition\n  unless negated@sentence: “never” is, by negated.both\n"},
		{"a word", `flags: ["We danced with a patient`, `flags: ["We danced with a nurse`, "3 of its 4 parts were there (“danced with a”),"},
		{"nothing", `flags: ["We danced with a patient on our ward."]`, `flags: ["Hello."]`, "none of the words"},
		{"it matches", `passes: ["We never danced`, `passes: ["We danced`, "dance.ward should let this pass:\n  “We danced with a patient on our ward.”\n" +
			"  “danced with a patient” matches the pattern in ward.yaml, line 20: <~dance with"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := bedside(t, "", "rules", "test", wardDir(t, c.old, c.new))
			assert.Equal(t, 1, r.code)
			assert.Contains(t, r.out, c.want)
			assert.Contains(t, r.out, "4 examples of 2 rules: 1 fails.")
		})
	}
	r := bedside(t, "", "rules", "test", "--rule", "ward.both", wardDir(t))
	assert.Equal(t, result{"2 examples of 1 rule: all do what they say.\n", "", 0}, r)
}

func TestRulesLint(t *testing.T) {
	t.Run("advice", func(t *testing.T) {
		dir := wardDir(t)
		r := bedside(t, "", "rules", "lint", dir)
		assert.Zero(t, r.code)
		assert.Contains(t, r.out, "Advice: the rule has no examples under flags (drafts it must catch) and passes (near-misses it must let be)\n")
		assert.Contains(t, r.out, "negated.both line 12")
		assert.Contains(t, r.out, "Nothing is wrong with the rules.")
		assert.Equal(t, 1, bedside(t, "", "rules", "lint", "--strict", dir).code)
	})
	wrong := []string{"@kin}", "@kim}", "needs: [ward]", "needs: [wrad]", "severity: nudge", "severity: low"}
	t.Run("faults, each with its place", func(t *testing.T) {
		dir := wardDir(t, wrong...)
		r := bedside(t, "", "rules", "lint", dir)
		assert.Equal(t, 1, r.code)
		assertGolden(t, "lint.txt", strings.ReplaceAll(r.out, dir+string(filepath.Separator), "rules/"))
	})
	t.Run("nothing works with rules that do not compile", func(t *testing.T) {
		dir := wardDir(t, wrong...)
		for _, args := range [][]string{{"test", dir}, {"build", "-o", "x.pack", dir}, {"explain", "--rules", dir, "x"}} {
			r := bedside(t, "", append([]string{"rules"}, args...)...)
			assert.Equal(t, 2, r.code, args)
			assert.Contains(t, r.err, "there is no lexicon @kim; did you mean @kin?", args)
			assert.Contains(t, r.err, dir+string(filepath.Separator)+"ward.yaml:20:", args)
		}
	})
}

func TestRulesFmt(t *testing.T) {
	dir := wardDir(t, "    match: ", "    match:   ", "  - id: dance.ward\n", "\n\n\n  - id: dance.ward\n")
	file := filepath.Join(dir, "ward.yaml")
	was, err := os.ReadFile(file)
	require.NoError(t, err)

	r := bedside(t, "", "rules", "fmt", "--check", dir)
	assert.Equal(t, 1, r.code)
	assert.Contains(t, r.out, "-     match:   [\"<{ward|service}>\"]\n+     match: [\"<{ward|service}>\"]\n")
	assert.Contains(t, r.out, "1 of 2 files would change")
	is, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(was), string(is), "a check changes nothing")

	r = bedside(t, "", "rules", "fmt", file)
	assert.Equal(t, result{file + "\n", "", 0}, r)
	is, err = os.ReadFile(file)
	require.NoError(t, err)
	assert.Contains(t, string(is), "\n\n  - id: dance.ward\n")
	assert.Contains(t, string(is), "# Rules of a ward, invented.\n")
	assert.Equal(t, result{"2 files: all well laid out.\n", "", 0}, bedside(t, "", "rules", "fmt", "-d", dir))

	r = bedside(t, "", "rules", "fmt", filepath.Join(dir, "missing.yaml"))
	assert.Equal(t, 2, r.code)
	assert.Contains(t, r.err, "there is no file")
}

func TestDiff(t *testing.T) {
	assert.Equal(t, "--- x\n+++ x, laid out\n@@\n  b\n  c\n- d\n+ D\n+ e\n  f\n  g\n", diff("x", "a\nb\nc\nd\nf\ng\nh\n", "a\nb\nc\nD\ne\nf\ng\nh\n"))
	assert.Equal(t, "--- x\n+++ x, laid out\n  a\n- b\n", diff("x", "a\nb\n", "a\n"))
}
