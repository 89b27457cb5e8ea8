package scan_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/scan"
)

func TestPlacesInNoListShowByTheirParts(t *testing.T) {
	s := scanner(t)
	for _, c := range []struct {
		draft, want string
		small       bool
	}{
		{"Quiet night in Tern's Landing.", "Tern's Landing", true},
		{"Ashby Creek, your nurse is leaving.", "Ashby Creek", true},
		{"A man from Upper Tarrow came in.", "Upper Tarrow", true},
		{"Two sisters from Ballycorrin.", "Ballycorrin", true},
		{"Elle vit à Sainte-Odile-du-Lac.", "Sainte-Odile-du-Lac", true},
		{"We took him to Marrow General.", "Marrow General", false},
		{"He rode in from Port Elizabeth.", "Port Elizabeth", false}, // listed, and large
		{"Our Lady of the Snows sang.", "", false},
		{"Creek water is not for wounds.", "", false},
		{"North of the river nobody sleeps.", "", false},
	} {
		var f scan.Facts
		s.Next()
		s.Read([]byte(c.draft), "", &f)
		got, small := "", false
		for _, x := range f.Facts {
			if s.Kinds[x.Kind] == "reid.place" && x.Rule.ID == "reid.place.both" {
				got = string(f.Doc.Clean[f.Doc.Tokens[x.First].Start:f.Doc.Tokens[x.Last-1].End])
				small = x.People == 12 // about 1,000 people
			}
		}
		assert.Equal(t, c.want, got, c.draft)
		assert.Equal(t, c.small, small, c.draft)
	}
}

func TestEndingsStandForWordsInNoList(t *testing.T) {
	s := scanner(t)
	for draft, want := range map[string]int{
		"It was a leiomyosarcoma.":   1,
		"C'était un léiomyosarcome.": 1,
		"It was a sarcoma of sorts.": 1, // listed itself
		"It was a panorama.":         0,
	} {
		assert.Len(t, spans(s, draft, "reid.condition"), want, draft)
	}
	assert.NotZero(t, pack.Ending([]byte("mycin")))
}

func TestNoughtsStandForOtherNumbers(t *testing.T) {
	s := scanner(t)
	for draft, want := range map[string]int{
		"He walked on POD9.":                              1,
		"He walked on POD 9.":                             1,
		"He walked on pod21.":                             1,
		"He walked on a pod.":                             0,
		"He walked on podx9.":                             0,
		"He walked on " + strings.Repeat("pod9", 9) + ".": 0,
	} {
		assert.Len(t, spans(s, draft, "reid.time"), want, draft)
	}
}
