package core_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core"
)

// plain returns an analyzer without the learned model: its rules alone say what is
// risky, so that what an edit must do is known.
func plain(t testing.TB) *core.Analyzer {
	t.Helper()
	p, err := rulesAlone()
	require.NoError(t, err)
	return load(t, p)
}

var options = map[string]core.Options{"en": {Lang: "en"}, "fr": {Lang: "fr"}}

// firsts returns the first edit of every finding that warns, together.
func firsts(r *core.Report) []core.Change {
	var all []core.Change
	for _, f := range r.Findings {
		if f.Severity >= core.Caution && len(f.Edits) > 0 {
			all = append(all, f.Edits[0].Changes...)
		}
	}
	return core.Merge(all)
}

func below(a *core.Analyzer, draft string, o core.Options) bool {
	return a.Analyze([]byte(draft), o).Verdict < core.Caution
}

func TestMendedDraftsReadAsTheirAuthorsWouldWriteThem(t *testing.T) {
	a := plain(t)
	for _, x := range mended {
		lang, draft, _ := strings.Cut(x[0], ": ")
		r := a.Analyze([]byte(draft), options[lang])
		if !assert.GreaterOrEqual(t, r.Verdict, core.Caution, draft) {
			continue
		}
		got := core.Apply(draft, firsts(r))
		assert.Equal(t, x[1], got, draft)
		assert.True(t, below(a, got, options[lang]), "%s -> %s", draft, got)
	}
}

func TestEveryFindingHasAnEditThatMendsThePost(t *testing.T) {
	for name, a := range map[string]*core.Analyzer{"rules alone": plain(t), "with the model": analyzer(t)} {
		together := 0
		for _, x := range mended {
			lang, draft, _ := strings.Cut(x[0], ": ")
			r := a.Analyze([]byte(draft), options[lang])
			warned := 0
			for _, f := range r.Findings {
				if f.Severity >= core.Caution {
					warned++
				}
			}
			for _, f := range r.Findings {
				if f.Severity < core.Caution {
					continue
				}
				require.NotEmpty(t, f.Edits, "%s: %s: %s", name, f.Rule, draft)
				edits := f.Edits
				if warned == 1 {
					edits = edits[:1]
				}
				assert.True(t, slices.ContainsFunc(edits, func(e core.Edit) bool {
					return below(a, core.Apply(draft, e.Changes), options[lang])
				}), "%s: %s: %s", name, f.Rule, draft)
			}
			if below(a, core.Apply(draft, firsts(r)), options[lang]) {
				together++
			}
		}
		// Where the smallest edit of each finding is not enough for the post, one of those
		// above is: that is to be rare.
		assert.GreaterOrEqual(t, together, len(mended)*95/100, name)
	}
}

func TestNobodyIsSaidToFitAStoryThatIsGone(t *testing.T) {
	const draft = "Ma patiente de 58 ans, la mairesse de Tadoussac, est venue ce matin pour sa dépression après l'incendie de l'hôtel de ville."
	gone := 0
	for _, f := range analyzer(t).Analyze([]byte(draft), options["fr"]).Findings {
		for _, e := range f.Edits {
			if core.Apply(draft, e.Changes) == "" {
				gone++
				assert.Empty(t, e.Effect, e.Label)
			} else if f.Category == "reidentification" {
				assert.NotEmpty(t, e.Effect, e.Label)
			}
		}
	}
	assert.Positive(t, gone)
}

// warnings counts the findings that warn, and those of a category; a story is one
// whether it has many details or one.
func warnings(r *core.Report, category string) (all, alike int) {
	kin := func(c string) string { return strings.Replace(c, "patient-mention", "reidentification", 1) }
	for _, f := range r.Findings {
		if f.Severity >= core.Caution {
			all++
			if kin(f.Category) == kin(category) {
				alike++
			}
		}
	}
	return all, alike
}

// No part of a first edit does what all of it does: every part is tried.
func TestFirstEditsAreMinimal(t *testing.T) {
	a := plain(t)
	tried := 0
	for _, x := range mended {
		lang, draft, _ := strings.Cut(x[0], ": ")
		for _, f := range a.Analyze([]byte(draft), options[lang]).Findings {
			if f.Severity < core.Caution {
				continue
			}
			changes := f.Edits[0].Changes
			left, alike := warnings(a.Analyze([]byte(core.Apply(draft, changes)), options[lang]), f.Category)
			for set := range 1<<len(changes) - 1 {
				var part []core.Change
				for i, c := range changes {
					if set&(1<<i) != 0 {
						part = append(part, c)
					}
				}
				all, n := warnings(a.Analyze([]byte(core.Apply(draft, part)), options[lang]), f.Category)
				assert.False(t, n <= alike && (all == 0 || left > 0), "%s: %v would do of %v, for %s", draft, part, changes, f.Rule)
				tried++
			}
		}
	}
	assert.Greater(t, tried, len(mended), "most drafts take an edit or more")
}

func TestEditsKeepWithinWhatTheSiteTakes(t *testing.T) {
	a := plain(t)
	draft := "Link in bio for my favourite serum, use code DRJO20 for 20% off!"
	o := core.Options{Lang: "en", Limit: len(draft)}
	r := a.Analyze([]byte(draft), o)
	require.Equal(t, core.Caution, r.Verdict)
	for _, f := range r.Findings {
		require.NotEmpty(t, f.Edits)
		for _, e := range f.Edits {
			assert.LessOrEqual(t, len(core.Apply(draft, e.Changes)), o.Limit, e.Label)
		}
	}
}

func TestAnAuthorIsToldWhenNoSmallEditWillDo(t *testing.T) {
	r := plain(t).Analyze([]byte("I looked up my patient on Facebook before her visit."), options["en"])
	require.NotEmpty(t, r.Findings)
	assert.Equal(t, "Leave this post out", r.Findings[0].Edits[0].Label)
}

// Consent is asked for, never taken for granted: it is not the first thing offered.
func TestConsentIsOnlySuggested(t *testing.T) {
	a := analyzer(t)
	draft := "My patient, a 62-year-old firefighter from Timmins, came in with a heart attack this morning."
	for _, f := range a.Analyze([]byte(draft), options["en"]).Findings {
		for i, e := range f.Edits {
			if strings.Contains(core.Apply(draft, e.Changes), "written consent") {
				assert.Positive(t, i)
				assert.Contains(t, e.Label, "once it is true")
				return
			}
		}
	}
	t.Error("consent is not suggested")
}

func BenchmarkComposingAStory(b *testing.B) {
	a := analyzer(b)
	draft := []byte("Nobody tells you about the quiet after. My patient, a 62-year-old fire chief from Timmins, came in last night with a dissection; his wife is the mayor's cousin and half the town was in the corridor by midnight. We did everything. I drove home with the radio off and the window down.")
	for b.Loop() {
		a.Analyze(nil, core.Options{})
		a.Analyze(draft, core.Options{Lang: "en", Limit: 280})
	}
}

func TestAnIdentifierCitesTheLawOfItsCountry(t *testing.T) {
	for draft, want := range map[string]string{
		"My patient's NHS number: 943 476 5919, sepsis.": "UK-GDPR",
		"My patient's SIN is 046 454 286.":               "CA-PIPEDA",
	} {
		var ids []string
		for _, f := range plain(t).Analyze([]byte(draft), options["en"]).Findings {
			for _, q := range f.Cites {
				assert.NotEmpty(t, q.Title)
				ids = append(ids, q.ID)
			}
		}
		assert.Contains(t, ids, want, draft)
	}
}
