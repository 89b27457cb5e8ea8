package judge

import (
	"math/rand"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestLanesCompareEachNumberByItself(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	edges := []uint16{0, 1, middle - 1, middle, middle + 1, laneMost - 1, laneMost}
	some := func() uint16 {
		if r.Intn(2) == 0 {
			return edges[r.Intn(len(edges))]
		}
		return uint16(r.Intn(1 << 16))
	}
	for range 20_000 {
		var x, y uint64
		for i := range 4 {
			x |= uint64(some()) << (16 * i)
			y |= uint64(some()) << (16 * i)
		}
		for i := range 4 {
			assert.Equal(t, max(lane(x, i), lane(y, i)), lane(maxLanes(x, y), i), "max of %x and %x", x, y)
			assert.Equal(t, min(lane(x, i), lane(y, i)), lane(minLanes(x, y), i), "min of %x and %x", x, y)
		}
	}
}
