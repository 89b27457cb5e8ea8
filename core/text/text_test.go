package text_test

import (
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/text"
)

func spellings(s string) []string {
	var d text.Doc
	d.Read([]byte(s))
	var out []string
	for i := range d.Tokens {
		out = append(out, string(d.Spelling(int32(i))))
	}
	return out
}

func TestTokens(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"contraction", "I'm sure she's fine", "i 'm sure she 's fine"},
		{"negation stays whole", "don't stop", "don't stop"},
		{"French elision", "l'hôpital d'ici", "l hopital d ici"},
		{"age and sex", "62M c/o CP", "62 m c o cp"},
		{"glued unit", "34yo F", "34 yo f"},
		{"letters then digits", "POD2 T2DM", "pod2 t2dm"},
		{"camel hashtag", "#JaydenStrong", "jayden strong"},
		{"decimal", "took 2.5 mg", "took 2.5 mg"},
		{"ordinal", "the 3rd day", "the 3 day"},
		{"masked word", "so f***ing tired", "so f***ing tired"},
		{"emphasis is not masking", "*very* tired", "very tired"},
		{"handle", "hey @Lisa_K stop", "hey @lisa_k stop"},
		{"e-mail", "j.patient@example.com wrote", "j.patient@example.com wrote"},
		{"link", "see https://example.org/a.", "see https://example.org/a"},
		{"mathematical letters", "𝐏𝐚𝐭𝐢𝐞𝐧𝐭 𝟔𝟐", "patient 62"},
		{"full width", "ｐａｔｉｅｎｔ", "patient"},
		{"zero width", "pa\u200btie\u00adnt", "patient"},
		{"Cyrillic look-alikes", "pаtiеnt", "patient"},
		{"all Cyrillic stays", "пациент", "пациент"},
		{"curly apostrophe", "patient’s", "patient 's"},
		{"ligature", "œdème", "oedeme"},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, strings.Join(spellings(c.in), " "))
		})
	}
}

func TestSentences(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     int
	}{
		{"two", "She came in. He left.", 2},
		{"titles do not end one", "Dr. Okafor and Mrs. Bell talked.", 1},
		{"lower case after a stop", "she came in. he left", 2},
		{"lines", "one\ntwo\n\nthree", 3},
		{"decimal", "It was 2.5 today", 1},
		{"question", "Why? Because.", 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			var d text.Doc
			d.Read([]byte(c.in))
			assert.Len(t, d.Sentences, c.want)
		})
	}
}

func TestLanguage(t *testing.T) {
	var d text.Doc
	d.Read([]byte("Ma patiente est venue avec sa fille. The daughter was with her."))
	require.Len(t, d.Sentences, 2)
	assert.Equal(t, text.French, d.Sentences[0].Lang)
	assert.Equal(t, text.English, d.Sentences[1].Lang)
}

// Spans must lead back to the author's own text whatever stands in it.
func TestSpansCoverTheWrittenWord(t *testing.T) {
	for _, s := range []string{
		"plain words here", "é à œdème 👩🏽‍⚕️ patient", "𝐏𝐚𝐭𝐢𝐞𝐧𝐭 62M", "a\r\nb patient\r\nc", "pa\u200btie\u00adnt ok", "\xff\xfe bad patient",
	} {
		var d text.Doc
		d.Read([]byte(s))
		units := utf16.Encode([]rune(strings.ToValidUTF8(s, "\uFFFD")))
		if strings.Contains(s, "\xff") {
			units = utf16.Encode([]rune(s))
		}
		assert.Equal(t, len(units), d.Units, "%q", s)
		last := 0
		for i := range d.Tokens {
			from, to := d.TokenSpan(int32(i), int32(i)+1)
			assert.GreaterOrEqual(t, from, last, "%q token %d", s, i)
			assert.Greater(t, to, from)
			require.LessOrEqual(t, to, len(units))
			last = from
			if string(d.Spelling(int32(i))) == "patient" {
				var again text.Doc
				again.Read([]byte(string(utf16.Decode(units[from:to]))))
				require.Len(t, again.Tokens, 1)
				assert.Equal(t, "patient", string(again.Spelling(0)), "%q", s)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"", "62M c/o CP.", "l'été #RoomNine @x", "\xff\u200d👩🏽‍⚕️", "f***", "«a» \"b\""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var d text.Doc
		d.Read([]byte(s))
		for i := range d.Tokens {
			from, to := d.TokenSpan(int32(i), int32(i)+1)
			if from < 0 || to < from || to > d.Units {
				t.Fatalf("token %d spans %d to %d of %d", i, from, to, d.Units)
			}
		}
		for i, se := range d.Sentences {
			if se.First >= se.Last || i > 0 && d.Sentences[i-1].Last != se.First {
				t.Fatalf("sentence %d holds tokens %d to %d", i, se.First, se.Last)
			}
		}
	})
}
