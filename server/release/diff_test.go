package release_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/pack/source"
	"github.com/bedside-md/bedside/server/release"
)

const birds = `
pack: base
version: "1"
define: {wet: "{wet|soaked}"}
lexicons:
  bird: {lang: both, doc: birds, words: [heron, ibis]}
cites:
  - {id: BIRD-1, title: "Handbook"}
rules:
  - {id: bird.seen, category: boundary, severity: nudge, title: {en: "A bird", fr: "Un oiseau"}, why: {en: "It may fly.", fr: "Il peut voler."}, cites: [BIRD-1], match: ["<@bird>"]}
  - {id: bird.wet, category: boundary, severity: caution, match: ["<%wet ..2 @bird>"]}
  - {id: bird.gone, category: boundary, severity: stop, match: ["<dodo>"]}
`

func compiled(t *testing.T, yaml string) []byte {
	t.Helper()
	b, _, err := source.Compile(fstest.MapFS{"birds.yaml": {Data: []byte(yaml)}})
	require.NoError(t, err)
	return b
}

func TestComparePacks(t *testing.T) {
	was := compiled(t, birds)
	is := compiled(t, strings.NewReplacer(`version: "1"`, `version: "2"`, "bird.gone", "bird.lost", "severity: nudge", "severity: stop", "It may fly.", "It may well fly.",
		"[heron, ibis]", "[heron, ibis, stork]", "%wet ..2", "%wet ..3", "{wet|soaked}", "{wet|soaked|damp}").Replace(birds))
	d, err := release.ComparePacks(was, is)
	require.NoError(t, err)
	assert.Equal(t, []release.RuleChange{
		{Rule: "bird.lost", How: "added", Category: "boundary", Severity: "stop"},
		{Rule: "bird.seen", How: "changed", Category: "boundary", Severity: "nudge → stop", What: []string{"severity", "message"}},
		{Rule: "bird.wet", How: "changed", Category: "boundary", Severity: "caution", What: []string{"patterns"}},
		{Rule: "bird.gone", How: "removed", Category: "boundary", Severity: "stop"},
	}, d.Rules)
	assert.Equal(t, []string{"the lexicon @bird changed", "the definition %wet changed"}, d.Other)
	assert.Equal(t, "rules: 1 added, 2 changed, 1 removed", d.Summary())

	same, err := release.ComparePacks(was, compiled(t, birds))
	require.NoError(t, err)
	assert.Empty(t, same.Rules)
	assert.Empty(t, same.Other)
	assert.Equal(t, "no rule changes", same.Summary())
	first, err := release.ComparePacks(nil, was)
	require.NoError(t, err)
	assert.Len(t, first.Rules, 3)
	_, err = release.ComparePacks(was, was[:100])
	assert.ErrorContains(t, err, "read the new pack")
}

// What an overlay makes of its base is said in so many words, from its first release on.
func TestComparePacksTellsWhatAnOverlayChanges(t *testing.T) {
	base := compiled(t, birds)
	overlay := func(changes string) []byte {
		b, _, err := source.CompileOn(fstest.MapFS{"ours.yaml": {Data: []byte("pack: ours\nversion: \"1\"\nextends: base\n" + changes)}}, base)
		require.NoError(t, err)
		return b
	}
	first := overlay("silence: [{rule: bird.gone}]\ntune: [{rule: bird.wet, severity: stop, jurisdictions: [CA]}]\n")
	d, err := release.ComparePacks(nil, first)
	require.NoError(t, err)
	assert.Equal(t, []string{"the base's bird.gone is silenced", "the base's bird.wet in CA is stop"}, d.Other)
	d, err = release.ComparePacks(first, overlay("tune: [{rule: bird.wet, severity: caution, jurisdictions: [CA]}, {rule: bird.seen, why: {en: \"It may sing.\"}}]\n"))
	require.NoError(t, err)
	assert.Equal(t, []string{"the base's bird.seen is in other words", "the base's bird.wet in CA is caution", "the base's bird.gone is as the base has it again"}, d.Other)
}

func TestComparePacksNamesIdentifierFormats(t *testing.T) {
	withFormats := func(formats string) []byte {
		b, _, err := source.Compile(fstest.MapFS{"birds.yaml": {Data: []byte(birds)}, "identifiers.yaml": {Data: []byte("formats:\n" + formats)}})
		require.NoError(t, err)
		return b
	}
	const ring = "  - {id: ring, country: '*', name: {en: A ring, fr: Une bague}, category: identifier.number, pattern: '\\bR-\\d{6}\\b', confidence: general}\n"
	nest := strings.NewReplacer("id: ring", "id: nest", "bR-", "bN-").Replace(ring)
	d, err := release.ComparePacks(withFormats(ring), withFormats(strings.Replace(ring, "A ring", "A band", 1)+nest))
	require.NoError(t, err)
	assert.Equal(t, []string{"the identifier format identifier.number.nest is new", "the identifier format identifier.number.ring changed", "what identifier formats look like changed"}, d.Other)
	ids, base, err := release.RulesOf(withFormats(ring))
	require.NoError(t, err)
	assert.Equal(t, []string{"bird.seen", "bird.wet", "bird.gone", "identifier.number.ring"}, ids)
	assert.Empty(t, base)
}

func TestCompareAlerts(t *testing.T) {
	posts := []release.Post{
		{ID: "a", Text: "A heron on the roof, and nobody about.", Verdict: "clear"},
		{ID: "b", Text: "The 🦤 dodo is back", Verdict: "stop"},
		{ID: "c", Text: "Nothing to see"},
		{ID: "d", Text: "a stork", Verdict: "clear"},
	}
	read := func(yaml string) *release.Reading {
		a, err := release.Reader(compiled(t, yaml))
		require.NoError(t, err)
		return release.Read(a, posts)
	}
	alerts := release.CompareAlerts(posts, read(birds), read(strings.NewReplacer("severity: nudge", "severity: caution", "<dodo>", "<moa>", "[heron, ibis]", "[heron, ibis, stork]").Replace(birds)))
	assert.Equal(t, 4, alerts.Posts)
	assert.Equal(t, 3, alerts.Changed)
	assert.Equal(t, 2, alerts.Clear)
	assert.Equal(t, [2]int{0, 2}, alerts.False)
	require.Len(t, alerts.Rules, 2)
	assert.Equal(t, release.RuleAlert{Rule: "bird.seen", Newly: 1, OnClear: 1, Louder: 1, Examples: []release.Example{
		{How: "louder", Post: "a", Label: "clear", Before: "A ", Words: "heron", After: " on the roof, and nobody about."},
		{How: "newly", Post: "d", Label: "clear", Before: "a ", Words: "stork"},
	}}, alerts.Rules[0])
	assert.Equal(t, release.RuleAlert{Rule: "bird.gone", Silent: 1, Examples: []release.Example{
		{How: "silent", Post: "b", Label: "stop", Before: "The 🦤 ", Words: "dodo", After: " is back"},
	}}, alerts.Rules[1])
	assert.Equal(t, []release.Shift{{"clear", "caution", 1}, {"nudge", "caution", 1}, {"stop", "clear", 1}}, alerts.Shifts)
	b, err := json.Marshal(alerts)
	require.NoError(t, err)
	assert.Contains(t, string(b), `"words":"dodo"`)
}

func TestLimits(t *testing.T) {
	good := func() *release.PackDiff {
		return &release.PackDiff{Target: "base.pack", Was: "1", Is: "2", Changed: true, Bytes: [2]int{1_000_000, 1_100_000}, Alerts: &release.Alerts{Clear: 1000, False: [2]int{10, 14}}}
	}
	l := release.DefaultLimits
	assert.Empty(t, l.Excess(good(), time.Second, time.Second*6/5))
	for name, c := range map[string]struct {
		change func(*release.PackDiff)
		after  time.Duration
		says   string
	}{
		"false alarms":     {func(d *release.PackDiff) { d.Alerts.False[1] = 16 }, time.Second, "warns about 16 of 1000 clear posts, where 10 were"},
		"larger":           {func(d *release.PackDiff) { d.Bytes[1] = 1_300_000 }, time.Second, "1.30 times as large"},
		"slower":           {func(*release.PackDiff) {}, 2 * time.Second, "2.00 times as slow"},
		"the same version": {func(d *release.PackDiff) { d.Is = "1" }, time.Second, "still says that it is version 1"},
	} {
		d := good()
		c.change(d)
		found := l.Excess(d, time.Second, c.after)
		if assert.Len(t, found, 1, name) {
			assert.Contains(t, found[0].String(), c.says, name)
		}
	}
	small := good()
	small.Bytes = [2]int{1000, 60_000}
	assert.Empty(t, l.Excess(small, 0, time.Second), "a small pack may grow, and what was not there before has no speed")
}

func TestAcceptedReasonsAreSigned(t *testing.T) {
	c := newClub(t)
	f := c.draft(add(packOf(t, "base", "1", "heron"), everybody("stable")))
	assert.False(t, f.Checked.Good())
	slow := []release.Fault{{What: "it is slow", Hint: "make it faster"}}
	require.NoError(t, f.Record(slow, "", c.now))
	assert.False(t, f.Checked.Good())
	require.NoError(t, f.Record(slow, "only this week", c.now))
	assert.True(t, f.Checked.Good())
	c.sign(f, "alice", "bob")
	assert.ErrorContains(t, f.Record(slow, "too", c.now), "somebody has signed this release already")
	_, err := release.Submit(t.Context(), nil, c.url, token, c.mailed(f), c.published(), c.now)
	require.NoError(t, err)
	all, err := c.published().AllTargets()
	require.NoError(t, err)
	assert.Equal(t, []string{"it is slow: only this week"}, all[0].Custom.Accepted, "no advice to the admin is signed")
}

func TestReadPosts(t *testing.T) {
	posts, err := release.ReadPosts("x.txt", []byte("One post\nin two lines\r\n\r\nAnother\n\n\n"))
	require.NoError(t, err)
	assert.Equal(t, []release.Post{{ID: "x.txt#1", Text: "One post\nin two lines"}, {ID: "x.txt#2", Text: "Another"}}, posts)
	posts, err = release.ReadPosts("x.jsonl", []byte("{\"id\":7,\"text\":\"a\",\"verdict\":\"clear\",\"spans\":[]}\n\n{\"text\":\"b\",\"lang\":\"fr\"}\n"))
	require.NoError(t, err)
	assert.Equal(t, []release.Post{{ID: "7", Text: "a", Verdict: "clear"}, {ID: "x.jsonl:3", Text: "b", Lang: "fr"}}, posts)
	for body, says := range map[string]string{
		"":                              "holds no post",
		"{\"text\":\"a\"}\n{":           "x:2: the line is no JSON object",
		"{\"id\":\"a\"}":                `x:1: the line has no "text"`,
		`{"text":"a","verdict":"fine"}`: `"fine" is no verdict`,
	} {
		_, err := release.ReadPosts("x", []byte(body))
		assert.ErrorContains(t, err, says)
	}
	_, few := release.FewPosts(posts)
	assert.True(t, few)
	_, few = release.FewPosts(release.Sample())
	assert.False(t, few)
}

// The sample is some of the labelled posts, with the labels they have today.
func TestSampleIsOfTheLabelledPosts(t *testing.T) {
	labelled := map[string]release.Post{}
	files, err := filepath.Glob("../../testdata/posts/*.jsonl")
	require.NoError(t, err)
	for _, file := range files {
		body, err := os.ReadFile(file)
		require.NoError(t, err)
		posts, err := release.ReadPosts(file, body)
		require.NoError(t, err)
		for _, p := range posts {
			labelled[p.ID] = p
		}
	}
	for _, p := range release.Sample() {
		assert.Equal(t, labelled[p.ID], p)
	}
}
