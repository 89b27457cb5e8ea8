package advise

import (
	"math"

	"github.com/bedside-md/bedside/core/anonymity"
	"github.com/bedside-md/bedside/core/judge"
	"github.com/bedside-md/bedside/core/text"
)

// shares is the part of a population that a detail of each label leaves, and how
// far off that may be. An exact age is one year of about eighty; an occupation
// named in a post is held by about 1 adult in 300 (a town's teachers) to far
// fewer; conditions counted as striking affect about 1 in 1,000; an event
// befalls about 1 in 5,000 in a year. They are orders of magnitude: the interval
// says so.
var shares = map[string]anonymity.Share{
	"reid.age": {Part: 1.0 / 80, Off: 1.5}, "reid.sex": {Part: 0.5, Off: 1.05}, "reid.occupation": {Part: 1.0 / 300, Off: 5},
	"reid.condition": {Part: 1e-3, Off: 5}, "reid.event": {Part: 2e-4, Off: 5}, "reid.relation": {Part: 0.05, Off: 5},
	"reid.trait": {Part: 0.02, Off: 5},
}

// anonymity weighs the first story whose place is known: how many of its
// people fit. Nil when no place of known size is named.
func (c *Composer) anonymity(findings []judge.Finding) *Anonymity {
	for i := range findings {
		f := &findings[i]
		if f.Category != "reidentification" {
			continue
		}
		var place *judge.Factor
		seen := map[string]bool{}
		var parts []anonymity.Share
		for k := range f.Factors {
			x := &f.Factors[k]
			if x.People > 0 && (place == nil || x.People < place.People) {
				place = x
			}
			if s, ok := shares[x.Label]; ok && !seen[x.Label] {
				seen[x.Label] = true
				parts = append(parts, s)
			}
		}
		if place == nil {
			continue
		}
		e := anonymity.Fit(round2(math.Pow(10, float64(place.People)/4)), parts...)
		return &Anonymity{
			K: e.K, Low: e.Low, High: e.High, Among: e.Among, Where: c.placeName(place),
			Assumes: []string{pick(c.French, "détails indépendants ; parts approximatives de la population", "details are independent; shares of the population are approximate")},
		}
	}
	return nil
}

// placeName is the place as written, without the words around it.
func (c *Composer) placeName(x *judge.Factor) string {
	tok := c.Doc.Tokens
	first, last := x.First, x.Last
	for first < last-1 && !tok[first].Is(text.Capital) {
		first++
	}
	return string(c.Doc.Clean[tok[first].Start:tok[last-1].End])
}

// round2 rounds to two significant digits.
func round2(x float64) int {
	p := math.Pow(10, math.Floor(math.Log10(x))-1)
	return int(math.Round(x/p) * p)
}
