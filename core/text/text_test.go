package text_test

import (
	"slices"
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
		{"typographic ligature", "ﬁnal coﬀee", "final coffee"},
		{"small capitals", "Pᴀᴛɪᴇɴᴛ", "patient"},
		{"superscript and subscript", "ᵖᵃᵗⁱᵉⁿᵗ ₆₂", "patient 62"},
		{"circled", "Ⓟⓐⓣⓘⓔⓝⓣ ⑥② ⑫ ⓫ ❿", "patient 62 12 11 10"},
		{"parenthesised and dotted", "⒫⒜⒯⒤⒠⒩⒯ ⑷ ⒌ ⒓", "patient 4 5 12"},
		{"squared capitals", "🄿🅃 🅿🆃 🅟", "pt pt p"},
		{"fraction", "½ 3½", "1 2 3 1 2"},
		{"Roman numeral", "stage Ⅳ type ⅲ", "stage iv type iii"},
		{"Vietnamese", "bệnh nhân Đặng ơ ư", "benh nhan dang o u"},
		{"decomposed accents", "été pãtient", "ete patient"},
		{"Latin look-alikes", "pɑtɩent ɡood dıd", "patient good did"},
		{"Greek look-alikes", "Ραtιεnt", "patient"},
		{"Cherokee and Armenian look-alikes", "Ꮪhe caոe hօme", "she cane home"},
		{"word all of look-alikes among Latin ones", "she had а соре on", "she had a cope on"},
		{"Greek letters as symbols stay", "TNF α and β blockers", "tnf α and β blockers"},
		{"micrograms", "5 μg 5 µg", "5 ug 5 ug"},
		{"bidi overrides", "pa\u202etie\u202cnt \u2067ok\u2069", "patient ok"},
		{"control characters", "pa\u0001tient", "patient"},
		{"keycaps", "6️⃣2️⃣ yo", "62 yo"},
		{"Arabic-Indic digits", "٤٢", "42"},
		{"non-breaking spaces", "34 ans ok", "34 ans ok"},
		{"flag is one token", "in 🇨🇦 now", "in 🇨🇦 now"},
		{"two flags", "🇨🇦🇺🇸", "🇨🇦 🇺🇸"},
		{"regional indicators as letters", "🇵🇦🇹🇮🇪🇳🇹", "patient"},
		{"joined emoji are one token", "hi 👩🏽‍⚕️👨‍👩‍👧 ok", "hi 👩‍⚕ 👨‍👩‍👧 ok"},
		{"abbreviation in a hashtag", "#ICULife #RNs #MedTwitter", "icu life rns med twitter"},
		{"age in a hashtag", "#62M", "62 m"},
		{"hyphen of an editor", "34–year–old", "34 year old"},
		{"dash between words", "home — alone", "home alone"},
		{"link without a scheme", "see t.co/Ab1, bit.ly/x-y and example.org.", "see t.co/ab1 bit.ly/x-y and example.org"},
		{"missing space is no link", "home.It was", "home it was"},
		{"handle of another server", "@jo@example.social hi", "@jo@example.social hi"},
		{"codes stay without a lexicon", "T2DM H1N1 B12 34yo G2P1", "t2dm h1n1 b12 34 yo g2p1"},
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
		{"ellipsis inside", "She was... fine", 1},
		{"ellipsis at the end", "So tired... Home now", 2},
		{"ellipsis sign", "So tired… home now", 1},
		{"dotted abbreviation", "Take 5 mg b.i.d. with food, e.g. bread", 1},
		{"abbreviation at the end", "Seen at 2 p.m. She left", 2},
		{"me is no abbreviation", "He told me. I left", 2},
		{"numbered list", "1) She came\n2. He left", 4},
		{"bullets", "- She came\n• He left\n* Done", 3},
		{"thread mark", "2/7 She came in", 2},
		{"open thread mark", "1/ She came in", 2},
		{"two days are no thread mark", "2/7 of fever", 1},
		{"line broken by an editor", "this line is long enough that an editor broke it\nand goes on", 1},
		{"line broken after a small word", "with my\npatient", 1},
		{"number broken", "555\n0199", 1},
		{"blank line", "with my\n\npatient", 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			var d text.Doc
			d.Read([]byte(c.in))
			assert.Len(t, d.Sentences, c.want)
		})
	}
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

// What cannot be seen belongs to the word it begins, whatever mark stands before it.
func TestInvisibleAfterAMark(t *testing.T) {
	for _, mark := range []string{" ", ".", "…", "»", "—"} {
		var d text.Doc
		d.Read([]byte("Night" + mark + "\u202dEdit\u202c now"))
		i := slices.IndexFunc(d.Tokens, func(x text.Token) bool { return string(d.Clean[x.Start:x.End]) == "Edit" })
		require.GreaterOrEqual(t, i, 0, mark)
		start, end := d.Span(d.Tokens[i].Start, d.Tokens[i].End)
		assert.Equal(t, [2]int{6, 12}, [2]int{start, end}, mark)
	}
}
