package judge

// Four numbers of sixteen bits, none below zero, lie side by side in a uint64, in
// lanes: what is added, subtracted or multiplied by a small number is so in all
// four, as long as each result fits its lane.
const (
	lanes    = 0x0001_0001_0001_0001
	laneMost = 1<<16 - 1
	middle   = 1 << 15 // of a lane
	tops     = middle * lanes
)

// lane returns one of four numbers.
func lane(x uint64, i int) uint16 { return uint16(x >> (16 * i)) }

// atLeast returns a lane full of ones wherever x is not below y.
func atLeast(x, y uint64) uint64 {
	// Below the top bits, a difference keeps the bit set before it where it is not
	// negative; the top bits decide first.
	d := (x | tops) - (y &^ tops)
	m := (x&^y | ^(x^y)&d) & tops
	return m | (m - m>>15)
}

func maxLanes(x, y uint64) uint64 { return y ^ (x^y)&atLeast(x, y) }

func minLanes(x, y uint64) uint64 { return x ^ (x^y)&atLeast(x, y) }
