package scan_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/pack/source"
	"github.com/bedside-md/bedside/core/scan"
	"github.com/bedside-md/bedside/core/text"
)

// ages is a scanner of a pack that holds nothing but the shape of an age.
func ages(t *testing.T) *scan.Scanner {
	t.Helper()
	b, _, err := source.Compile(fstest.MapFS{"age.yaml": &fstest.MapFile{Data: []byte(`
kinds:
  - {kind: age, scope: sentence, doc: "an age"}
rules:
  - fact: age
    lang: both
    match: ["<#age>"]
`)}})
	require.NoError(t, err)
	p, err := pack.Load(b)
	require.NoError(t, err)
	s := scan.New()
	require.NoError(t, s.Add(p))
	return s
}

func TestAges(t *testing.T) {
	s := ages(t)
	for _, c := range []struct {
		draft     string
		want      string // "" for none
		low, high int    // years it says
	}{
		{"62M with chest pain", "62M", 62, 62},
		{"62 M with chest pain", "62 M", 62, 62},
		{"a 34yo in clinic", "34yo", 34, 34},
		{"62yoM with chest pain", "62yoM", 62, 62},
		{"34F, chest pain", "34F", 34, 34},
		{"M62? with chest pain", "M62", 62, 62},
		{"jam on the M62 today", "", 0, 0},
		{"a 34-year-old coach", "34-year-old", 34, 34},
		{"a thirty-four-year-old coach", "thirty-four-year-old", 34, 34},
		{"seventy-three years old", "seventy-three years old", 73, 73},
		{"a hundred and two years old", "hundred and two years old", 102, 102},
		{"une patiente de 34 ans", "34 ans", 34, 34},
		{"une femme de trente ans", "trente ans", 30, 30},
		{"elle avait quatre-vingt-douze ans", "quatre-vingt-douze ans", 92, 92},
		{"un homme de soixante et onze ans est venu", "soixante et onze ans", 71, 71},
		{"un bébé de huit mois est venu", "huit mois", 0, 0},
		{"il y a 20 ans, je suis venu", "", 0, 0},
		{"depuis 20 ans je suis là", "", 0, 0},
		{"elle est dans la soixantaine", "soixantaine", 60, 69},
		{"un octogénaire", "octogénaire", 80, 89},
		{"she is in her late thirties", "late thirties", 37, 39},
		{"a man in his 60s", "60s", 60, 69},
		{"a man in his mid 60's", "mid 60's", 64, 66},
		{"songs of the 60s and the late sixties", "", 0, 0},
		{"a woman of thirty", "thirty", 30, 30},
		{"a 2½ year old boy", "2 1/2 year old", 2, 2},
		{"a 6/12 old baby", "6/12 old", 0, 0},
		{"a 18 month old", "18 month old", 1, 1},
		{"a nonagenarian", "nonagenarian", 90, 99},
		{"She is eighty-eight.", "eighty-eight", 88, 88},
		{"She was 88 and sharp", "88", 88, 88},
		{"She was 6 cm dilated", "", 0, 0},
		{"saw a lady, 44, hairdresser", "44", 44, 44},
		{"wards 31, 44, and 52", "", 0, 0},
		{"22, barista, first seizure", "22", 22, 22},
		{"he turned 40 today", "40", 40, 40},
		{"he turned 40 patients away", "", 0, 0},
		{"BP 120/80, 5 mg, 3/52", "", 0, 0},
		{"it took 12 months", "", 0, 0},
		{"we waited 9 h", "", 0, 0},
		{"10 ans de métier", "", 0, 0},
		{"une femme de 34 ans de Sudbury", "34 ans", 34, 34},
		{"une femme de 34 ans, de Sudbury", "34 ans", 34, 34},
		{"fort de 20 ans de SAMU", "", 0, 0},
		{"everyone over the age of 50", "", 0, 0},
		{"adults aged 50 and over", "", 0, 0},
		{"les 65 ans et plus", "", 0, 0},
		{"our 28+3 weeker fed today", "28+3 weeker", 0, 0},
		{"scanned at 28+3, all well", "", 0, 0},
	} {
		t.Run(c.draft, func(t *testing.T) {
			got := spans(s, c.draft, "age")
			if c.want == "" {
				assert.Empty(t, got)
				return
			}
			assert.Equal(t, []string{c.want}, got)
			var d text.Doc
			d.Read([]byte(c.draft))
			for i := range d.Tokens {
				for k := i + 1; k <= len(d.Tokens); k++ {
					if string(d.Clean[d.Tokens[i].Start:d.Tokens[k-1].End]) != got[0] {
						continue
					}
					low, high, ok := scan.Age(&d, int32(i), int32(k))
					assert.True(t, ok)
					assert.Equal(t, [2]int{c.low, c.high}, [2]int{low, high})
				}
			}
		})
	}
}
