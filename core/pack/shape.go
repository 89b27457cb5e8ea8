package pack

import (
	"math"
	"strconv"
	"strings"
)

// Counted are the shapes that hold a number, which a rule may compare: "#age>89".
var Counted = []uint16{ShapeNumber, ShapeAge, ShapeTime, ShapeMoney, ShapeOrdinal, ShapeDose}

// SplitShape splits the name of a class that narrows a shape into the shape and
// what narrows it: "#age>89" into ShapeAge and ">89", "#id:us.ssn" into ShapeID
// and ":us.ssn".
func SplitShape(class string) (shape uint16, rest string, ok bool) {
	at := strings.IndexAny(class, "<>=:")
	if at < 0 {
		return 0, "", false
	}
	for i, name := range Shapes {
		if name == class[:at] {
			return uint16(i), class[at:], true
		}
	}
	return 0, "", false
}

// Range returns the numbers, both ends included, that a condition such as ">89"
// allows.
func Range(condition string) (low, high int, ok bool) {
	sign := strings.TrimRight(condition, "0123456789")
	n, err := strconv.Atoi(condition[len(sign):])
	if err != nil {
		return 0, 0, false
	}
	switch sign {
	case "<":
		return 0, n - 1, true
	case "<=":
		return 0, n, true
	case "=":
		return n, n, true
	case ">=":
		return n, math.MaxInt, true
	case ">":
		return n + 1, math.MaxInt, true
	}
	return 0, 0, false
}
