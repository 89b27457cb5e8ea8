package source

import (
	"encoding/binary"
	"unicode"

	"github.com/bedside-md/bedside/core/identifier"
)

// minimize unites states that behave alike (Moore's refinement of partitions),
// then classes of bytes that no state tells apart. The dead state stays 0.
func minimize(a *identifier.Automaton) {
	part := make([]int, len(a.Next))
	for i, acc := range a.Accept {
		part[i] = int(acc)
	}
	part[0] = -1
	for count := 0; ; {
		index := map[string]int{}
		fresh := make([]int, len(part))
		for i, row := range a.Next {
			key := binary.AppendVarint(nil, int64(part[i]))
			for _, s := range row {
				key = binary.AppendVarint(key, int64(part[s]))
			}
			k, ok := index[string(key)]
			if !ok {
				k = len(index)
				index[string(key)] = k
			}
			fresh[i] = k
		}
		part = fresh
		if len(index) == count {
			break
		}
		count = len(index)
	}
	// Parts are numbered in the order of their first states, so 0 stays 0.
	var next [][]uint16
	var accept []byte
	for i, p := range part {
		if p == len(next) {
			row := make([]uint16, len(a.Next[i]))
			for c, s := range a.Next[i] {
				row[c] = uint16(part[s])
			}
			next = append(next, row)
			accept = append(accept, a.Accept[i])
		}
	}
	a.Next, a.Accept = next, accept
	a.Start, a.StartIn = uint16(part[a.Start]), uint16(part[a.StartIn])
	mergeClasses(a)
}

func mergeClasses(a *identifier.Automaton) {
	index := map[string]byte{}
	width := len(a.Next[0])
	renamed := make([]byte, width)
	var keep []int
	for c := range width {
		var key []byte
		for _, row := range a.Next {
			key = binary.LittleEndian.AppendUint16(key, row[c])
		}
		k, ok := index[string(key)]
		if !ok {
			k = byte(len(keep))
			index[string(key)] = k
			keep = append(keep, c)
		}
		renamed[c] = k
	}
	for b := range a.Class {
		a.Class[b] = renamed[a.Class[b]]
	}
	for s, row := range a.Next {
		slim := make([]uint16, len(keep))
		for k, c := range keep {
			slim[k] = row[c]
		}
		a.Next[s] = slim
	}
}

// longestLoop is the longest match of a pattern that could go on for ever, bytes:
// an e-mail address is no longer (RFC 5321, 4.5.3.1).
const longestLoop = 254

// longest returns the length of the longest match of a, longestLoop when there
// is none.
func longest(a *identifier.Automaton) int {
	const open, done = 1, 2
	mark := make([]byte, len(a.Next))
	length := make([]int, len(a.Next))
	var loops bool
	var visit func(s uint16)
	visit = func(s uint16) {
		mark[s] = open
		for _, to := range a.Next[s] {
			switch {
			case to == 0:
				continue
			case mark[to] == open:
				loops = true
				continue
			case mark[to] == 0:
				visit(to)
			}
			length[s] = max(length[s], length[to]+1)
		}
		mark[s] = done
	}
	for _, s := range []uint16{a.Start, a.StartIn} {
		if s != 0 && mark[s] == 0 {
			visit(s)
		}
	}
	if loops {
		return longestLoop
	}
	return max(length[a.Start], length[a.StartIn])
}

// orbit returns r and, when case is folded, all that fold to it.
func orbit(r rune, fold bool) []rune {
	out := []rune{r}
	if fold {
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			out = append(out, f)
		}
	}
	return out
}
