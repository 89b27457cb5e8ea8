package text

// Order sorts a short list, or one that is nearly in order, as what is found from the
// start of a draft to its end is; equals stay as they stand. It is an insertion sort:
// slices.SortStableFunc adds 3 kB to the module for each type of list.
func Order[T any](list []T, compare func(a, b T) int) {
	for i := range list {
		for k := i; k > 0 && compare(list[k], list[k-1]) < 0; k-- {
			list[k], list[k-1] = list[k-1], list[k]
		}
	}
}
