package pattern

import "math/bits"

// near is what is known about one order-free set in a run. Where a member ends
// does not depend on where the set begins, so it is worked out once per token.
type near struct {
	pc      uint32                    // of the set's OpNear
	items   [maxMembers]uint32        // the members' OpItem
	n       int                       // members
	capture int                       // the member that is the capture, -1 for none
	known   [maxMembers]uint64        // bit i: ends[member][i] has been worked out
	ends    [maxMembers][64]uint64    // token start+i -> where the member can end from there
	best    [1 << maxMembers]uint8    // members matched -> the earliest token after them
	from    [1 << maxMembers]nearStep // the last of them, and where it begins
}

type nearStep struct{ member, at uint8 }

// never stands for a token that is not reached.
const never = 255

// near goes on after the order-free set at pc, if its first member starts at
// token at: once for each place where it can end, the nearest first. Members
// follow each other in any order, none overlapping, with anything between.
//
// Of all ways to match some of the members only the one that ends first counts:
// what may follow another may follow it too. So the work is one number for each
// subset of the members, not one for each order.
func (m *Matcher) near(pc uint32, set Near, at int32) bool {
	s := m.set(pc)
	from := int(at - m.start)
	limit := min(from+int(set.Window), int(m.hi-m.start))
	within := ^uint64(0) >> (63 - uint(limit))
	all := 1<<s.n - 1
	for i := range s.best[:all+1] {
		s.best[i] = never
	}
	begun := false
	for i := range s.n {
		if e := m.memberEnds(s, i, from) & within; e != 0 {
			s.best[1<<i], s.from[1<<i] = uint8(bits.TrailingZeros64(e)), nearStep{uint8(i), uint8(from)}
			begun = true
		}
	}
	if !begun {
		m.stopped(pc, at, 0)
		return false
	}
	if found := m.arrange(s, from, limit); s.best[all] == never {
		m.stopped(pc, at, found)
		return false
	}
	var ends uint64
	for i := range s.n {
		for q := int(s.best[all&^(1<<i)]); q < limit; q++ {
			ends |= m.memberEnds(s, i, q)
		}
	}
	open, shut := m.open, m.close
	for ends &= within; ends != 0; ends &= ends - 1 {
		e := bits.TrailingZeros64(ends)
		if s.capture >= 0 {
			m.open, m.close = m.captured(s, e)
		}
		if m.step(set.End, m.start+int32(e)) {
			return true
		}
		m.open, m.close = open, shut
	}
	return false
}

// arrange fills s.best for all subsets of members in tokens [from, limit), and
// returns the members that occur there at all, as bits.
func (m *Matcher) arrange(s *near, from, limit int) (found uint32) {
	within := ^uint64(0) >> (63 - uint(limit))
	all := 1<<s.n - 1
	// first[i][p] is the earliest end of member i when it begins at p or later.
	var first [maxMembers][65]struct{ end, at uint8 }
	for i := range s.n {
		first[i][limit].end = never
		for p := limit - 1; p >= from; p-- {
			first[i][p] = first[i][p+1]
			if e := m.memberEnds(s, i, p) & within; e != 0 {
				found |= 1 << i
				if end := uint8(bits.TrailingZeros64(e)); end <= first[i][p].end {
					first[i][p].end, first[i][p].at = end, uint8(p)
				}
			}
		}
	}
	if m.Trace != nil {
		m.Trace.Steps += s.n * (limit - from)
	}
	if found != uint32(all) {
		return found
	}
	for have := 1; have < all; have++ {
		if s.best[have] == never {
			continue
		}
		for i := range s.n {
			f := first[i][s.best[have]]
			if to := have | 1<<i; to != have && f.end < s.best[to] {
				s.best[to], s.from[to] = f.end, nearStep{uint8(i), f.at}
			}
		}
		if m.Trace != nil {
			m.Trace.Steps += s.n
		}
	}
	return found
}

// captured returns the tokens of the capturing member in the arrangement that
// ends at token start+end.
func (m *Matcher) captured(s *near, end int) (open, shut int32) {
	mask := 1<<s.n - 1
	for i := range s.n {
		for q := int(s.best[mask&^(1<<i)]); q < end; q++ {
			if m.memberEnds(s, i, q)>>uint(end)&1 == 0 {
				continue
			}
			if i == s.capture {
				return m.start + int32(q), m.start + int32(end)
			}
			for mask &^= 1 << i; mask != 0; {
				last := s.from[mask]
				if int(last.member) == s.capture {
					return m.start + int32(last.at), m.start + int32(s.best[mask])
				}
				mask &^= 1 << last.member
			}
		}
	}
	return -1, -1
}

// set returns the notes on the order-free set at pc, new in each run.
func (m *Matcher) set(pc uint32) *near {
	for i := range m.nears[:m.used] {
		if m.nears[i].pc == pc {
			return &m.nears[i]
		}
	}
	if m.used == len(m.nears) {
		m.nears = append(m.nears, near{})
	}
	s := &m.nears[m.used]
	m.used++
	s.pc, s.n, s.capture, s.known = pc, 0, -1, [maxMembers]uint64{}
	for i := pc + 1; m.prog[i].Op == OpItem; {
		item := UnpackItem(m.prog[i].X)
		s.items[s.n] = i
		if item.Capture {
			s.capture = s.n
		}
		s.n++
		if i = item.Next; i == UnpackNear(m.prog[pc].X).End {
			break
		}
	}
	return s
}

// memberEnds returns where member i can end when it begins at token start+p, as
// a set of bits.
func (m *Matcher) memberEnds(s *near, i, p int) uint64 {
	if s.known[i]>>uint(p)&1 == 1 {
		return s.ends[i][p]
	}
	first := s.items[i] + 1
	clear(m.seen[first:UnpackItem(m.prog[first-1].X).Next])
	hi := m.hi
	m.inside, m.ends, m.hi = true, 0, min(hi, m.start+int32(p)+maxGap)
	m.step(first, m.start+int32(p))
	m.inside, m.hi = false, hi
	s.known[i] |= 1 << uint(p)
	s.ends[i][p] = m.ends &^ (1 << uint(p))
	return s.ends[i][p]
}
