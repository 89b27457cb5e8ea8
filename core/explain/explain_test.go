package explain_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/explain"
	"github.com/bedside-md/bedside/core/pack/rules"
	"github.com/bedside-md/bedside/core/pack/source"
)

const ours = `kinds:
  - {kind: negated, scope: sentence}
  - {kind: ward, scope: near}
rules:
  - fact: negated
    match: ["<{not|never}>"]
  - fact: ward
    match: ["<ward>"]
  - id: dance.ward
    lang: en
    category: unprofessional
    severity: nudge
    match: ["<~dance with {a|my} {patient|@kin}>", "[dancing, photo, selfie]..6", "song !{title|name} ..1 played"]
    needs: [ward]
    unless: [negated]
  - id: sing.ward
    category: unprofessional
    severity: nudge
    match: ["sang aloud"]
    needs: [ward | negated@post]
  - id: danse.fr
    lang: fr
    category: unprofessional
    severity: nudge
    match: ["danser ..2 patiente"]
`

func reader(t testing.TB) *explain.Reader {
	t.Helper()
	pack, index, err := source.CompileIndexed(fstest.MapFS{
		"ours.yaml":       {Data: []byte(ours)},
		"lexicons/a.yaml": {Data: []byte("lexicons:\n  kin: {lang: both, words: [aunt, {w: great aunt, rare: 2}]}\n")},
	}, nil)
	require.NoError(t, err)
	r, err := explain.New(explain.Indexed{Pack: pack, Index: index})
	require.NoError(t, err)
	return r
}

func TestTokensAndMentions(t *testing.T) {
	r := reader(t).Explain("É 𝐃anced with my great aunt. Elle est à côté de la patiente.", "", "")
	var folded []string
	for _, k := range r.Tokens {
		folded = append(folded, k.Folded)
	}
	assert.Equal(t, "e danced with my great aunt elle est a cote de la patiente", strings.Join(folded, " "))
	assert.Equal(t, explain.Span{Start: 2, End: 9, Text: "𝐃anced"}, r.Tokens[1].Span, "in UTF-16 code units")
	assert.Equal(t, []string{"en", "fr"}, []string{r.Sentences[0].Lang, r.Sentences[1].Lang})
	assert.Contains(t, r.Mentions, explain.Mention{Span: explain.Span{Start: 18, End: 28, Text: "great aunt"}, Class: "@kin", Note: "rare"})
	assert.Equal(t, "fr", reader(t).Explain("danced", "fr", "").Sentences[0].Lang)
}

func TestFactsAndWhatTookThemAway(t *testing.T) {
	of := func(draft string) explain.Fact {
		r := reader(t).Explain(draft, "", "")
		i := slices.IndexFunc(r.Facts, func(f explain.Fact) bool { return f.Rule == "dance.ward" })
		require.GreaterOrEqual(t, i, 0, "%s: %+v", draft, r)
		return r.Facts[i]
	}
	stands := of("Danced with my patient on the ward")
	assert.Nil(t, stands.Dropped)
	assert.Equal(t, "Danced with my patient", stands.Text)
	assert.Equal(t, "nudge", stands.Severity)
	assert.Equal(t, 13, stands.Pattern.Line)

	alone := of("Danced with my patient")
	assert.Equal(t, &explain.Drop{Condition: "needs ward@near"}, alone.Dropped)
	assert.Equal(t, "nothing there is", alone.Dropped.Says())

	denied := of("I never danced with my patient on the ward")
	require.NotNil(t, denied.Dropped)
	assert.Equal(t, "unless negated@sentence", denied.Dropped.Condition)
	assert.Equal(t, "never", denied.Dropped.By.Text)
	assert.Equal(t, "negated.both", denied.Dropped.Rule)
}

func TestPatternsThatCameClose(t *testing.T) {
	for _, c := range []struct {
		name, draft      string
		held, of         int
		matched, stands  string
		expected, barred []string
	}{
		{"a word is wrong", "We danced with my boss on the ward", 3, 4, "danced with my", "boss", []string{"patient", "@kin"}, nil},
		{"the sentence ends", "We danced with my", 3, 4, "danced with my", "", []string{"patient", "@kin"}, nil},
		{"a member of a set is missing", "dancing for a photo", 2, 3, "", "dancing", []string{"selfie"}, nil},
		{"a word is barred", "song title played", 1, 2, "song", "title", nil, []string{"title"}},
		{"a gap ends", "song they never once played", 1, 2, "song", "they never", []string{"played"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := reader(t).Explain(c.draft, "", "")
			require.NotEmpty(t, r.Near)
			a := r.Near[0]
			assert.Equal(t, "dance.ward", a.Rule)
			assert.Equal(t, []int{c.held, c.of}, []int{a.Held, a.Of})
			assert.Equal(t, c.matched, a.Matched.Text)
			assert.Equal(t, c.stands, a.Stands.Text)
			assert.Equal(t, c.expected, a.Expected)
			assert.Equal(t, c.barred, a.Barred)
		})
	}
}

func TestWhy(t *testing.T) {
	r := reader(t)
	for draft, want := range map[string]string{
		"Danced with my patient on the ward": "“Danced with my patient” matches the pattern in ours.yaml, line 13: ",
		"Danced with my patient":             "not with its condition needs ward@near: nothing there is",
		"We danced with my boss":             "3 of its 4 parts were there (“danced with my”), then “boss” stood instead of patient, @kin",
		"Nice weather":                       "none of the words that its patterns are looked up by is there: ",
	} {
		assert.Contains(t, r.Why("dance.ward", draft, ""), want)
	}
	assert.Contains(t, r.Why("danse.fr", "The word danser is nice with the patiente", ""), "the rule reads sentences in fr, and this is read as en")
}

func TestOneOfSeveralNeedsWillDo(t *testing.T) {
	why := func(draft string) string { return reader(t).Why("sing.ward", draft, "") }
	assert.Contains(t, why("I sang aloud on the ward"), "matches the pattern")
	assert.Contains(t, why("I sang aloud. Rain. Snow. Not here"), "matches the pattern")
	assert.Contains(t, why("I sang aloud"), "not with its condition needs ward@near | negated@post: nothing there is")
}

// The parts of an explanation agree with a scan of the built-in rules: what is
// said to stand is what holds, and spans are those of the draft.
func TestBuiltInRules(t *testing.T) {
	pack, index, err := source.CompileIndexed(rules.FS, nil)
	require.NoError(t, err)
	r, err := explain.New(explain.Indexed{Pack: pack, Index: index})
	require.NoError(t, err)
	examples, err := source.Examples(rules.FS)
	require.NoError(t, err)
	for _, x := range examples {
		report := r.Explain(x.Text, "", x.Jurisdiction)
		holds := slices.ContainsFunc(report.Facts, func(f explain.Fact) bool { return f.Rule == x.Rule && f.Dropped == nil })
		assert.Equal(t, x.Flag, holds, "%s: %s", x.Rule, x.Text)
		for _, f := range report.Facts {
			assert.Contains(t, x.Text, f.Text)
		}
	}
}
