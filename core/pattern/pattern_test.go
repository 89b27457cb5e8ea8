package pattern_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/pattern"
	"github.com/bedside-md/bedside/core/text"
)

// vocabulary is a toy pack: words by spelling, one class "@kin".
type vocabulary map[string]uint32

func (v vocabulary) Word(w string) uint32 {
	if _, ok := v[w]; !ok {
		v[w] = uint32(len(v) + 1)
	}
	return v[w]
}

func (v vocabulary) Class(name string) (uint16, bool) { return 1, name == "kin" }
func (v vocabulary) ClassWidth(uint16) int            { return 2 }
func (v vocabulary) ClassCost(uint16) int             { return 5 }
func (v vocabulary) Inflect(lemma string) ([]string, bool) {
	return []string{lemma, lemma + "ed"}, lemma == "admit"
}
func macro(name string) (string, bool) { return "{he|she}", name == "pron" }

var kin = map[string]uint8{"mother": 1, "step mother": 2}

func find(t *testing.T, src, draft string) string {
	t.Helper()
	n, err := pattern.Parse(src, macro)
	require.NoError(t, err)
	v := vocabulary{}
	p, err := pattern.Compile(n, v)
	require.NoError(t, err)
	var d text.Doc
	d.Read([]byte(draft))
	in := pattern.Input{Offsets: []int32{0}}
	for i := range d.Tokens {
		w := string(d.Spelling(int32(i)))
		in.Words = append(in.Words, v[w])
		if kin[w] > 0 {
			in.Mentions = append(in.Mentions, pattern.Mention{Class: 1, Len: 1})
		}
		if i+1 < len(d.Tokens) && kin[w+" "+string(d.Spelling(int32(i+1)))] > 0 {
			in.Mentions = append(in.Mentions, pattern.Mention{Class: 1, Len: 2})
		}
		in.Offsets = append(in.Offsets, int32(len(in.Mentions)))
	}
	var m pattern.Matcher
	for i := range d.Tokens {
		if r, ok := m.Run(p.Insts, &in, 0, int32(len(d.Tokens)), int32(i)); ok {
			from, to := d.TokenSpan(r.Open, r.Close)
			return draft[from:to]
		}
	}
	return ""
}

func TestConstructs(t *testing.T) {
	for _, c := range []struct{ name, pattern, draft, want string }{
		{"word, folded", "hôpital", "the HOPITAL here", "HOPITAL"},
		{"phrase", "frequent flyer", "a frequent-flyer again", "frequent-flyer"},
		{"alternatives", "{gomer|train wreck}", "what a train wreck", "train wreck"},
		{"optional", "my old? patient", "my patient", "my patient"},
		{"lemma", "~admit her", "we admited her", "admited her"},
		{"lexicon, longest first", "@kin", "her step mother", "step mother"},
		{"gap", "told .. scan", "told him his scan", "told him his scan"},
		{"gap has an end", "told ..1 scan", "told him about his scan", ""},
		{"capture", "my <patient> died", "my patient died", "patient"},
		{"negative", "patient !safety", "patient safety, patient came", "patient"},
		{"any one", "my _ patient", "my dear patient", "my dear patient"},
		{"start", "^ pt", "the pt", ""},
		{"end", "done $", "well done", "done"},
		{"macro", "%pron died", "she died", "she died"},
	} {
		t.Run(c.name, func(t *testing.T) { assert.Equal(t, c.want, find(t, c.pattern, c.draft)) })
	}
}

func TestErrorsNameTheColumn(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"open group", "a {b|c", "column 7: the { opened at column 3 is not closed by }"},
		{"empty alternative", "{a|}", "an alternative is empty"},
		{"empty", "  ", "the pattern is empty"},
		{"stray", "a } b", "column 3: unexpected"},
		{"unknown macro", "%nope", "no definition named %nope"},
		{"gap too long", "a ..99 b", "between 1 and 30"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := pattern.Parse(c.src, macro)
			assert.ErrorContains(t, err, c.want)
		})
	}
	n, err := pattern.Parse("..3 x?", nil)
	require.NoError(t, err)
	_, err = pattern.Compile(n, vocabulary{})
	assert.ErrorContains(t, err, "every match must contain")
}

// A pattern made to blow up a backtracking matcher costs no more than its
// program times the window.
func TestNoBacktrackingBlowUp(t *testing.T) {
	src := strings.Repeat("a? ", 25) + strings.Repeat("a ", 25) + "b"
	draft := strings.Repeat("a ", 60)
	assert.Empty(t, find(t, src, draft), "2^25 paths would never end")
}
