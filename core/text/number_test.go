package text_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bedside-md/bedside/core/text"
)

var (
	englishUnits = strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
	englishTens  = strings.Fields("- - twenty thirty forty fifty sixty seventy eighty ninety")
	frenchUnits  = strings.Fields("zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf")
	frenchTens   = strings.Fields("- - vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt")
)

func english(n int) string {
	switch {
	case n < 20:
		return englishUnits[n]
	case n < 100 && n%10 == 0:
		return englishTens[n/10]
	case n < 100:
		return englishTens[n/10] + "-" + englishUnits[n%10]
	case n%100 == 0:
		return englishUnits[n/100] + " hundred"
	}
	return englishUnits[n/100] + " hundred and " + english(n%100)
}

func french(n int) string {
	switch {
	case n < 20:
		return frenchUnits[n]
	case n == 80:
		return "quatre-vingts"
	case n < 100:
		ten, rest := n/10, n%10
		if ten == 7 || ten == 9 {
			rest += 10
		}
		switch {
		case rest == 0:
			return frenchTens[ten]
		case (rest == 1 || rest == 11) && ten < 8:
			return frenchTens[ten] + " et " + frenchUnits[rest]
		}
		return frenchTens[ten] + "-" + frenchUnits[rest]
	case n == 100:
		return "cent"
	case n < 200:
		return "cent " + french(n-100)
	case n%100 == 0:
		return frenchUnits[n/100] + " cents"
	}
	return frenchUnits[n/100] + " cent " + french(n%100)
}

func TestNumeralsOfBothLanguages(t *testing.T) {
	var d text.Doc
	for n := range 1000 {
		for _, s := range []string{english(n), french(n), strings.ReplaceAll(english(n), "-", " "), strings.ReplaceAll(french(n), "-", " "), strconv.Itoa(n)} {
			d.Read([]byte(s + " fois"))
			v, k := d.Numeral(0)
			assert.Equal(t, n, v, s)
			assert.Equal(t, len(d.Tokens)-1, int(k), s)
		}
	}
}

func TestNumeralEnds(t *testing.T) {
	for in, want := range map[string][2]int{
		"septante-deux": {72, 2}, "nonante et un": {91, 3}, "huitante": {80, 1}, "twenty, three": {20, 1}, "twenty. Three": {20, 1}, "five five": {5, 1},
		"thirty ten": {30, 1}, "and": {0, 0}, "patient": {0, 0}, "1,200": {1200, 1}, "2.5": {0, 0}, "twenty and": {20, 1}, "12345678901234567890": {0, 0},
	} {
		var d text.Doc
		d.Read([]byte(in))
		v, k := d.Numeral(0)
		assert.Equal(t, want, [2]int{v, int(k)}, in)
	}
}

func TestOrdinals(t *testing.T) {
	for in, want := range map[string][2]int{
		"3rd floor": {3, 1}, "third floor": {3, 1}, "twenty-first floor": {21, 2}, "twentieth": {20, 1}, "troisième étage": {3, 1}, "vingt et unième": {21, 3},
		"vingt-deuxième": {22, 2}, "première": {1, 1}, "2e": {2, 1}, "3 floors": {0, 0}, "twenty": {0, 0}, "thirty, second": {0, 0},
	} {
		var d text.Doc
		d.Read([]byte(in))
		v, k := d.Ordinal(0)
		assert.Equal(t, want, [2]int{v, int(k)}, in)
	}
}
