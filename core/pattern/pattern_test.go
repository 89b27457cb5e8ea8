package pattern_test

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/pattern"
	"github.com/bedside-md/bedside/core/text"
)

// vocabulary is a toy pack: words by spelling, the lexicon @kin, the shapes
// #number and #age.
type vocabulary map[string]uint32

func (v vocabulary) Word(w string) uint32 {
	if _, ok := v[w]; !ok {
		v[w] = uint32(len(v) + 1)
	}
	return v[w]
}

var classes = []string{"none", "kin", "#number", "#age"}

func (v vocabulary) Class(name string) (uint16, error) {
	if i := slices.Index(classes, name); i > 0 {
		return uint16(i), nil
	}
	return 0, errors.New("there is nothing named " + name)
}
func (v vocabulary) ClassWidth(uint16) int { return 2 }
func (v vocabulary) ClassCost(uint16) int  { return 5 }
func (v vocabulary) Inflect(lemma string) ([]string, bool) {
	return []string{lemma, lemma + "ed"}, lemma == "admit"
}

func macro(name string) (string, error) {
	text, ok := map[string]string{"pron": "{he|she}", "loop": "a %loop", "bad": "x {y", "two": "a b", "unknown": "x @nope"}[name]
	if !ok {
		return "", errors.New("there is no definition %" + name)
	}
	return text, nil
}

var kin = map[string]bool{"mother": true, "step mother": true}

func compile(t testing.TB, src string, v vocabulary) *pattern.Program {
	t.Helper()
	n, err := pattern.Parse(src, macro)
	require.NoError(t, err)
	p, err := pattern.Compile(n, v)
	require.NoError(t, err)
	require.True(t, pattern.Sound(p.Insts))
	return p
}

// read turns a draft, taken as one sentence, into what the matcher reads.
func read(d *text.Doc, draft string, v vocabulary) *pattern.Input {
	d.Read([]byte(draft))
	in := &pattern.Input{Offsets: []int32{0}}
	for i := range d.Tokens {
		w := string(d.Spelling(int32(i)))
		in.Words = append(in.Words, v[w])
		if kin[w] {
			in.Mentions = append(in.Mentions, pattern.Mention{Class: 1, Len: 1})
		}
		if i+1 < len(d.Tokens) && kin[w+" "+string(d.Spelling(int32(i+1)))] {
			in.Mentions = append(in.Mentions, pattern.Mention{Class: 1, Len: 2})
		}
		if d.Tokens[i].Kind == text.Number {
			in.Mentions = append(in.Mentions, pattern.Mention{Class: 2, Len: 1})
		}
		in.Offsets = append(in.Offsets, int32(len(in.Mentions)))
	}
	in.Seal()
	return in
}

// find returns what the first match of a pattern underlines.
func find(t testing.TB, src, draft string) string {
	t.Helper()
	v := vocabulary{}
	p := compile(t, src, v)
	var d text.Doc
	in := read(&d, draft, v)
	var m, traced pattern.Matcher
	traced.Trace = &pattern.Trace{}
	for i := range d.Tokens {
		r, ok := m.Run(p.Insts, in, 0, int32(len(d.Tokens)), int32(i))
		s, found := traced.Run(p.Insts, in, 0, int32(len(d.Tokens)), int32(i))
		require.Equal(t, found, ok, "the short cuts of a run that nobody traces change nothing")
		require.Equal(t, s, r)
		if ok {
			from, to := d.TokenSpan(r.Open, r.Close)
			return draft[from:to]
		}
	}
	return ""
}

func TestConstructs(t *testing.T) {
	for _, c := range []struct{ name, pattern, draft, want string }{
		{"word, folded", "hôpital", "the HOPITAL here", "HOPITAL"},
		{"an ending by itself", "{she|he} {'s|is} ill", "she's ill", "she's ill"},
		{"phrase", "frequent flyer", "a frequent-flyer again", "frequent-flyer"},
		{"alternatives", "{gomer|train wreck}", "what a train wreck", "train wreck"},
		{"the first of two alternatives", "<{a|a b}> {b|c}?", "so a b", "a"},
		{"a phrase between words", "{x|a b|a|y} c", "x, a b c", "a b c"},
		{"a phrase after its first word", "<{a|a b}> c", "a b c", "a b"},
		{"lemma among words", "{x|~admit|admit to} her", "admited her", "admited her"},
		{"optional", "my old? patient", "my patient", "my patient"},
		{"lemma", "~admit her", "we admited her", "admited her"},
		{"lexicon, longest first", "@kin", "her step mother", "step mother"},
		{"gap", "told .. scan", "told him his scan", "told him his scan"},
		{"gap has an end", "told ..1 scan", "told him about his scan", ""},
		{"capture", "my <patient> died", "my patient died", "patient"},
		{"negative", "patient !safety", "patient safety, patient came", "patient"},
		{"negative lexicon", "my !@kin _", "my mother, my dog", "my dog"},
		{"nothing of the kind ahead", "patient !..2 safety", "patient and staff safety, patient of theirs for safety", "patient"},
		{"nothing of the kind behind", "!{no|not}..1 patient", "not a patient, no patient, this patient", "patient"},
		{"nothing right behind", "!no..0 patient", "no patient, no one patient", "patient"},
		{"no lexicon behind", "!@kin..0 died", "step mother died, mother who died", "died"},
		{"any one", "my _ patient", "my dear patient", "my dear patient"},
		{"start", "^ pt", "the pt", ""},
		{"end", "done $", "well done", "done"},
		{"end of a long sentence", "a ..30 b ..30 c $", "a b c " + strings.Repeat("x ", 80), ""},
		{"macro", "%pron died", "she died", "she died"},
		{"macro of two words, optional", "%two? c", "so c", "c"},
		{"set", "[ward, photo]", "photo from my ward", "photo from my ward"},
		{"set, other order", "[ward, photo]", "my ward in a photo here", "ward in a photo"},
		{"set too wide", "[ward, photo]..3", "ward in a photo", ""},
		{"set of phrases and lexicons", "[my ward, @kin, {photo|pic}]..10", "pic of her step mother on my ward", "pic of her step mother on my ward"},
		{"set of one kind twice", "[@kin, @kin]..3", "mother and mother", "mother and mother"},
		{"set does not use a token twice", "[@kin, mother]..9", "my mother", ""},
		{"set that ends further on", "[a, b] c", "a b b c", "a b b c"},
		{"set in a sequence", "saw [a, b] c", "saw b a c", "saw b a c"},
		{"set after a gap", "saw ..3 [a, b]", "saw you b a", "saw you b a"},
		{"capture of a set", "saw <[a, b]>", "saw b a", "b a"},
		{"capture of a member", "[<a b>, c]", "c x a b", "a b"},
		{"capture of the first member", "[<a>, c, d]", "a d c", "a"},
		{"member with a gap", "[a ..2 b, c]..9", "c a x b", "c a x b"},
		{"optional set", "saw [a, b]? c", "saw c", "saw c"},
	} {
		t.Run(c.name, func(t *testing.T) { assert.Equal(t, c.want, find(t, c.pattern, c.draft)) })
	}
}

func TestPrintedPatternsAreTheSame(t *testing.T) {
	for _, src := range []string{
		"hôpital frequent-flyer", "{gomer|train wreck}? ~admit", "told .. <@kin>? !{no|not} ..5 $", "^ &@kin !no..4 x !..2 y",
		"%two? %pron", "[<a b>, {c|d}, @kin]..12", "saw [a, b]?", "1,200 l&d", "!x. .. y",
	} {
		n, err := pattern.Parse(src, macro)
		require.NoError(t, err, src)
		again, err := pattern.Parse(n.String(), nil)
		require.NoError(t, err, n)
		assert.Equal(t, n.String(), again.String())
		v := vocabulary{}
		one, err := pattern.Compile(n, v)
		require.NoError(t, err, src)
		two, err := pattern.Compile(again, v)
		require.NoError(t, err, n)
		assert.Equal(t, one, two)
	}
}

// Errors name the column in the pattern, or in the definition that is wrong.
// How they read is tested where rules are compiled, in package source.
func TestErrorsNameThePlace(t *testing.T) {
	for _, c := range []struct {
		src, in string
		col     int
	}{
		{"a {b|c", "", 3},
		{"a } b", "", 3},
		{"  ", "", 3},
		{"a ..99", "", 3},
		{"x %nope", "", 3},
		{"x %bad", "bad", 3},
		{"x %loop", "loop", 3},
		{"%unknown", "unknown", 3},
		{"hôpital @nope", "", 10},
	} {
		n, err := pattern.Parse(c.src, macro)
		if err == nil {
			_, err = pattern.Compile(n, vocabulary{})
		}
		var se *pattern.SyntaxError
		require.ErrorAs(t, err, &se, c.src)
		assert.Equal(t, pattern.Place{In: c.in, Col: c.col}, se.Place, c.src)
		assert.Contains(t, se.Error(), "column "+strconv.Itoa(c.col)+": ")
	}
}

// Definitions may double what they hold, but not without end.
func TestDefinitionsCannotGrowWithoutEnd(t *testing.T) {
	doubling := func(name string) (string, error) {
		n, err := strconv.Atoi(name[1:])
		return "{%d" + strconv.Itoa(n+1) + "|%d" + strconv.Itoa(n+1) + "}", err
	}
	_, err := pattern.Parse("%d1", doubling)
	assert.ErrorContains(t, err, "nested more than 40 deep")
	_, err = pattern.Parse(strings.Repeat("%two ", 9000), macro)
	assert.ErrorContains(t, err, "more than 16384 parts")
}
