package identifier

import "slices"

// needs returns the traits without which a cannot match.
func (a *Automaton) needs() (bits uint32) {
	for bit := range Traits {
		if !a.matchesWithout(1 << bit) {
			bits |= 1 << bit
		}
	}
	return bits
}

func (a *Automaton) matchesWithout(without uint32) bool {
	var open [256]bool // classes that hold a byte other than the ones left out
	for c := range 256 {
		if trait[c]&without == 0 {
			open[a.Class[c]] = true
		}
	}
	seen := make([]bool, len(a.Next))
	todo := []uint16{a.Start, a.StartIn}
	for len(todo) > 0 {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if seen[s] {
			continue
		}
		seen[s] = true
		if a.Accept[s] != 0 {
			return true
		}
		for c, to := range a.Next[s] {
			if open[c] {
				todo = append(todo, to)
			}
		}
	}
	return false
}

// pairs writes which machines two bytes may start: classes of bytes, and for
// each pair of classes a list of machines.
func (b *Builder) pairs() (index, lists []byte) {
	// Two bytes are of one class when every machine treats them alike as the
	// first and as the second byte.
	var class [256]byte
	seen := map[string]byte{}
	var members []byte // one byte of each class
	for c := range 256 {
		var key []byte
		for _, m := range b.machines {
			key = m.early(key, byte(c))
		}
		k, ok := seen[string(key)]
		if !ok {
			k = byte(len(members))
			seen[string(key)] = k
			members = append(members, byte(c))
		}
		class[c] = k
	}
	index = append(index, class[:]...)
	known := map[string][2]uint16{}
	n := uint16(0)
	for _, c := range members {
		for _, d := range members {
			var list []uint16
			for i, m := range b.machines {
				if m.alive(c, d) {
					list = append(list, uint16(i))
				}
			}
			key := string(u16s(nil, list))
			at, ok := known[key]
			if !ok {
				at = [2]uint16{n, uint16(len(list))}
				known[key] = at
				lists = u16s(lists, list)
				n += uint16(len(list))
			}
			index = u16s(index, at[:])
		}
	}
	return index, lists
}

// early appends what c does to a as the first byte, and whether it may be the
// second after each first.
func (a *Automaton) early(key []byte, c byte) []byte {
	k := a.Class[c]
	for _, s := range []uint16{a.Next[a.Start][k], a.Next[a.StartIn][k]} {
		key = append(key, byte(s), byte(s>>8))
	}
	var firsts []uint16
	for _, start := range []uint16{a.Start, a.StartIn} {
		firsts = append(firsts, a.Next[start]...)
	}
	slices.Sort(firsts)
	for _, s := range slices.Compact(firsts) {
		live := byte('0')
		if s != 0 && a.Next[s][k] != 0 {
			live = '1'
		}
		key = append(key, live)
	}
	return append(key, ';')
}

// alive reports whether a match may start with c and d.
func (a *Automaton) alive(c, d byte) bool {
	for _, start := range []uint16{a.Start, a.StartIn} {
		if a.Next[a.Next[start][a.Class[c]]][a.Class[d]] != 0 {
			return true
		}
	}
	return false
}
