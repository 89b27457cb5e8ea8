package identifier

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestUnder(t *testing.T) {
	table := make([]byte, 21*2)
	for i := range table {
		table[i] = byte(i)
	}
	for limit := uint64(1); limit < 300; limit++ {
		assert.Equal(t, limit > 41, under(table, limit, false), "bytes under %d", limit)
	}
	for _, c := range []struct {
		value, limit uint64
		want         bool
	}{
		{0, 1, true}, {1, 1, false}, {299, 300, true}, {300, 300, false}, {0x7FFF, 0x8000, true}, {0x8000, 0x8000, false},
		{0x8000, 0x8001, true}, {0xFFFF, 0xFFFF, false}, {0xFFFF, 0x10000, true}, {0xFFFF, 1, false},
	} {
		for at := range 21 {
			clear(table)
			table[2*at], table[2*at+1] = byte(c.value), byte(c.value>>8)
			assert.Equal(t, c.want, under(table, c.limit, true), "%d at %d under %d", c.value, at, c.limit)
		}
	}
}
