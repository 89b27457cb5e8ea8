package main

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core"
	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/pack/rules"
	"github.com/bedside-md/bedside/core/pack/source"
)

// guidanceRow is a piece of advice, concern or system of the guidance that Bedside
// was made from, and what answers it. Open says what does not, yet.
type guidanceRow struct {
	Row   string   `json:"row"`
	Kinds []string `json:"kinds"` // what the answer should be: rule, prompt, non-flag, setting …
	Says  string   `json:"says"`

	Rules    []string                          `json:"rules"`
	Prompts  []string                          `json:"prompts"`
	Flags    []struct{ Category, Text string } `json:"flags"`
	Clear    []string                          `json:"clear"`
	Features []string                          `json:"features"`
	Open     string                            `json:"open"`
}

// guidanceRows is how many rows each source of the guidance has.
var guidanceRows = map[string]int{"CMA": 14, "CMPA": 50, "BLOG": 5, "VART": 2, "JAMA": 4, "WMA": 18, "ACP": 14}

// features are the settings, gates and parts that answer a row, with the file that
// makes each and what stands in it.
var features = map[string]struct{ file, has string }{
	"anonymity":      {"core/advise/anonymity.go", "func (c *Composer) anonymity("},
	"calm wording":   {"core/pack/source/lint.go", `messages say \"may\", never %q`},
	"citations":      {"core/advise/cites.go", "func (c *Composer) cites("},
	"edits":          {"core/advise/mend.go", "func (c *Composer) mend("},
	"formats":        {"core/pack/rules/identifiers.yaml", "hipaa: "},
	"categories":     {"extension/lib/settings.ts", "quiet: v.array("},
	"checklist":      {"extension/entrypoints/welcome/checklist.tsx", "export function Checklist("},
	"college":        {"extension/lib/colleges.json", "CA-ON"},
	"delay":          {"extension/ui/countdown.tsx", "export function mountCountdown("},
	"disclaimer":     {"extension/entrypoints/options/words.ts", "neither legal nor medical advice"},
	"no stories":     {"core/judge/wish.go", "w.NoStories"},
	"practice":       {"extension/entrypoints/welcome/practice.tsx", "export function Practice("},
	"purpose":        {"core/judge/wish.go", "w.Purpose"},
	"replies":        {"extension/entrypoints/welcome/words.ts", "replyTexts:"},
	"sensitivity":    {"core/judge/wish.go", "const Ease"},
	"trainee":        {"core/judge/wish.go", "w.Trainee"},
	"why":            {"extension/entrypoints/welcome/words.ts", "reasons:"},
	"jurisdiction":   {"extension/lib/settings.ts", "jurisdictionOf(navigator.languages)"},
	"length limit":   {"core/advise/mend.go", "n <= max(c.Limit, len(c.units))"},
	"managed policy": {"extension/lib/policy.ts", "browser.storage.managed.get("},
	"on the device":  {"extension/lib/module.ts", "analyze("},
	"overlay":        {"core/pack/overlay.go", "func (t *Tune) Apply("},
	"playground":     {"server/web/src/app.tsx", "export function App("},
	"post anyway":    {"extension/ui/gate.tsx", "onPostAnyway"},
	"post gate":      {"extension/lib/page/gate.ts", "export class Gate"},
	"rule examples":  {"core/pack/source/examples.go", "func Test("},
	"severity":       {"extension/ui/parts.tsx", "export function Chip("},
	"signed updates": {"core/tuf/client.go", "package tuf"},
	"silence":        {"core/pack/overlay.go", "func (t *Tune) Silences("},
	"site switches":  {"extension/lib/settings.ts", "off: list"},
	"sites":          {"extension/lib/sites/index.ts", "export const sites"},
	"strict":         {"core/analyzer.go", "Strict       bool"},
}

func readGuidance(t *testing.T) []guidanceRow {
	t.Helper()
	b, err := os.ReadFile("../../../testdata/guidance.jsonl")
	require.NoError(t, err)
	var out []guidanceRow
	for line := range bytes.Lines(b) {
		d := json.NewDecoder(bytes.NewReader(line))
		d.DisallowUnknownFields()
		var r guidanceRow
		require.NoError(t, d.Decode(&r), "%s", line)
		out = append(out, r)
	}
	return out
}

func TestEveryRowOfTheGuidanceIsThereOnce(t *testing.T) {
	seen := map[string]bool{}
	count := map[string]int{}
	for _, r := range readGuidance(t) {
		assert.False(t, seen[r.Row], "%s stands twice", r.Row)
		seen[r.Row] = true
		group, _, _ := strings.Cut(r.Row, "-")
		count[group]++
		assert.NotEmpty(t, r.Kinds, r.Row)
		assert.NotEmpty(t, r.Says, r.Row)
		assert.NotEmpty(t, len(r.Rules)+len(r.Prompts)+len(r.Flags)+len(r.Clear)+len(r.Features)+len(r.Open), "%s has no answer", r.Row)
	}
	assert.Equal(t, guidanceRows, count)
}

func TestAnswersToTheGuidanceAreOfTheKindAsked(t *testing.T) {
	for _, r := range readGuidance(t) {
		if slices.Contains(r.Kinds, "rule") && r.Open == "" {
			assert.NotEmpty(t, r.Rules, "%s needs a rule", r.Row)
		}
		if len(r.Rules) > 0 && r.Open == "" && slices.Contains(r.Kinds, "rule") {
			assert.NotEmpty(t, r.Flags, "%s needs a draft that is flagged", r.Row)
		}
		if slices.Contains(r.Kinds, "prompt") {
			assert.NotEmpty(t, r.Prompts, "%s needs a prompt", r.Row)
		}
		if slices.Contains(r.Kinds, "non-flag") {
			assert.NotEmpty(t, r.Clear, "%s needs a draft that stays clear", r.Row)
		}
	}
}

func TestReferencesOfTheGuidanceResolve(t *testing.T) {
	compiled, _, err := source.Compile(rules.FS)
	require.NoError(t, err)
	p, err := pack.Load(compiled)
	require.NoError(t, err)
	rule := func(id string) bool {
		return slices.ContainsFunc(p.Rules, func(r pack.Rule) bool { return r.ID == id && r.Category != "" })
	}
	prompt := func(id string) bool {
		return slices.ContainsFunc(p.Prompts, func(q pack.Prompt) bool { return q.ID == id })
	}
	used := map[string]bool{}
	for _, r := range readGuidance(t) {
		for _, id := range r.Rules {
			assert.True(t, rule(id), "%s: no rule %s makes findings", r.Row, id)
		}
		for _, id := range r.Prompts {
			assert.True(t, prompt(id), "%s: no prompt %s", r.Row, id)
		}
		for _, name := range r.Features {
			assert.Contains(t, features, name, r.Row)
			used[name] = true
		}
	}
	for name, f := range features {
		assert.True(t, used[name], "%s answers no row", name)
		b, err := os.ReadFile("../../../" + f.file)
		require.NoError(t, err, name)
		assert.True(t, bytes.Contains(b, []byte(f.has)), "%s: %s does not have %q", name, f.file, f.has)
	}
}

func TestDraftsOfTheGuidance(t *testing.T) {
	compiled, _, err := source.Compile(rules.FS)
	require.NoError(t, err)
	a := core.New()
	_, err = a.Load(compiled)
	require.NoError(t, err)
	seen := map[string]string{}
	once := func(row, text string) {
		assert.Empty(t, seen[text], "%s has the same draft", row)
		seen[text] = row
	}
	for _, r := range readGuidance(t) {
		for _, flag := range r.Flags {
			once(r.Row, flag.Text)
			found := a.Analyze([]byte(flag.Text), core.Options{}).Findings
			assert.True(t, slices.ContainsFunc(found, func(f core.Finding) bool { return f.Category == flag.Category }),
				"%s: %s is not found in %q", r.Row, flag.Category, flag.Text)
		}
		for _, text := range r.Clear {
			once(r.Row, text)
			report := a.Analyze([]byte(text), core.Options{})
			assert.Equal(t, core.Clear, report.Verdict, "%s: %q", r.Row, text)
		}
	}
}

// Nobody's drafts are anybody's posts: the rules were not written to them.
func TestDraftsOfTheGuidanceAreNotLabelledPosts(t *testing.T) {
	var posts strings.Builder
	files, err := os.ReadDir("../../../testdata/posts")
	require.NoError(t, err)
	for _, f := range files {
		b, err := os.ReadFile("../../../testdata/posts/" + f.Name())
		require.NoError(t, err)
		posts.Write(b)
	}
	for _, r := range readGuidance(t) {
		for _, flag := range r.Flags {
			quoted, err := json.Marshal(flag.Text)
			require.NoError(t, err)
			assert.NotContains(t, posts.String(), string(quoted), r.Row)
		}
	}
}
