package identifier

import (
	"encoding/binary"
	"slices"
)

// needs returns the traits without which a cannot match.
func (a *Automaton) needs() (bits uint32) {
	for bit := range traits {
		if !a.matchesWithout(1 << bit) {
			bits |= 1 << bit
		}
	}
	return bits
}

func (a *Automaton) matchesWithout(without uint32) bool {
	var open [256]bool // classes that hold a byte other than the ones left out
	for c := range 256 {
		if traitOf[c]&without == 0 {
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

// starts collects sets of machines, each once; the first is the empty set.
type starts struct {
	machines []*built
	words    int // 64-bit words of a set
	index    map[string]uint16
	sets     []byte
}

// startSections writes which machines a place in a text may start: by its first
// two bytes, by the run of digits or letters there and the byte after it, and by
// the byte after a word and a space.
func (b *Builder) startSections() (pairs, leads, follows, sets []byte) {
	s := &starts{machines: b.machines, words: (len(b.machines) + 63) / 64, index: map[string]uint16{}}
	s.add(func(*built) bool { return false })
	pairs = s.pairs()
	digits, letters := make([]runs, len(b.machines)), make([]runs, len(b.machines))
	for i, m := range b.machines {
		digits[i], letters[i] = m.after(isDigit), m.after(isLetter)
	}
	for _, of := range [][]runs{digits, letters} {
		for n := 1; n < maxLead; n++ {
			for c := range 256 {
				k := 0
				id := s.add(func(m *built) bool {
					k++
					return m.lives(of[k-1][n], byte(c))
				})
				leads = binary.LittleEndian.AppendUint16(leads, id)
			}
		}
	}
	var after []map[uint16]bool
	for i, m := range b.machines {
		after = append(after, m.afterWord(letters[i]))
	}
	for c := range 256 {
		k := 0
		id := s.add(func(m *built) bool {
			k++
			return after[k-1] == nil || m.lives(after[k-1], byte(c))
		})
		follows = binary.LittleEndian.AppendUint16(follows, id)
	}
	return pairs, leads, follows, s.sets
}

// add returns the number of the set of machines for which in holds.
func (s *starts) add(in func(*built) bool) uint16 {
	set := make([]byte, 8*s.words)
	for i, m := range s.machines {
		if in(m) && (m.decoy || len(m.formats) > 0) {
			set[i/8] |= 1 << (i % 8)
		}
	}
	id, ok := s.index[string(set)]
	if !ok {
		id = uint16(len(s.index))
		s.index[string(set)] = id
		s.sets = append(s.sets, set...)
	}
	return id
}

func (s *starts) pairs() (out []byte) {
	// Two bytes are of one class when every machine treats them alike as the
	// first and as the second byte.
	var class [256]byte
	seen := map[string]byte{}
	var members []byte // one byte of each class
	for c := range 256 {
		var key []byte
		for _, m := range s.machines {
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
	out = append(out, class[:]...)
	for _, c := range members {
		for _, d := range members {
			out = binary.LittleEndian.AppendUint16(out, s.add(func(m *built) bool { return m.alive(c, d) }))
		}
	}
	return out
}

// early appends what c does to a as the first byte, and whether it may be the
// second after each first.
func (a *Automaton) early(key []byte, c byte) []byte {
	k := a.Class[c]
	for _, s := range []uint16{a.Next[a.Start][k], a.Next[a.StartIn][k]} {
		key = append(key, byte(s), byte(s>>8))
	}
	firsts := slices.Concat(a.Next[a.Start], a.Next[a.StartIn])
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

// runs are the states that as many bytes of one sort may lead to.
type runs [maxLead]map[uint16]bool

// after returns the states that digits, or letters, may lead to.
func (a *Automaton) after(sort func(byte) bool) (out runs) {
	var classes []byte
	for c, k := range a.Class {
		if sort(byte(c)) && !slices.Contains(classes, k) {
			classes = append(classes, k)
		}
	}
	out[0] = map[uint16]bool{a.Start: true, a.StartIn: true}
	for n := 1; n < maxLead; n++ {
		out[n] = map[uint16]bool{}
		for s := range out[n-1] {
			for _, k := range classes {
				if to := a.Next[s][k]; to != 0 {
					out[n][to] = true
				}
			}
		}
	}
	return out
}

// afterWord returns the states that a word of fewer than maxLead letters and a space
// may lead to; nil when such a word may be a match by itself.
func (a *Automaton) afterWord(letters runs) map[uint16]bool {
	out := map[uint16]bool{}
	for n := 1; n < maxLead; n++ {
		for s := range letters[n] {
			if a.Accept[s] != 0 {
				return nil
			}
			if to := a.Next[s][a.Class[' ']]; to != 0 {
				out[to] = true
			}
		}
	}
	return out
}

// lives reports whether a match may end at one of the states or go on with c.
func (a *Automaton) lives(at map[uint16]bool, c byte) bool {
	for s := range at {
		if a.Accept[s] != 0 || a.Next[s][a.Class[c]] != 0 {
			return true
		}
	}
	return false
}
