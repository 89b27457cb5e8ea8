package pattern

// Trace notes what a Matcher's runs do: to count their cost, and to explain why
// a pattern did not match. The caller clears it between runs.
type Trace struct {
	Steps int    // instructions tried, and numbers worked out for order-free sets
	Stops []Stop // where instructions were refused, in the order tried
}

// Stop is an instruction that could not go on.
type Stop struct {
	PC    uint32
	At    int32  // token, or the end of what a match may reach
	Found uint32 // of an order-free set: the members that occur in its window, as bits
}

// Sound reports whether a program can be run: it ends, stays inside itself and
// its order-free sets are whole. Programs made by Compile are sound.
func Sound(prog []Inst) bool {
	n := uint32(len(prog))
	if n == 0 || n > maxProgram || prog[n-1].Op != OpMatch {
		return false
	}
	for pc := range n {
		in := prog[pc]
		switch in.Op {
		case OpSplit, OpJump:
			if in.X <= pc || in.X >= n {
				return false
			}
		case OpAhead, OpBehind:
			if next := prog[pc+1].Op; in.X > maxGap || next != OpNotWord && next != OpNotClass {
				return false
			}
		case OpNear:
			if !soundSet(prog, pc) {
				return false
			}
		case OpMatch:
			if pc != n-1 {
				return false
			}
		}
		if in.Op >= ops {
			return false
		}
	}
	return true
}

// soundSet checks the order-free set whose OpNear is at pc.
func soundSet(prog []Inst, pc uint32) bool {
	set := UnpackNear(prog[pc].X)
	if set.End >= uint32(len(prog)) || set.Window == 0 || set.Window > maxGap {
		return false
	}
	members := 0
	for i := pc + 1; i != set.End; members++ {
		if i > set.End || prog[i].Op != OpItem {
			return false
		}
		next := UnpackItem(prog[i].X).Next
		if next <= i+1 || next > set.End || prog[next-1].Op != OpItemEnd {
			return false
		}
		i = next
	}
	return members >= 2 && members <= maxMembers
}
