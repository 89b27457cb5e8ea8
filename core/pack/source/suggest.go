package source

import (
	"slices"
	"strings"
)

// meant returns "; did you mean @occupation?" when a known name is close to the
// one written, and "" otherwise. sign stands before names.
func meant(sign, name string, known []string) string {
	best, least := "", len(name)/3+1
	for _, k := range known {
		if d := distance(name, k, least); d < least || d == least && best == "" {
			best, least = k, d
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean " + sign + best + "?"
}

// expected returns meant, or when nothing is close, all that could stand there.
func expected(sign, name string, known []string) string {
	if s := meant(sign, name, known); s != "" {
		return s
	}
	return "; expected " + listed(known, "or")
}

// listed joins names as a sentence does.
func listed(names []string, last string) string {
	names = slices.Clone(names)
	if n := len(names); n > 1 {
		names = append(names[:n-2], names[n-2]+" "+last+" "+names[n-1])
	}
	return strings.Join(names, ", ")
}

// distance returns the optimal string alignment distance of two names in bytes
// (insertions, deletions, substitutions and swaps of neighbours), or more than
// most when it is larger.
func distance(a, b string, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return most + 1
	}
	var before []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next := make([]int, len(b)+1)
		next[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			next[j] = min(row[j]+1, next[j-1]+1, row[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, row = row, next
	}
	return row[len(b)]
}
