// Package anonymity estimates how many people fit a description, from the
// population of a place and the share of it each detail leaves. It judges
// nothing and holds no text.
package anonymity

import "math"

// Estimate is a number of people with an honest interval.
type Estimate struct {
	K, Low, High int
	Among        int // population considered
}

// Share is the part of a population that one detail leaves, in (0, 1], and the
// factor by which that may be off either way (2 means half to double).
type Share struct {
	Part, Off float64
}

// Fit multiplies the shares of independent details into an estimate of how many
// of a population fit them all: k = N × Π part. The interval spreads by the
// root-sum-square of the logs of the factors' uncertainties. The person spoken
// of always fits, so k is at least 1.
func Fit(population int, shares ...Share) Estimate {
	logK := math.Log(float64(max(population, 1)))
	var spread float64
	for _, s := range shares {
		logK += math.Log(s.Part)
		l := math.Log(max(s.Off, 1))
		spread += l * l
	}
	spread = math.Sqrt(spread)
	people := func(l float64) int { return max(1, int(math.Round(math.Exp(l)))) }
	return Estimate{people(logK), people(logK - spread), people(logK + spread), population}
}
