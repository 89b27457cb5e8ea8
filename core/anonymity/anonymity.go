// Package anonymity estimates how many people fit a description (k): among the
// public of a place, and among those whom the author's unit saw in the time told.
// It judges nothing and holds no text. README.md has the formula, the tables with
// their sources, the limits and worked examples.
package anonymity

import "math"

// Estimate is how many people fit, with an honest interval.
type Estimate struct {
	K, Low, High int // the people who fit; each 1 or more, two significant digits
	Among        int // people considered

	Known  bool    // they are those whom a unit saw, not the public of a place
	Unit   *Unit   // the unit they were seen in; of Known estimates
	Days   float64 // how far back they were seen; of Known estimates
	Timed  bool    // the draft tells when; otherwise Days is a supposed number
	Guess  bool    // the unit or the place is not told, but supposed
	First  int32   // tokens [First, Last) of the place named, none where they are equal
	Last   int32
	Placed Place // the sort of place, where none is named
}

// Share is the part of a population that one detail leaves, above 0, and the
// factor by which that may be off either way (2 means half to double).
type Share struct {
	Part, Off float64
}

// tally multiplies shares: k = N × Π part. Its spread is the root of the sum of
// the squares of the logarithms of the factors by which they may be off. Of k only
// products are taken, which are the same on every host.
type tally struct{ k, variance float64 }

func (t *tally) times(s Share) {
	t.k *= s.Part
	l := math.Log(s.Off)
	t.variance += l * l
}

// most bounds the people counted, so that int holds them on every host.
const most = 1 << 30

// people returns the estimate, its ends, and those considered. The person spoken
// of always fits, so none is below 1.
func (t *tally) people(among float64) Estimate {
	spread := math.Exp(math.Sqrt(t.variance))
	return Estimate{K: rounded(t.k), Low: rounded(t.k / spread), High: rounded(t.k * spread), Among: rounded(among)}
}

// rounded is a number of people with two significant digits, from 1 to most.
func rounded(x float64) int {
	x = min(max(x, 1), most)
	p := 1.
	for x/p >= 100 {
		p *= 10
	}
	return int(math.Round(x/p) * p)
}
