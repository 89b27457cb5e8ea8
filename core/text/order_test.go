package text_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/text"
)

func TestOrderIsThatOfAStableSort(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	for n := range 40 {
		list := make([][2]int, n)
		for i := range list {
			list[i] = [2]int{r.IntN(8), i}
		}
		want := slices.Clone(list)
		first := func(a, b [2]int) int { return a[0] - b[0] }
		slices.SortStableFunc(want, first)
		text.Order(list, first)
		require.Equal(t, want, list)
	}
}
