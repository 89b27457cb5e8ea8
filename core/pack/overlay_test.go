package pack_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/pack"
)

func TestWhereRulesCount(t *testing.T) {
	for _, c := range []struct {
		list   []string
		known  bool
		author string
		want   bool
	}{
		{nil, false, "", true},
		{nil, false, "FR", true},
		{[]string{"CA"}, false, "CA", true},
		{[]string{"CA"}, false, "CA-QC", true},
		{[]string{"CA-QC"}, false, "CA-QC", true},
		{[]string{"CA-QC"}, false, "CA", false},
		{[]string{"CA-QC"}, false, "CA-ON", false},
		{[]string{"CA-Q"}, false, "CA-QC", false},
		{[]string{"US", "UK"}, false, "UK-SCT", true},
		{[]string{"US", "UK"}, false, "CA", false},
		{[]string{"CA-QC"}, false, "", true},
		{[]string{"CA-QC"}, true, "", false},
		{[]string{"CA-QC"}, true, "CA-QC", true},
	} {
		r := pack.Rule{Jurisdictions: c.list, Known: c.known}
		assert.Equal(t, c.want, r.In(c.author), "%v, known only %v, in %q", c.list, c.known, c.author)
	}
}

func TestWhereTunesHold(t *testing.T) {
	for _, c := range []struct {
		place, author string
		want          bool
	}{
		{"", "", true}, {"", "US", true}, {"CA", "CA-QC", true}, {"CA-QC", "CA-QC", true}, {"CA-QC", "CA", false}, {"CA", "", false},
	} {
		tune := pack.Tune{Jurisdiction: c.place}
		assert.Equal(t, c.want, tune.In(c.author), "%q in %q", c.place, c.author)
	}
}

func TestTunesChangeACopy(t *testing.T) {
	r := pack.Rule{ID: "r", Severity: 2, Title: pack.Text{En: "e", Fr: "f"}, Why: pack.Text{En: "w"}}
	got := (&pack.Tune{Severity: 3, Title: pack.Text{Fr: "ff"}}).Apply(r)
	assert.Equal(t, pack.Rule{ID: "r", Severity: 3, Tuned: true, Title: pack.Text{En: "e", Fr: "ff"}, Why: pack.Text{En: "w"}}, got)
	got = (&pack.Tune{Severity: pack.Unchanged, Why: pack.Text{En: "ww"}}).Apply(r)
	assert.Equal(t, pack.Rule{ID: "r", Severity: 2, Title: pack.Text{En: "e", Fr: "f"}, Why: pack.Text{En: "ww"}}, got)
	assert.False(t, (&pack.Tune{Severity: pack.Unchanged}).Silences())
	assert.True(t, (&pack.Tune{}).Silences())
}

func TestOverlayAndOutlineRoundTrip(t *testing.T) {
	b := pack.NewBuilder()
	b.Name, b.Version, b.Base = "org", "2", "base"
	b.Classes = append([]string{}, pack.Shapes...)
	b.Kinds = []pack.Kind{{Name: "always"}}
	b.Needs = []pack.Need{{What: pack.Lexicon, Name: "drug"}, {What: pack.RuleID, Name: "x"}}
	b.Tunes = []pack.Tune{{Rule: "x", Severity: 0, Jurisdiction: "UK"}, {Rule: "y", Severity: pack.Unchanged, Why: pack.Text{Fr: "z"}}}
	b.Outline = pack.Outline{
		Macros: map[string]string{"m": "{a|b}", "n": "c"}, Cites: []pack.Cite{{ID: "I", Title: "T", URL: "U"}},
		Width: map[string]int{"drug": 3}, Cost: map[string]int{"drug": 200}, Words: map[string]int{"drug": 7}, Marks: []int{9, 1<<31 - 1},
	}
	p, err := pack.Load(b.Bytes())
	require.NoError(t, err)
	assert.Equal(t, b.Base, p.Base)
	assert.Equal(t, b.Needs, p.Needs)
	assert.Equal(t, b.Tunes, p.Tunes)
	o, err := p.Outline()
	require.NoError(t, err)
	assert.Equal(t, b.Outline, o)

	missing, yes := p.Missing(b.Needs)
	assert.True(t, yes)
	assert.Equal(t, "the lexicon @drug", missing.String())
	_, yes = p.Missing([]pack.Need{{What: pack.FactKind, Name: "always"}})
	assert.False(t, yes)
}
