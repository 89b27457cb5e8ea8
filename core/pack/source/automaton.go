package source

import (
	"encoding/binary"
	"errors"
	"fmt"
	"regexp/syntax"
	"slices"
	"unicode/utf8"

	"github.com/bedside-md/bedside/core/identifier"
)

// maxStates bounds the automaton of one pattern.
const maxStates = 8000

// compileAutomaton turns an RE2 pattern into a minimal automaton over bytes that
// matches exactly what Go's regexp matches when anchored at both ends.
func compileAutomaton(pattern string, fold bool) (*identifier.Automaton, error) {
	flags := syntax.Perl
	if fold {
		flags |= syntax.FoldCase
	}
	re, err := syntax.Parse(pattern, flags)
	if err != nil {
		return nil, fmt.Errorf("the pattern is not valid RE2: %w", err)
	}
	prog, err := syntax.Compile(re.Simplify())
	if err != nil {
		return nil, fmt.Errorf("the pattern does not compile: %w", err)
	}
	n, err := byteProgram(prog)
	if err != nil {
		return nil, err
	}
	a, err := n.determinize()
	if err != nil {
		return nil, err
	}
	if len(a.Next) < 2 || a.Start == 0 && a.StartIn == 0 {
		return nil, errors.New("the pattern matches nothing")
	}
	if a.Accept[a.Start] != 0 || a.Accept[a.StartIn] != 0 {
		return nil, errors.New("the pattern matches the empty text; require at least two characters")
	}
	for _, s := range a.Next[a.Start] {
		if a.Accept[s] != 0 {
			return nil, errors.New("the pattern matches a single character; require at least two")
		}
	}
	a.Longest = longest(a)
	return a, nil
}

// node is a node of a nondeterministic automaton over bytes.
type node struct {
	kind   nodeKind
	lo, hi byte
	out    [2]int
	assert syntax.EmptyOp
}

type nodeKind uint8

const (
	nodeByte nodeKind = iota
	nodeSplit
	nodeAssert
	nodeMatch
	nodeFail
)

type byteNFA struct {
	nodes []node
	start int
	seen  []int // round in which closure last saw a node
	round int
	todo  []int
}

// byteProgram rewrites a program over characters as one over UTF-8 bytes.
func byteProgram(p *syntax.Prog) (*byteNFA, error) {
	n := &byteNFA{nodes: make([]node, len(p.Inst)), start: p.Start}
	for i, in := range p.Inst {
		out := int(in.Out)
		switch in.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			n.nodes[i] = node{kind: nodeSplit, out: [2]int{out, int(in.Arg)}}
		case syntax.InstCapture, syntax.InstNop:
			n.nodes[i] = node{kind: nodeSplit, out: [2]int{out, out}}
		case syntax.InstEmptyWidth:
			op := syntax.EmptyOp(in.Arg)
			if op&^(syntax.EmptyWordBoundary|syntax.EmptyNoWordBoundary) != 0 {
				return nil, errors.New("^ and $ have no meaning here; patterns are anchored by themselves, use \\b")
			}
			n.nodes[i] = node{kind: nodeAssert, out: [2]int{out, out}, assert: op}
		case syntax.InstMatch:
			n.nodes[i] = node{kind: nodeMatch}
		case syntax.InstFail:
			n.nodes[i] = node{kind: nodeFail}
		default:
			start := -1
			for _, r := range runeRanges(&in) {
				for _, seq := range utf8Sequences(r[0], r[1]) {
					at := n.chain(seq, out)
					if start >= 0 {
						at = n.add(node{kind: nodeSplit, out: [2]int{start, at}})
					}
					start = at
				}
			}
			if start < 0 {
				n.nodes[i] = node{kind: nodeFail}
			} else {
				n.nodes[i] = node{kind: nodeSplit, out: [2]int{start, start}}
			}
		}
	}
	return n, nil
}

func (n *byteNFA) add(x node) int {
	n.nodes = append(n.nodes, x)
	return len(n.nodes) - 1
}

// chain adds nodes that read seq and go on to out; it returns the first.
func (n *byteNFA) chain(seq [][2]byte, out int) int {
	for _, b := range slices.Backward(seq) {
		out = n.add(node{kind: nodeByte, lo: b[0], hi: b[1], out: [2]int{out}})
	}
	return out
}

// runeRanges returns the characters that in reads, as ranges.
func runeRanges(in *syntax.Inst) (out [][2]rune) {
	switch in.Op {
	case syntax.InstRuneAny:
		return [][2]rune{{0, utf8.MaxRune}}
	case syntax.InstRuneAnyNotNL:
		return [][2]rune{{0, '\n' - 1}, {'\n' + 1, utf8.MaxRune}}
	}
	if len(in.Rune) == 1 {
		for _, r := range orbit(in.Rune[0], syntax.Flags(in.Arg)&syntax.FoldCase != 0) {
			out = append(out, [2]rune{r, r})
		}
		return out
	}
	for i := 0; i+1 < len(in.Rune); i += 2 {
		out = append(out, [2]rune{in.Rune[i], in.Rune[i+1]})
	}
	return out
}

// utf8Sequences returns the byte ranges of the UTF-8 forms of the characters from
// lo to hi, surrogates left out (after Cox, "Regular Expression Matching in the
// Wild").
func utf8Sequences(lo, hi rune) (out [][][2]byte) {
	const firstSurrogate, lastSurrogate = 0xD800, 0xDFFF
	if lo > hi {
		return nil
	}
	if lo <= lastSurrogate && hi >= firstSurrogate {
		return append(utf8Sequences(lo, firstSurrogate-1), utf8Sequences(lastSurrogate+1, hi)...)
	}
	for _, last := range []rune{0x7F, 0x7FF, 0xFFFF} {
		if lo <= last && hi > last {
			return append(utf8Sequences(lo, last), utf8Sequences(last+1, hi)...)
		}
	}
	// Split until both ends differ in whole runs of continuation bytes.
	for shift := 6; shift < 24; shift += 6 {
		mask := rune(1)<<shift - 1
		if hi <= 0x7F || lo&^mask == hi&^mask {
			break
		}
		if lo&mask != 0 {
			return append(utf8Sequences(lo, lo|mask), utf8Sequences((lo|mask)+1, hi)...)
		}
		if hi&mask != mask {
			return append(utf8Sequences(lo, hi&^mask-1), utf8Sequences(hi&^mask, hi)...)
		}
	}
	a, b := utf8.AppendRune(nil, lo), utf8.AppendRune(nil, hi)
	seq := make([][2]byte, len(a))
	for i := range a {
		seq[i] = [2]byte{a[i], b[i]}
	}
	return append(out, seq)
}

// subset is a state under construction: the nodes reached, assertions not yet
// decided, and whether the byte before was a word byte where that matters.
type subset struct {
	nodes []int
	after bool
}

func (n *byteNFA) determinize() (*identifier.Automaton, error) {
	a := &identifier.Automaton{}
	members := n.classes(a)
	index := map[string]uint16{}
	sets := []subset{{}}
	intern := func(nodes []int, after bool) (uint16, error) {
		if len(nodes) == 0 {
			return 0, nil
		}
		slices.Sort(nodes)
		pending := slices.ContainsFunc(nodes, func(k int) bool { return n.nodes[k].kind == nodeAssert })
		s := subset{nodes, after && pending}
		key := s.key()
		if id, ok := index[key]; ok {
			return id, nil
		}
		if len(sets) == maxStates {
			return 0, fmt.Errorf("the pattern needs more than %d states; make it simpler", maxStates)
		}
		id := uint16(len(sets))
		index[key] = id
		sets = append(sets, s)
		return id, nil
	}
	var err error
	if a.Start, err = intern(n.closure([]int{n.start}, nil), false); err != nil {
		return nil, err
	}
	if a.StartIn, err = intern(n.closure([]int{n.start}, nil), true); err != nil {
		return nil, err
	}
	a.Next = append(a.Next, make([]uint16, len(members)))
	a.Accept = append(a.Accept, 0)
	for i := 1; i < len(sets); i++ {
		s := sets[i]
		row := make([]uint16, len(members))
		var decided [2][]int // assertions decided: before no word byte, before one
		accept := byte(0)
		for k, next := range []bool{false, true} {
			holds := syntax.EmptyNoWordBoundary
			if s.after != next {
				holds = syntax.EmptyWordBoundary
			}
			decided[k] = n.closure(s.nodes, &holds)
			if slices.ContainsFunc(decided[k], func(x int) bool { return n.nodes[x].kind == nodeMatch }) {
				accept |= 1 << k
			}
		}
		for c, b := range members {
			k := 0
			if isWordByte(b) {
				k = 1
			}
			var to []int
			for _, x := range decided[k] {
				if nd := &n.nodes[x]; nd.kind == nodeByte && nd.lo <= b && b <= nd.hi {
					to = append(to, nd.out[0])
				}
			}
			if len(to) == 0 {
				continue
			}
			if row[c], err = intern(n.closure(to, nil), isWordByte(b)); err != nil {
				return nil, err
			}
		}
		a.Next = append(a.Next, row)
		a.Accept = append(a.Accept, accept)
	}
	minimize(a)
	return a, nil
}

func (s *subset) key() string {
	key := make([]byte, 0, 4*len(s.nodes)+1)
	for _, k := range s.nodes {
		key = binary.LittleEndian.AppendUint32(key, uint32(k))
	}
	if s.after {
		key = append(key, 1)
	}
	return string(key)
}

// closure follows splits from the nodes, and assertions that hold; when holds is
// nil, assertions stay undecided.
func (n *byteNFA) closure(from []int, holds *syntax.EmptyOp) (out []int) {
	n.round++
	if n.seen == nil {
		n.seen = make([]int, len(n.nodes))
	}
	todo := append(n.todo[:0], from...)
	for len(todo) > 0 {
		k := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if n.seen[k] == n.round {
			continue
		}
		n.seen[k] = n.round
		switch x := &n.nodes[k]; x.kind {
		case nodeSplit:
			todo = append(todo, x.out[0], x.out[1])
		case nodeAssert:
			if holds == nil {
				out = append(out, k)
			} else if x.assert&^*holds == 0 {
				todo = append(todo, x.out[0])
			}
		case nodeFail:
		default:
			out = append(out, k)
		}
	}
	n.todo = todo
	return out
}

// classes sets a.Class to the bytes that no node tells apart and returns one
// byte of each.
func (n *byteNFA) classes(a *identifier.Automaton) (members []byte) {
	var edge [257]bool
	for _, x := range n.nodes {
		if x.kind == nodeByte {
			edge[x.lo], edge[int(x.hi)+1] = true, true
		}
	}
	for _, c := range []byte{'0', '9' + 1, 'A', 'Z' + 1, '_', '_' + 1, 'a', 'z' + 1} {
		edge[c] = true
	}
	for c := range 256 {
		if c == 0 || edge[c] {
			members = append(members, byte(c))
		}
		a.Class[c] = byte(len(members) - 1)
	}
	return members
}

func isWordByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '_'
}
