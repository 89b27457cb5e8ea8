// Package pack holds compiled rule packs: flat binary files that are loaded by
// pointing into them. It knows how a pack is laid out, not what its rules mean.
package pack

import (
	"errors"
	"unsafe"

	"github.com/bedside-md/bedside/core/pattern"
)

// Shapes are the classes that code, not lexicons, finds in a text. Their
// position is their class id; a change of this list is a change of Format.
var Shapes = []string{
	"#none", "#number", "#age", "#date", "#time", "#money", "#cap", "#caps", "#name", "#place",
	"#handle", "#url", "#email", "#hashtag", "#emoji", "#id", "#ordinal", "#dose", "#quoted", "#weekday",
}

// Class ids of the shapes.
const (
	ShapeNone uint16 = iota
	ShapeNumber
	ShapeAge
	ShapeDate
	ShapeTime
	ShapeMoney
	ShapeCap
	ShapeCaps
	ShapeName
	ShapePlace
	ShapeHandle
	ShapeURL
	ShapeEmail
	ShapeHashtag
	ShapeEmoji
	ShapeID
	ShapeOrdinal
	ShapeDose
	ShapeQuoted
	ShapeWeekday
)

// Bits of a lexicon entry's attribute.
const (
	RareMask    = 0x03 // how identifying, or prevalence: 0 common .. 3 ultra-rare
	Ambiguous   = 0x04 // also an ordinary word
	PeopleShift = 3    // above it, five bits: four times log10 of a place's population

	// Above it, of names: how many bear them, as Frequency has it.
	FrequencyShift = 3
)

// Frequency says how many bear a name.
type Frequency uint8

// Frequencies, by rank in the census.
const (
	RareName   Frequency = iota // few bear it, or the census has it not
	UsualName                   // a given name among the first 500 of its sex, a surname among the first 5,000
	CommonName                  // … the first 100, the first 500
)

// FrequencyOf returns how many bear the name that has an attribute.
func FrequencyOf(attr uint8) Frequency { return Frequency(attr >> FrequencyShift & 3) }

// Lang limits a rule to drafts in one language.
type Lang uint8

// Rule languages.
const (
	AnyLang Lang = iota
	English
	French
)

// Scope is how far from a rule's match a fact counts.
type Scope uint8

// Scopes.
const (
	InSentence Scope = iota // the sentence of the match
	InNear                  // that sentence and its neighbours
	InPost                  // anywhere in the draft
)

// Condition names a fact kind and how near it must be.
type Condition struct {
	Kind  uint16 // index into Pack.Kinds
	Scope Scope
	Or    bool // the next condition of the list will do as well
}

// Text is a message in both languages.
type Text struct{ En, Fr string }

// In returns the message in the language asked for, English when it has none.
func (t Text) In(french bool) string {
	if french && t.Fr != "" {
		return t.Fr
	}
	return t.En
}

// Cite is a clause of a guidance document.
type Cite struct {
	ID, Title, Section, URL string
	Where                   string // the jurisdiction it speaks for, as Rule.Jurisdictions has it; "" for all
}

// Edit is a repair a rule suggests for its match.
type Edit struct {
	Do    string // "drop", "replace", "restate" (replace the sentence), "sentence" (drop it), "prefix", "suffix" (of the post)
	With  Text   // replacement, prefix or suffix
	Label Text
}

// Rule is a rule's meaning; its patterns are programs.
type Rule struct {
	ID            string
	Fact          uint16 // kind of fact a match makes, index into Pack.Kinds
	Category      string // "" for rules that only make facts
	Severity      uint8  // a core.Verdict
	Lang          Lang
	Jurisdictions []string // where it counts, as In reads them; nil for everywhere
	Known         bool     // it does not count where the author's jurisdiction is unknown
	Tuned         bool     // an overlay set the severity, which then holds whatever the judge weighs
	Title, Why    Text
	Cites         []Cite
	Needs, Unless []Condition
	Edits         []Edit
}

// Kind is a kind of fact and the scope in which it counts unless a rule says
// otherwise.
type Kind struct {
	Name  string
	Scope Scope
}

// Prompt is a reflection question shown with findings of its categories.
type Prompt struct {
	ID         string
	Text       Text
	Categories []string
	Severity   uint8 // least severity it is shown with
}

// Pattern is one compiled pattern of a rule.
type Pattern struct {
	Rule                 uint32
	Insts                []pattern.Inst
	MinBefore, MaxBefore int32
}

// Pack is a loaded pack. All slices point into the bytes given to Load.
type Pack struct {
	Name, Version string
	Base          string // of an overlay: the pack it was compiled against
	Needs         []Need // of an overlay: what the base must have
	Tunes         []Tune
	Rules         []Rule
	Kinds         []Kind
	Prompts       []Prompt
	Cites         []Cite   // of its rules and identifier formats, each once
	Classes       []string // class id -> name
	Identifiers   []byte   // blob of package identifier
	Model         []byte   // weights of the judge's model, as judge.ReadModel reads them

	outline  []byte
	words    words
	wordList []uint16 // word id -> list of entries
	listOff  []uint32
	entries  []uint32
	phOff    []uint32 // as anchOff, only for words with an id of their own
	phrases  []uint16
	insts    []pattern.Inst
	pats     []patRecord
	anchOff  []uint32
	anch     []uint32
	classOff []uint32
	classAnc []uint32
}

type patRecord struct {
	Rule, First, Len uint32
	Before           uint32 // min | max<<16
}

// ErrDamaged is returned for bytes that are not a whole, sound pack.
var ErrDamaged = errors.New("the rule pack is damaged or incomplete")

// ErrFormat is returned for a pack of another format version.
var ErrFormat = errors.New("the rule pack was made for another version of Bedside")

// Word returns the id of the word with the given hash, 0 when unknown. Words
// that stand in no phrase and no pattern share an id with those of the same
// entries.
func (p *Pack) Word(hash uint64) uint32 { return p.words.find(hash) }

// Entries returns the single-word lexicon entries of a word: class | attr<<16.
func (p *Pack) Entries(word uint32) []uint32 {
	l := p.wordList[word]
	return p.entries[p.listOff[l]:p.listOff[l+1]]
}

// Phrases returns the encoded phrases that begin with a word, for NextPhrase.
func (p *Pack) Phrases(word uint32) []uint16 {
	if int(word) >= len(p.phOff)-1 {
		return nil
	}
	return p.phrases[p.phOff[word]:p.phOff[word+1]]
}

// A phrase is written as its class; its attribute, language (four bits) and number
// of words after the first (four bits); and the ids of those words.
const (
	phraseHead  = 2
	phraseShift = 12
	maxID       = 1<<16 - 1
)

// NextPhrase splits the first phrase off enc: the word ids after the first, and
// class | attr<<16 | lang<<24.
func NextPhrase(enc []uint16) (rest []uint16, entry uint32, tail []uint16) {
	n := phraseHead + int(enc[1]>>phraseShift)
	return enc[phraseHead:n], uint32(enc[0]) | uint32(enc[1]&(1<<phraseShift-1))<<16, enc[n:]
}

// MatchPhrase finds the first phrase in enc whose words after the first are those
// ahead: how many words it takes in all, its entry as NextPhrase gives it, and what
// is left of enc. It takes 0 words when there is none.
func MatchPhrase(enc []uint16, ahead []uint32) (words uint8, entry uint32, tail []uint16) {
next:
	for len(enc) > 0 {
		var rest []uint16
		rest, entry, enc = NextPhrase(enc)
		if len(rest) > len(ahead) {
			continue
		}
		for i, w := range rest {
			if ahead[i] != uint32(w) {
				continue next
			}
		}
		return uint8(len(rest) + 1), entry, enc
	}
	return 0, 0, nil
}

// WordPatterns returns the patterns anchored on a word.
func (p *Pack) WordPatterns(word uint32) []uint32 {
	if int(word) >= len(p.anchOff)-1 {
		return nil
	}
	return p.anch[p.anchOff[word]:p.anchOff[word+1]]
}

// ClassPatterns returns the patterns anchored on a class.
func (p *Pack) ClassPatterns(class uint16) []uint32 {
	return p.classAnc[p.classOff[class]:p.classOff[class+1]]
}

// Patterns returns how many patterns there are.
func (p *Pack) Patterns() int { return len(p.pats) }

// Pattern returns pattern i.
func (p *Pack) Pattern(i uint32) Pattern {
	r := &p.pats[i]
	return Pattern{r.Rule, p.insts[r.First : r.First+r.Len], int32(r.Before & 0xffff), int32(r.Before >> 16)}
}

// ClassID returns the id of the class named, 0 when the pack has none.
func (p *Pack) ClassID(name string) uint16 {
	for i := range p.Classes {
		if p.Classes[i] == name {
			return uint16(i)
		}
	}
	return 0
}

// view reinterprets b as a slice of T. Packs are little-endian like every host
// that runs them; Load has checked alignment and length.
func view[T any](b []byte) []T {
	var z T
	if len(b) == 0 {
		return nil
	}
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/int(unsafe.Sizeof(z)))
}
