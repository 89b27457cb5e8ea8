package source

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"regexp/syntax"
	"slices"
	"unicode"

	"github.com/bedside-md/bedside/core/identifier"
)

type formatYAML struct {
	ID                  str      `yaml:"id"`
	Country             string   `yaml:"country"`
	Region              string   `yaml:"region"`
	Name                string   `yaml:"name"`
	French              string   `yaml:"french"`
	Category            string   `yaml:"category"`
	Pattern             str      `yaml:"pattern"`
	CaseInsensitive     bool     `yaml:"case_insensitive"`
	Checksum            string   `yaml:"checksum"`
	Context             []string `yaml:"context"`
	RequiresContext     bool     `yaml:"requires_context"`
	BareRequiresContext bool     `yaml:"bare_requires_context"`
	HIPAA               string   `yaml:"hipaa"`
}

// CompileIdentifiers compiles identifier formats (YAML) to the blob that package
// identifier loads: each RE2 pattern becomes a table that is walked once.
func CompileIdentifiers(data []byte, file string) ([]byte, error) {
	var f struct {
		Formats []formatYAML `yaml:"formats"`
	}
	if p := decode(file, data, &f); p != nil {
		return nil, &Error{[]Problem{*p}}
	}
	var problems []Problem
	w := &blobWriter{}
	w.u32(identifier.Version)
	w.u32(uint32(len(f.Formats)))
	for _, x := range f.Formats {
		fail := func(format string, args ...any) {
			problems = append(problems, Problem{file, x.Pattern.Line, x.Pattern.Col, x.ID.Text, fmt.Sprintf(format, args...)})
		}
		if !categories[x.Category] {
			fail("unknown category %q", x.Category)
		}
		if x.Checksum != "" && !identifier.KnownChecksum(x.Checksum) {
			fail("unknown checksum %q", x.Checksum)
		}
		d, err := buildDFA(x.Pattern.Text, x.CaseInsensitive)
		if err != nil {
			fail("%v", err)
			continue
		}
		for _, s := range []string{x.ID.Text, x.Country, x.Region, x.Name, x.French, x.Category, x.Checksum, x.HIPAA} {
			w.str(s)
		}
		flags := uint32(0)
		if x.RequiresContext {
			flags |= 1
		}
		if x.BareRequiresContext {
			flags |= 2
		}
		w.u32(flags)
		w.u32(uint32(len(x.Context)))
		for _, s := range x.Context {
			w.str(string(bytes.ToLower([]byte(s))))
		}
		d.write(w)
	}
	if len(problems) > 0 {
		return nil, &Error{problems}
	}
	return w.Bytes(), nil
}

type blobWriter struct{ bytes.Buffer }

func (w *blobWriter) u32(x uint32) { w.Write(binary.LittleEndian.AppendUint32(nil, x)) }

func (w *blobWriter) str(s string) {
	w.u32(uint32(len(s)))
	w.WriteString(s)
}

// dfa is a deterministic automaton over classes of runes, anchored at its start.
// State 0 is dead, state 1 the start.
type dfa struct {
	bounds []rune // sorted; class i holds runes in [bounds[i], bounds[i+1])
	accept []bool
	next   [][]uint16 // state, class -> state
}

const maxStates = 6000

// buildDFA turns an RE2 pattern into a dfa. Word boundaries are taken as always
// true: the matcher asks for one at both ends of every match.
func buildDFA(pattern string, fold bool) (*dfa, error) {
	flags := syntax.Perl
	if fold {
		flags |= syntax.FoldCase
	}
	re, err := syntax.Parse(pattern, flags)
	if err != nil {
		return nil, fmt.Errorf("the pattern does not parse: %w", err)
	}
	prog, err := syntax.Compile(re.Simplify())
	if err != nil {
		return nil, fmt.Errorf("the pattern does not compile: %w", err)
	}
	d := &dfa{bounds: boundaries(prog)}
	d.accept, d.next = []bool{false}, [][]uint16{make([]uint16, len(d.bounds))}
	index := map[string]uint16{}
	var sets [][]uint32
	sets = append(sets, nil)
	state := func(set []uint32) (uint16, error) {
		if len(set) == 0 {
			return 0, nil
		}
		slices.Sort(set)
		set = slices.Compact(set)
		key := fmt.Sprint(set)
		if id, ok := index[key]; ok {
			return id, nil
		}
		if len(sets) >= maxStates {
			return 0, fmt.Errorf("the pattern needs more than %d states", maxStates)
		}
		id := uint16(len(sets))
		index[key] = id
		sets = append(sets, set)
		acc := false
		for _, pc := range set {
			acc = acc || prog.Inst[pc].Op == syntax.InstMatch
		}
		d.accept = append(d.accept, acc)
		d.next = append(d.next, make([]uint16, len(d.bounds)))
		return id, nil
	}
	if _, err := state(closure(prog, nil, uint32(prog.Start))); err != nil {
		return nil, err
	}
	for i := 1; i < len(sets); i++ {
		for c, r := range d.bounds {
			var to []uint32
			for _, pc := range sets[i] {
				in := &prog.Inst[pc]
				switch in.Op {
				case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
					if in.MatchRune(r) {
						to = closure(prog, to, in.Out)
					}
				}
			}
			if d.next[i][c], err = state(to); err != nil {
				return nil, err
			}
		}
	}
	if d.accept[1] {
		return nil, fmt.Errorf("the pattern matches nothing at all; require at least one character")
	}
	return d, nil
}

func closure(p *syntax.Prog, set []uint32, pc uint32) []uint32 {
	if slices.Contains(set, pc) {
		return set
	}
	switch in := &p.Inst[pc]; in.Op {
	case syntax.InstAlt, syntax.InstAltMatch:
		set = append(set, pc)
		return closure(p, closure(p, set, in.Out), in.Arg)
	case syntax.InstCapture, syntax.InstNop, syntax.InstEmptyWidth:
		set = append(set, pc)
		return closure(p, set, in.Out)
	case syntax.InstFail:
		return set
	}
	return append(set, pc)
}

// boundaries returns the runes at which some instruction's answer changes.
func boundaries(p *syntax.Prog) []rune {
	b := []rune{0}
	add := func(lo, hi rune) { b = append(b, lo, hi+1) }
	for _, in := range p.Inst {
		switch in.Op {
		case syntax.InstRune1, syntax.InstRune:
			if len(in.Rune) == 1 {
				r := in.Rune[0]
				add(r, r)
				for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
					add(f, f)
				}
			}
			for i := 0; i+1 < len(in.Rune); i += 2 {
				add(in.Rune[i], in.Rune[i+1])
			}
		case syntax.InstRuneAnyNotNL:
			add('\n', '\n')
		}
	}
	slices.Sort(b)
	b = slices.Compact(b)
	return slices.DeleteFunc(b, func(r rune) bool { return r > unicode.MaxRune })
}

func (d *dfa) write(w *blobWriter) {
	d.merge()
	w.u32(uint32(len(d.bounds)))
	for _, r := range d.bounds {
		w.u32(uint32(r))
	}
	w.u32(uint32(len(d.next)))
	for i := range d.next {
		acc := uint16(0)
		if d.accept[i] {
			acc = 1
		}
		w.Write(binary.LittleEndian.AppendUint16(nil, acc))
		for _, s := range d.next[i] {
			w.Write(binary.LittleEndian.AppendUint16(nil, s))
		}
	}
}

// merge unites states that behave alike (Moore's partition refinement), keeping
// the dead state 0 and the start state 1.
func (d *dfa) merge() {
	n := len(d.next)
	part := make([]int, n)
	for i := range n {
		if d.accept[i] {
			part[i] = 1
		}
	}
	for count := 0; ; {
		index := map[string]int{}
		fresh := make([]int, n)
		for i := range n {
			key := []byte(fmt.Sprint(part[i]))
			for _, s := range d.next[i] {
				key = append(key, ' ')
				key = fmt.Append(key, part[s])
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
	// Number the parts in order of first state, so that 0 and 1 stay.
	order := map[int]uint16{}
	var first []int
	for i := range n {
		if _, ok := order[part[i]]; !ok {
			order[part[i]] = uint16(len(first))
			first = append(first, i)
		}
	}
	accept, next := make([]bool, len(first)), make([][]uint16, len(first))
	for k, i := range first {
		accept[k] = d.accept[i]
		next[k] = make([]uint16, len(d.bounds))
		for c, s := range d.next[i] {
			next[k][c] = order[part[s]]
		}
	}
	d.accept, d.next = accept, next
}
