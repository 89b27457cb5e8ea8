package pack

import (
	"encoding/binary"
	"unsafe"

	"github.com/bedside-md/bedside/core/pattern"
)

// Format is the version of the layout. A pack of another version is refused.
const Format = 5

const (
	magic      = "BEDSIDE\x00"
	headerSize = 8 + 4 + 4 + 8 // magic, format, sections, checksum
)

// Sections, in file order.
const (
	secStrings = iota
	secMeta
	secPilots
	secSlots
	secIDs
	secWordList
	secListOff
	secEntries
	secPhraseOff
	secPhrases
	secInsts
	secPats
	secAnchorOff
	secAnchors
	secClassOff
	secClassAnchors
	secIdentifiers
	secModel
	secOutline
	sections
)

// Load checks a compiled pack and points into it. The bytes must not change
// while the pack is in use. It fails with ErrFormat or ErrDamaged.
func Load(data []byte) (*Pack, error) {
	if len(data) < headerSize+sections*8 || string(data[:8]) != magic {
		return nil, ErrDamaged
	}
	if binary.LittleEndian.Uint32(data[8:]) != Format {
		return nil, ErrFormat
	}
	if binary.LittleEndian.Uint32(data[12:]) != sections || binary.LittleEndian.Uint64(data[16:]) != checksum(data[headerSize:]) {
		return nil, ErrDamaged
	}
	if uintptr(unsafe.Pointer(unsafe.SliceData(data)))%8 != 0 {
		buf := make([]uint64, (len(data)+7)/8)
		moved := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(buf))), len(data))
		copy(moved, data)
		data = moved
	}
	var sec [sections][]byte
	for i := range sec {
		off := int(binary.LittleEndian.Uint32(data[headerSize+i*8:]))
		n := int(binary.LittleEndian.Uint32(data[headerSize+i*8+4:]))
		if off%8 != 0 || off < 0 || n < 0 || off > len(data) || n > len(data)-off {
			return nil, ErrDamaged
		}
		sec[i] = data[off : off+n : off+n]
	}
	p := &Pack{
		Identifiers: sec[secIdentifiers], Model: sec[secModel], outline: sec[secOutline],
		wordList: view[uint16](sec[secWordList]), listOff: view[uint32](sec[secListOff]), entries: view[uint32](sec[secEntries]),
		phOff: view[uint32](sec[secPhraseOff]), phrases: view[uint16](sec[secPhrases]),
		insts: view[pattern.Inst](sec[secInsts]), pats: view[patRecord](sec[secPats]),
		anchOff: view[uint32](sec[secAnchorOff]), anch: view[uint32](sec[secAnchors]),
		classOff: view[uint32](sec[secClassOff]), classAnc: view[uint32](sec[secClassAnchors]),
	}
	if !p.words.view(sec[secPilots], sec[secSlots], sec[secIDs]) {
		return nil, ErrDamaged
	}
	m := metaReader{strings: sec[secStrings], pool: view[uint32](sec[secMeta])}
	m.read(p)
	if m.bad || !p.sound() {
		return nil, ErrDamaged
	}
	return p, nil
}

// sound checks every index that later code trusts.
func (p *Pack) sound() bool {
	if len(p.wordList) == 0 || len(p.listOff) == 0 || len(p.phOff) == 0 || len(p.phOff)-1 > len(p.wordList) || len(p.Classes) < len(Shapes) {
		return false
	}
	lists, own := uint32(len(p.listOff)-1), uint32(len(p.phOff)-1)
	for _, l := range p.wordList {
		if uint32(l) >= lists {
			return false
		}
	}
	if !p.words.below(uint32(len(p.wordList))) || !offsets(p.listOff, lists, len(p.entries)) || !offsets(p.phOff, own, len(p.phrases)) ||
		!offsets(p.anchOff, own, len(p.anch)) || !offsets(p.classOff, uint32(len(p.Classes)), len(p.classAnc)) {
		return false
	}
	for w := range own {
		for at, end := p.phOff[w], p.phOff[w+1]; at < end; {
			if end-at < phraseHead || !p.class(uint32(p.phrases[at])) {
				return false
			}
			n := phraseHead + uint32(p.phrases[at+1]>>phraseShift)
			if n > end-at {
				return false
			}
			at += n
		}
	}
	for _, e := range p.entries {
		if !p.class(e & 0xffff) {
			return false
		}
	}
	for _, list := range [][]uint32{p.anch, p.classAnc} {
		for _, i := range list {
			if i >= uint32(len(p.pats)) {
				return false
			}
		}
	}
	for i := range p.pats {
		r := &p.pats[i]
		if r.Rule >= uint32(len(p.Rules)) || r.Len == 0 || r.First > uint32(len(p.insts)) || r.Len > uint32(len(p.insts))-r.First {
			return false
		}
		prog := p.insts[r.First : r.First+r.Len]
		if !pattern.Sound(prog) {
			return false
		}
	}
	for i := range p.Rules {
		r := &p.Rules[i]
		if int(r.Fact) >= len(p.Kinds) {
			return false
		}
		for _, list := range [][]Condition{r.Needs, r.Unless} {
			for _, c := range list {
				if int(c.Kind) >= len(p.Kinds) {
					return false
				}
			}
		}
	}
	return true
}

func (p *Pack) class(id uint32) bool { return id < uint32(len(p.Classes)) }

// offsets checks a list of n+1 rising offsets that ends at size.
func offsets(off []uint32, n uint32, size int) bool {
	if uint32(len(off)) != n+1 || off[0] != 0 || int(off[n]) != size {
		return false
	}
	for i := range n {
		if off[i] > off[i+1] {
			return false
		}
	}
	return true
}

// checksum mixes the bytes eight at a time in the manner of FNV-1a. It finds accidents; signatures find
// attacks (package tuf).
func checksum(b []byte) uint64 {
	h := uint64(14695981039346656037)
	for len(b) >= 8 {
		h = (h ^ binary.LittleEndian.Uint64(b)) * 1099511628211
		h ^= h >> 32
		b = b[8:]
	}
	for _, c := range b {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}
