package text_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bedside-md/bedside/core/text"
)

func TestWordsInDisguise(t *testing.T) {
	words := map[uint64]bool{}
	for w := range strings.FieldsSeq("patient john stabbed anna jayden strong room nine icu life bed hours sleep good so hello ld nurse coach violence saw my male tino x") {
		words[text.Hash([]byte(w))] = true
	}
	for _, c := range []struct{ name, in, want string }{
		{"digits for letters", "my p4tient J0hn", "my patient john"},
		{"every vowel", "p4t13nt v10l3nc3", "patient violence"},
		{"digit first", "5tabbed 4nna", "stabbed anna"},
		{"capitals", "P4TIENT", "patient"},
		{"signs", "pati3nt pat!ent p@tient $tabbed pati€nt", "patient patient patient stabbed patient"},
		{"sign at the start", "$tabbed", "stabbed"},
		{"possessive", "p4tient's", "patient 's"},
		{"no known word, but one that can be spoken", "unf0rtunately", "unfortunately"},
		{"codes", "T2DM H1N1 B12 34yo G2P1 A1C t1n0 L4L5 HbA1c COVID19 5mg", "t2dm h1n1 b12 34 yo g2p1 a1c t1n0 l4l5 hba1c covid19 5 mg"},
		{"what is known stays", "3hours", "3 hours"},
		{"number behind a word", "bed12", "bed 12"},
		{"letters repeated", "patieeent gooood hellllo soooo xxx", "patient good hello so xxx"},
		{"letters dotted, hyphened, starred", "J.o.h.n s-t-a-b-b-e-d p*a*t*i*e*n*t", "john stabbed patient"},
		{"not known, but spelled out", "k-o-r-r-i-g-a-n", "korrigan"},
		{"letters spaced", "my p a t i e n t slept", "my patient slept"},
		{"behind an article", "saw a p a t i e n t", "saw a patient"},
		{"before a word spelled otherwise", "a b.e.d", "a bed"},
		{"words between wider spaces", "p a t i e n t   J o h n", "patient john"},
		{"several words spaced", "s a w p a t i e n t j o h n s t a b b e d", "s a w patient john stabbed"},
		{"options are no word", "A B C D", "a b c d"},
		{"shown from right to left", "my \u202etneitap nhoJ\u202c slept, tneitap", "my patient john slept tneitap"},
		{"override of plain letters", "\u202emy pa\u202etient\u202c slept", "my patient slept"},
		{"border of camel case", "#LDnurse #ICUlife #JaydenStrong", "ld nurse icu life jayden strong"},
		{"words run together", "SawMyPatientJohn", "saw my patient john"},
		{"two may be a brand", "PatientRoom", "patientroom"},
		{"two sentences without a space", "hello!Good", "hello good"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var d text.Doc
			d.Known = func(h uint64) bool { return words[h] }
			d.Read([]byte(c.in))
			var got []string
			for i := range d.Tokens {
				got = append(got, string(d.Spelling(int32(i))))
			}
			assert.Equal(t, c.want, strings.Join(got, " "))
		})
	}
}

// Clean holds what a disguised word means, and each of its letters leads back to
// the whole disguise.
func TestDisguiseIsWrittenOut(t *testing.T) {
	var d text.Doc
	d.Known = func(h uint64) bool { return h == text.Hash([]byte("john")) }
	d.Read([]byte("é J.0.h.n and J0hn x"))
	assert.Equal(t, "é J.0.h.n and John x", string(d.Clean))
	d.Read([]byte("é J.o.h.n, J0hn x"))
	assert.Equal(t, "é John, John x", string(d.Clean))
	for i, want := range [][2]int{{0, 1}, {2, 9}, {11, 15}, {16, 17}} {
		from, to := d.TokenSpan(int32(i), int32(i)+1)
		assert.Equal(t, want, [2]int{from, to}, "token %d", i)
	}
}

// Reading allocates nothing once its buffers have grown.
func TestReadingAllocatesNothing(t *testing.T) {
	var d text.Doc
	d.Known = known
	for _, s := range []string{
		"62M c/o CP, s/p CABG. She's \"fine\" (I think) - see t.co/a", "l'été, ½ 🇨🇦 👩🏽‍⚕️ «ça» 𝐏𝐚𝐭𝐢𝐞𝐧𝐭 pаtient",
		"\u202etneitap\u202c x \u202enhoj\u202c", "p4tient J.o.h.n p a t i e n t soooo pat!ent bed12 #ICUlife jo [at] example [dot] org",
	} {
		b := []byte(s)
		d.Read(b)
		assert.Zero(t, testing.AllocsPerRun(20, func() { d.Read(b) }), s)
	}
}
