package identifier_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDisguises(t *testing.T) {
	set := builtIn(t)
	for _, c := range []struct{ name, text, jurisdiction, kind, match string }{
		{"spaced and dotted", "reach me on 4 1 6 . 5 5 5 . 0 1 9 9 tonight", "CA", "phone.nanp", "4 1 6 . 5 5 5 . 0 1 9 9"},
		{"single spaces", "4 1 6 5 5 5 0 1 9 9 is her cell", "CA", "phone.nanp", "4 1 6 5 5 5 0 1 9 9"},
		{"dashed", "her cell 4-1-6-5-5-5-0-1-9-9", "CA", "phone.nanp", "4-1-6-5-5-5-0-1-9-9"},
		{"groups of dashed digits", "her cell 4-1-6 5-5-5 0-1-9-9", "CA", "phone.nanp", "4-1-6 5-5-5 0-1-9-9"},
		{"slashed", "416/555/0199 rings out", "CA", "phone.nanp", "416/555/0199"},
		{"spelled", "four one six five five five oh one nine nine", "CA", "phone.nanp", "four one six five five five oh one nine nine"},
		{"spelled with commas", "Four one six, five five five, zero one nine nine.", "US", "phone.nanp", "Four one six, five five five, zero one nine nine"},
		{"double", "call four one six double five five oh one double nine", "CA", "phone.nanp", "four one six double five five oh one double nine"},
		{"triple", "call four one six triple five oh one nine nine", "CA", "phone.nanp", "four one six triple five oh one nine nine"},
		{"mixed", "416 five five five 0199", "CA", "phone.nanp", "416 five five five 0199"},
		{"tens", "four one six, five fifty-five, oh one ninety-nine", "CA", "phone.nanp", "four one six, five fifty-five, oh one ninety-nine"},
		{"French digits", "quatre un six cinq cinq cinq zéro un neuf neuf", "CA", "phone.nanp", "quatre un six cinq cinq cinq zéro un neuf neuf"},
		{"French pairs", "son portable c'est zéro un, quatre-vingt-dix-neuf, zéro zéro, quarante-deux, dix-sept", "FR", "fr.phone", "zéro un, quatre-vingt-dix-neuf, zéro zéro, quarante-deux, dix-sept"},
		{"French pairs without commas", "zéro six douze trente-quatre cinquante-six soixante-dix-huit", "FR", "fr.phone", "zéro six douze trente-quatre cinquante-six soixante-dix-huit"},
		{"French pairs with et", "zéro six vingt et un trente-quatre soixante et onze quatre-vingts", "FR", "fr.phone", "zéro six vingt et un trente-quatre soixante et onze quatre-vingts"},
		{"letters for digits", "4l6-555-Ol99 is hers", "CA", "phone.nanp", "4l6-555-Ol99"},
		{"letters for digits, bare", "SIN O464542B6 or SIN O46454286", "CA", "ca.sin", "O46454286"},
		{"en dashes", "416–555–0199", "CA", "phone.nanp", "416–555–0199"},
		{"spaced hyphens", "416 - 555 - 0199", "CA", "phone.nanp", "416 - 555 - 0199"},
		{"underscores", "416_555_0199", "CA", "phone.nanp", "416_555_0199"},
		{"brackets", "[416] (555) 0199", "CA", "phone.nanp", "416] (555) 0199"},
		{"line breaks", "OHIP 9876\n543\n217 please", "CA-ON", "ca.on.hcn", "9876\n543\n217"},
		{"irregular groups after a label", "OHIP 98 765 43 217", "CA-ON", "ca.on.hcn", "98 765 43 217"},
		{"a label in the pattern", "MRN zero zero four eight two nine one three", "", "mrn.labelled", "MRN zero zero four eight two nine one three"},
		{"record number digit by digit", "MRN 0 0 4 8 2 9 1 3", "", "mrn.labelled", "MRN 0 0 4 8 2 9 1 3"},
		{"dots for a checksum", "SIN 046.454.286", "CA", "ca.sin", "046.454.286"},
		{"date with spaced slashes", "DOB 14 / 02 / 1961", "", "date.numeric", "14 / 02 / 1961"},
		{"date digit by digit", "DOB 1 4 / 0 2 / 1 9 6 1", "", "date.numeric", "1 4 / 0 2 / 1 9 6 1"},
		{"postal code letter by letter", "she is at K 1 A 0 B 1 now", "CA", "ca.postal", "K 1 A 0 B 1"},
		{"RAMQ letter by letter", "NAM T E S T 8 5 6 2 1 2 1 8", "CA-QC", "ca.qc.nam", "T E S T 8 5 6 2 1 2 1 8"},
		{"said dashes", "four one six dash five five five dash oh one nine nine", "CA", "phone.nanp", "four one six dash five five five dash oh one nine nine"},
		{"plus", "plus four four seven seven double oh nine double oh one two three", "UK", "uk.phone", "plus four four seven seven double oh nine double oh one two three"},
		{"NHS number spelled", "NHS number nine four three four seven six five nine one nine", "UK", "uk.nhs", "nine four three four seven six five nine one nine"},
		{"UK mobile", "oh double seven double oh nine double oh one two three", "UK", "uk.phone", "oh double seven double oh nine double oh one two three"},
		{"keycaps", "4️⃣1️⃣6️⃣-5️⃣5️⃣5️⃣-0️⃣1️⃣9️⃣9️⃣", "CA", "phone.nanp", "416-555-0199"},
		{"circled", "④①⑥-⑤⑤⑤-⓪①⑨⑨", "CA", "phone.nanp", "416-555-0199"},
	} {
		t.Run(c.name, func(t *testing.T) {
			clean, found := find(set, c.text, c.jurisdiction)
			require.Len(t, found, 1, "%s", clean)
			m := found[0]
			assert.Equal(t, c.kind, set.Format(int(m.Format)).ID)
			assert.Equal(t, c.match, string(clean[m.Start:m.End]))
		})
	}
}

func TestNumbersThatAreNoDisguise(t *testing.T) {
	set := builtIn(t)
	for _, s := range []string{
		"one two three four five six seven eight nine ten, ready or not",
		"5 4 3 2 1 go",
		"ten nine eight seven six five four three two one liftoff",
		"dix neuf huit sept six cinq quatre trois deux un",
		"un deux trois quatre cinq six sept huit",
		"6-4 3-6 7-6 6-2 what a final",
		"Apgars 8 9 9 then 7 8 9",
		"pH 7.21 / 62 / 48 / 19 on two litres",
		"7.35/45/80/24",
		"pain scores 4, 6, 5, 5, 7, 3, 2, 1, 0, 2 over the night",
		"lactate 4.1, 3.8, 2.2, 1.9 and falling",
		"plt 210 140 98 45 12",
		"BP 120/80 118/76 122/84 110/70",
		"we were two or three, one of us was on nights",
		"1, 2, 3, 4, 5, 6, 7, 8, 9",
		"pull one, push two, rest five five minutes",
		"0 1 1 2 3 5 8 13 21 34 is Fibonacci",
		"G2 P1 3 4 5 6",
		"14:05 14:20 14:35 15:00",
		"2019 2020 2021 2022 2023",
		"10 15 20 25 30 35",
		"room 4 5 6 and 7",
		"one eight hundred two seven three eight two five five",
		"no one one day two people",
	} {
		clean, found := find(set, s, "CA-ON")
		for _, m := range found {
			t.Errorf("%q is taken for %s in %q", clean[m.Start:m.End], set.Format(int(m.Format)).ID, s)
		}
	}
}

func TestDisguisesDoNotAllocate(t *testing.T) {
	set := builtIn(t)
	draft := []byte(strings.Repeat("her cell is four one six five five five oh one nine nine, SIN 046.454.286. ", 3))
	found := set.Find(draft, "CA-ON", nil)
	require.Len(t, found, 6)
	assert.Zero(t, testing.AllocsPerRun(20, func() { found = set.Find(draft, "CA-ON", found[:0]) }))
}
