package identifier

import (
	"encoding/binary"
	"unsafe"
)

// Version is the version of the layout of a blob.
const Version = 4

// A blob is a header and sections. The header holds the magic number, the
// version and the offset and length of each section; all numbers are
// little-endian. Builder writes it, Load reads it.
const (
	magic      = "BSIDENT\x00"
	headerSize = 8 + 4 + 4
)

// Sections, in file order.
const (
	secStrings  = iota
	secFormats  // formatFields numbers each
	secCites    // 4 numbers each: two strings
	secMachines // machineFields numbers each
	secClasses  // 256 bytes each
	secTables
	secAccept
	secPhrases // phraseFields numbers each
	secWords   // hashes
	secLookup  // 3 numbers each
	secLists   // two bytes each: formats of machines, phrases of formats
	secPair    // a class for each byte, then the set of each pair of classes, two bytes each
	secLead    // the set of each run of digits or letters and byte after it, two bytes each
	secFollow  // the set of each byte after a word and a space, two bytes each
	secSets    // sets of machines, a bit each
	sections
)

// Numbers in a record of each kind.
const (
	formatStrings = 11
	formatFields  = 2*formatStrings + 11
	machineFields = 14
	phraseFields  = 3
)

// Flags of a format.
const (
	flagNeedsContext     = 1 << iota // a context word must stand in the text
	flagBareNeedsContext             // … unless the match has a sign or letter in it
	flagLabelled                     // the pattern holds its own label
	flagGeneric                      // yields to any format that is as sure
	flagTelling                      // the shape alone is enough for High
	flagFaint                        // the shape alone is only Low
	flagNeedsLabel                   // a context word must stand right before it
	flagPublic                       // of a professional, in a public register
)

// format is a Format with what Find needs.
type format struct {
	Format
	context, against []uint16 // phrases
	machine          uint16
	before           uint16 // machine of what stands before it and is no part of it
	flags            uint32
	minDigits        int
	maxDigits        int
	lands            uint32 // bits of land
	order            uint32
	check            int // index in checks
}

// Set is a loaded set of formats. It is read-only and points into its blob.
type Set struct {
	formats   []format
	machines  []machine
	phrases   []phrase
	lookup    []entry
	pairClass []byte   // byte -> class
	pairs     []uint16 // pair of classes -> set of machines it may start
	pairWidth int      // classes
	leads     []uint16 // kind and length of a run, byte after it -> set of machines
	follows   []uint16 // byte after a word and a space -> set of machines
	sets      []uint64 // setWords words each
	setWords  int
	lacking   [len(traits)][maxSetWords]uint64 // machines that need a trait
	decoys    [maxSetWords]uint64
	needy     [maxSetWords]uint64 // machines that are nothing without context words
	asked     []uint64            // of each phrase, setWords words: the needy machines it goes with
	mute      []bool              // by format: not looked for; nil when all are
}

// maxLead is the length from which runs of digits or letters are not told apart.
const maxLead = 16

// maxSetWords bounds the machines of a set, 64 a word.
const maxSetWords = 16

// land bits tell whose format it is.
const (
	landCA = 1 << iota
	landUS
	landUK
	landAU
	landFR
	landOther
	landAll = 1<<iota - 1
)

// landsOf reads "CA", "US/CA", "CA-ON" or "*"; "" is no land.
func landsOf(s string) (bits uint32) {
	for len(s) > 0 {
		n := 0
		for n < len(s) && s[n] != '/' && s[n] != '-' {
			n++
		}
		switch s[:n] {
		case "*":
			return landAll
		case "CA":
			bits |= landCA
		case "US":
			bits |= landUS
		case "UK":
			bits |= landUK
		case "AU":
			bits |= landAU
		case "FR":
			bits |= landFR
		default:
			bits |= landOther
		}
		if n == len(s) || s[n] == '-' {
			break
		}
		s = s[n+1:]
	}
	return bits
}

// blob reads a blob; once bad it yields zeros.
type blob struct {
	sec [sections][]byte
	bad bool
}

// Load checks a compiled set of formats and points into it. The bytes must not
// change while the set is in use. It fails with ErrDamaged or ErrVersion.
func Load(data []byte) (*Set, error) {
	if len(data) < headerSize+8*sections || string(data[:8]) != magic {
		return nil, ErrDamaged
	}
	if binary.LittleEndian.Uint32(data[8:]) != Version {
		return nil, ErrVersion
	}
	if binary.LittleEndian.Uint32(data[12:]) != sections {
		return nil, ErrDamaged
	}
	r := &blob{}
	at := uint64(headerSize + 8*sections)
	for i := range r.sec {
		off := uint64(binary.LittleEndian.Uint32(data[headerSize+8*i:]))
		n := uint64(binary.LittleEndian.Uint32(data[headerSize+8*i+4:]))
		if off != at || off+n > uint64(len(data)) {
			return nil, ErrDamaged
		}
		r.sec[i] = data[off : off+n : off+n]
		at = off + n
	}
	if at != uint64(len(data)) {
		return nil, ErrDamaged
	}
	s := &Set{}
	r.phrases(s)
	lists := r.uint16s(r.sec[secLists])
	r.formats(s, lists)
	r.machines(s, lists)
	r.starts(s)
	if r.bad {
		return nil, ErrDamaged
	}
	for i := range s.formats {
		f := &s.formats[i]
		if int(f.machine) >= len(s.machines) || f.before != noMachine && int(f.before) >= len(s.machines) {
			return nil, ErrDamaged
		}
	}
	s.gatherNeedy()
	return s, nil
}

// gatherNeedy finds the machines that need digits and none of whose formats counts
// without a context word, and the phrases that they wait for.
func (s *Set) gatherNeedy() {
	s.asked = make([]uint64, len(s.phrases)*s.setWords)
	for i := range s.machines {
		m := &s.machines[i]
		needy := len(m.formats) > 0 && m.need&digitTrait != 0
		for _, k := range m.formats {
			f := &s.formats[k]
			needy = needy && f.flags&(flagNeedsContext|flagNeedsLabel) != 0 && f.flags&flagLabelled == 0
		}
		if !needy {
			continue
		}
		s.needy[i/64] |= 1 << (i % 64)
		for _, k := range m.formats {
			for _, p := range s.formats[k].context {
				s.asked[int(p)*s.setWords+i/64] |= 1 << (i % 64)
			}
		}
	}
}

// records returns how many records of n numbers section k holds.
func (r *blob) records(k, n int) int {
	if len(r.sec[k])%(4*n) != 0 {
		r.bad = true
		return 0
	}
	return len(r.sec[k]) / (4 * n)
}

func (r *blob) number(k, i int) uint32 {
	b := r.sec[k]
	if i < 0 || 4*i+4 > len(b) {
		r.bad = true
		return 0
	}
	return binary.LittleEndian.Uint32(b[4*i:])
}

// part returns b[off : off+n], nil when it is not all there.
func (r *blob) part(b []byte, off, n uint64) []byte {
	if n > uint64(len(b)) || off > uint64(len(b))-n {
		r.bad = true
		return nil
	}
	return b[off : off+n : off+n]
}

func (r *blob) str(k, i int) string {
	b := r.part(r.sec[secStrings], uint64(r.number(k, i)), uint64(r.number(k, i+1)))
	return unsafe.String(unsafe.SliceData(b), len(b))
}

func (r *blob) uint16s(b []byte) []uint16 {
	out := make([]uint16, len(b)/2)
	for i := range out {
		out[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	r.bad = r.bad || len(b)%2 != 0
	return out
}

// list returns lists[off : off+n], whose members are under limit.
func (r *blob) list(lists []uint16, off, n uint32, limit int) []uint16 {
	if uint64(off)+uint64(n) > uint64(len(lists)) {
		r.bad = true
		return nil
	}
	l := lists[off : off+n : off+n]
	for _, x := range l {
		r.bad = r.bad || int(x) >= limit
	}
	return l
}

func (r *blob) phrases(s *Set) {
	hashes := r.records(secWords, 1)
	s.phrases = make([]phrase, r.records(secPhrases, phraseFields))
	for i := range s.phrases {
		off, n, capital := r.number(secPhrases, 3*i), r.number(secPhrases, 3*i+1), r.number(secPhrases, 3*i+2)
		if n == 0 || n > maxWords || uint64(off)+uint64(n) > uint64(hashes) {
			r.bad = true
			return
		}
		s.phrases[i] = phrase{make([]uint32, n), capital != 0}
		for k := range n {
			s.phrases[i].words[k] = r.number(secWords, int(off+k))
		}
	}
	n := r.records(secLookup, 3)
	free := n == 0
	s.lookup = make([]entry, n)
	for i := range s.lookup {
		e := entry{r.number(secLookup, 3*i), r.number(secLookup, 3*i+1), r.number(secLookup, 3*i+2)}
		s.lookup[i] = e
		free = free || e.count == 0
		r.bad = r.bad || uint64(e.first)+uint64(e.count) > uint64(len(s.phrases))
	}
	r.bad = r.bad || !free || n&(n-1) != 0
}

func (r *blob) formats(s *Set, lists []uint16) {
	n := r.records(secFormats, formatFields)
	cites := make([]Cite, r.records(secCites, 4))
	for i := range cites {
		cites[i] = Cite{r.str(secCites, 4*i), r.str(secCites, 4*i+2)}
	}
	s.formats = make([]format, n)
	for i := range s.formats {
		f := &s.formats[i]
		at := i * formatFields
		for k, to := range [formatStrings]*string{
			&f.ID, &f.Country, &f.Region, &f.Name, &f.French, &f.Category, &f.Checksum, &f.HIPAA, &f.Basis, &f.Instead.En, &f.Instead.Fr,
		} {
			*to = r.str(secFormats, at+2*k)
		}
		var x [11]uint32
		for k := range x {
			x[k] = r.number(secFormats, at+2*formatStrings+k)
		}
		if uint64(x[0])+uint64(x[1]) > uint64(len(cites)) || x[8] >= maxMachines || x[10] > noMachine {
			r.bad = true
			return
		}
		f.Cites = cites[x[0] : x[0]+x[1] : x[0]+x[1]]
		f.flags = x[2]
		f.Public = f.flags&flagPublic != 0
		f.minDigits, f.maxDigits = int(x[3]&0xffff), int(x[3]>>16)
		f.context = r.list(lists, x[4], x[5], len(s.phrases))
		f.against = r.list(lists, x[6], x[7], len(s.phrases))
		f.machine, f.before = uint16(x[8]), uint16(x[10])
		f.order = min(x[9], 255)
		f.lands = landsOf(f.Country)
		f.check = checkIndex(f.Checksum)
		r.bad = r.bad || f.check < 0
	}
}

// maxMachines bounds how many machines there may be.
const maxMachines = 64 * maxSetWords

// noMachine stands for none.
const noMachine = 0xffff

func (r *blob) machines(s *Set, lists []uint16) {
	n := r.records(secMachines, machineFields)
	if n > maxMachines {
		r.bad = true
		return
	}
	s.machines = make([]machine, n)
	for i := range s.machines {
		m := &s.machines[i]
		var x [machineFields]uint64
		for k := range x {
			x[k] = uint64(r.number(secMachines, i*machineFields+k))
		}
		states, width, wide := x[2], x[3], x[4]
		if states < 2 || states > 1<<16 || width == 0 || width > 256 || wide > 1 || x[6] >= states || x[7] >= states || x[8] > 1<<16 {
			r.bad = true
			return
		}
		m.class = r.part(r.sec[secClasses], 256*x[0], 256)
		m.table = r.part(r.sec[secTables], x[1], states*width*(1+wide))
		m.accept = r.part(r.sec[secAccept], x[5], states)
		if r.bad {
			return
		}
		m.width, m.wide, m.start, m.startIn = int(width), wide == 1, int32(x[6]), int32(x[7])
		m.longest, m.need, m.decoy = int32(x[8]), uint32(x[9]), x[10] != 0
		m.formats = r.list(lists, uint32(x[11]), uint32(x[12]), len(s.formats))
		for _, c := range m.class {
			r.bad = r.bad || uint64(c) >= width
		}
		row := m.table[:width*(1+wide)]
		r.bad = r.bad || !under(m.table, states, m.wide) || !under(row, 1, m.wide)
		if r.bad {
			return
		}
	}
}

// under reports whether all entries of a table, bytes or pairs of them, are less
// than limit, at least 1. It looks at eight bytes at a time: there are a million, and
// a browser runs this before it has made it fast. Adding what is missing to the top
// bit of an entry sets that bit when the entry is too great.
func under(table []byte, limit uint64, wide bool) bool {
	each, top, entry := uint64(0x0101010101010101), uint64(0x80), 1
	if wide {
		each, top, entry = 0x0001000100010001, 0x8000, 2
	}
	if limit > 2*top {
		return true
	}
	n := 0
	if limit <= top {
		bad, add := uint64(0), each*(top-limit)
		for ; n+8 <= len(table); n += 8 {
			x := binary.LittleEndian.Uint64(table[n:])
			bad |= x + add | x
		}
		if bad&(each*top) != 0 {
			return false
		}
	}
	for ; n < len(table); n += entry {
		x := uint64(table[n])
		if wide {
			x |= uint64(table[n+1]) << 8
		}
		if x >= limit {
			return false
		}
	}
	return true
}

func (r *blob) starts(s *Set) {
	b := r.sec[secPair]
	if len(b) < 256 || len(r.sec[secSets])%8 != 0 {
		r.bad = true
		return
	}
	s.pairClass = b[:256:256]
	for _, c := range s.pairClass {
		s.pairWidth = max(s.pairWidth, int(c)+1)
	}
	s.pairs, s.leads, s.follows = r.uint16s(b[256:]), r.uint16s(r.sec[secLead]), r.uint16s(r.sec[secFollow])
	s.setWords = (len(s.machines) + 63) / 64
	s.sets = make([]uint64, len(r.sec[secSets])/8)
	for i := range s.sets {
		s.sets[i] = binary.LittleEndian.Uint64(r.sec[secSets][8*i:])
		if at := 64 * (i%max(1, s.setWords) + 1); at > len(s.machines) && s.sets[i]>>(64-at+len(s.machines)) != 0 {
			r.bad = true
		}
	}
	if len(s.pairs) != s.pairWidth*s.pairWidth || len(s.leads) != 2*(maxLead-1)*256 || len(s.follows) != 256 {
		r.bad = true
	}
	for _, list := range [][]uint16{s.pairs, s.leads, s.follows} {
		for _, set := range list {
			r.bad = r.bad || (int(set)+1)*s.setWords > len(s.sets)
		}
	}
	for i := range s.machines {
		if s.machines[i].decoy {
			s.decoys[i/64] |= 1 << (i % 64)
		}
		for bit := range traits {
			if s.machines[i].need&(1<<bit) != 0 {
				s.lacking[bit][i/64] |= 1 << (i % 64)
			}
		}
	}
}
