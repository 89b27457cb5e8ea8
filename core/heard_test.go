package core_test

import (
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"

	"github.com/bedside-md/bedside/core"
)

// Trades, villages, names and kin that no lexicon holds are heard where they stand. The
// model may miss a third of them.
func TestDetailsThatNoListHolds(t *testing.T) {
	a := analyzer(t)
	drafts := []struct{ text, label, detail string }{
		{"Still thinking about the bell-founder from Upper Snaithe who drove herself in after the kiln went up.", "reid.occupation", "bell-founder"},
		{"Still thinking about the bell-founder from Upper Snaithe who drove herself in after the kiln went up.", "identifier.place", "Upper Snaithe"},
		{"Admitted a thatcher with sepsis last night. He asked me who would finish the church roof.", "reid.occupation", "thatcher"},
		{"Sat with Mrs Quillfeather's twin until four this morning. The bleed was too big.", "reid.relation", "twin"},
		{"Notre patiente de ce matin, vannière à Saint-Ourlac, ne sent plus ses doigts.", "reid.occupation", "vannière"},
		{"Notre patiente de ce matin, vannière à Saint-Ourlac, ne sent plus ses doigts.", "identifier.place", "Saint-Ourlac"},
	}
	heard := 0
	for _, d := range drafts {
		found := false
		see := func(label string, start, end int) {
			found = found || label == d.label && overlaps(d.text, d.detail, start, end)
		}
		for _, f := range a.Analyze([]byte(d.text), core.Options{NoEdits: true}).Findings {
			see(f.Category, f.Start, f.End)
			for _, x := range f.Factors {
				see(x.Label, x.Start, x.End)
			}
		}
		if found {
			heard++
		} else {
			t.Logf("not heard: %s %q", d.label, d.detail)
		}
	}
	assert.GreaterOrEqual(t, 3*heard, 2*len(drafts))
}

// overlaps reports whether a detail of a text and the UTF-16 code units [start, end) of it do.
func overlaps(text, detail string, start, end int) bool {
	from := len(utf16.Encode([]rune(text[:strings.Index(text, detail)])))
	return start < from+len(utf16.Encode([]rune(detail))) && from < end
}

// Many an old man or woman is spoken of who is no patient.
func TestOldAgeAloneIsNoPatients(t *testing.T) {
	a := analyzer(t)
	verdict := func(draft string) core.Verdict { return a.Analyze([]byte(draft), core.Options{}).Verdict }
	assert.Less(t, verdict("Her book came out when she was 94. What a voice."), core.Caution)
	assert.Equal(t, core.Clear, verdict("My neighbour turned 95 and still mows the lawn."))
	assert.GreaterOrEqual(t, verdict("My patient is 94 and still drives a tractor."), core.Caution)
	assert.Equal(t, core.Caution, verdict("We admitted a 97-year-old with a hip fracture."))
}
