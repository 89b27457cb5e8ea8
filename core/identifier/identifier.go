// Package identifier recognises identifiers (health numbers, phone numbers,
// dates, addresses …) by table: automata, checksums and words that give context.
// It says what a string can be and how surely, never whose it is.
package identifier

import "errors"

// Confidence is how sure a match is.
type Confidence uint8

// Confidences.
const (
	Low    Confidence = iota // valid, but nothing says that it is what it could be
	Medium                   // a telling shape, or context without a checksum
	High                     // labelled, or a checksum with context or a telling shape
)

// Match is an identifier at bytes [Start, End) of the text, on character
// boundaries.
type Match struct {
	Format     uint16 // index for Set.Format
	Start, End int32
	Confidence Confidence
	Labelled   bool // its label is part of it or stands right before it ("MRN 0048…")
	Checked    bool // it has a checksum that few random numbers satisfy, and satisfies it
	Context    bool // a word that goes with the format stands nearby
	Mistyped   bool // labelled, but its checksum fails: not valid, perhaps one digit off
	rank       uint64
}

// Cite names the clause that makes a format an identifier.
type Cite struct {
	ID      string // a cite of the pack, e.g. "US-HIPAA-514"
	Section string // e.g. "(b)(2)(i)(H)"
}

// Format describes an identifier format. Its strings point into the blob.
type Format struct {
	ID           string // e.g. "ca.on.hcn"
	Country      string // "CA", "US", "UK", "AU", "FR" …, "US/CA", or "*" for any
	Region       string // a province, or ""
	Name, French string
	Category     string // of LABELS.md, e.g. "identifier.number"
	Checksum     string // "none" when there is no checksum
	HIPAA        string // letter of 45 CFR 164.514(b)(2)(i), e.g. "H"
	Basis        string // how well the format is known: confirmed, general, uncertain
	Public       bool   // of a professional, in a register that anybody may read
	Instead      Text   // what may safely stand in its place; empty to leave it out
	Cites        []Cite
}

// Rule is what reports, wishes and kill switches call the format:
// "identifier.number.ca.on.hcn".
func (f *Format) Rule() string { return f.Category + "." + f.ID }

// Text is a string in the two languages.
type Text struct{ En, Fr string }

// ErrDamaged is returned for bytes that are not a whole set of formats, and
// ErrVersion for a set of another version.
var (
	ErrDamaged = errors.New("the identifier formats are damaged; load the rule pack again")
	ErrVersion = errors.New("the identifier formats are of another version; update Bedside")
)

// Len returns the number of formats.
func (s *Set) Len() int { return len(s.formats) }

// Format returns format i; the zero Format when there is none.
func (s *Set) Format(i int) Format {
	if i < 0 || i >= len(s.formats) {
		return Format{}
	}
	return s.formats[i].Format
}

// Formats returns all formats, in the order of the source.
func (s *Set) Formats() []Format {
	out := make([]Format, len(s.formats))
	for i := range s.formats {
		out[i] = s.formats[i].Format
	}
	return out
}

// Without returns a set that does not look for the formats whose rules are off, so that
// what they would have matched is left to the others. Formats keep their numbers.
func (s *Set) Without(off func(rule string) bool) *Set {
	var mute []bool
	for i := range s.formats {
		if off(s.formats[i].Rule()) {
			if mute == nil {
				mute = make([]bool, len(s.formats))
			}
			mute[i] = true
		}
	}
	less := *s
	less.mute = mute
	return &less
}

// Valid reports whether the whole of v has the format named id and its checksum
// holds. It looks at nothing else: no context, no decoys.
func (s *Set) Valid(id, v string) bool {
	for i := range s.formats {
		if f := &s.formats[i]; f.ID == id {
			return s.machines[f.machine].whole([]byte(v)) && f.sum([]byte(v))
		}
	}
	return false
}
