package pack

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestPlanesGiveBackTheNumbers(t *testing.T) {
	for name, list := range map[string][]uint32{
		"none": {}, "one": {7}, "of every size": {0, 255, 256, 65_535, 65_536, 1<<24 - 1, 1 << 24, 1<<32 - 1},
	} {
		assert.Equal(t, list, fromPlanes(planes(list)), name)
	}
	assert.Nil(t, fromPlanes([]byte{1, 2, 3}), "no whole planes")
	assert.Equal(t, []uint32{0, 2, 2, 7}, fromLengths(planes([]uint32{2, 0, 5})))
}
