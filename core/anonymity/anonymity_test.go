package anonymity_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bedside-md/bedside/core/anonymity"
)

func TestFitMultipliesShares(t *testing.T) {
	e := anonymity.Fit(165_000, anonymity.Share{Part: 0.5, Off: 1}, anonymity.Share{Part: 0.01, Off: 2})
	assert.Equal(t, 825, e.K)
	assert.Equal(t, 412, e.Low)
	assert.Equal(t, 1650, e.High)
	assert.Equal(t, 165_000, e.Among)
}

func TestThePersonAlwaysFits(t *testing.T) {
	e := anonymity.Fit(100, anonymity.Share{Part: 1e-9, Off: 10})
	assert.Equal(t, 1, e.K)
	assert.Equal(t, 1, e.Low)
}
