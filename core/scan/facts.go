package scan

import (
	"github.com/bedside-md/bedside/core/identifier"
	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/text"
)

// Fact is one thing found in a draft.
type Fact struct {
	Rule        *pack.Rule
	source      *loaded
	index       uint32 // of Rule in source.Rules
	First, Last int32  // tokens of the span reported, [First, Last)
	From, To    int32  // tokens of the whole match
	Sentence    int32
	Kind        uint16 // id in Scanner.Kinds
	Attr        uint8  // attribute of the rarest lexicon entry in the match
	People      uint8  // four times log10 of the population of a place in the match, 0 unknown
	gone        bool   // a condition of its rule does not hold
}

// Mark is an entry of a lexicon, or a shape, that tokens [First, Last) are, by its
// class in the pack that is Scanner.Lead.
type Mark struct {
	First, Last int32
	Class       uint16
}

// Facts is all that was found in one draft. It is reused between drafts.
type Facts struct {
	Doc         *text.Doc
	Facts       []Fact
	Identifiers []identifier.Match // byte offsets into Doc.Clean
	Names       []Name
	Marks       []Mark

	formats []formats
	counts  []int32 // facts by kind that stay
	places  []int32 // where the facts of each kind begin in byKind; one more than kinds
	byKind  []int32 // indexes of Facts, by kind

	doc        text.Doc // Doc, when it was joined
	paragraphs []*entry
	parts      []*text.Doc
}

// Format describes the format of a match in Identifiers.
func (f *Facts) Format(m identifier.Match) identifier.Format {
	i := m.Format
	for k := range f.formats {
		if n := uint16(f.formats[k].set.Len()); i >= n {
			i -= n
			continue
		}
		return f.formats[k].set.Format(int(i))
	}
	return identifier.Format{}
}

// Has reports whether any fact of the kind was found.
func (f *Facts) Has(kind uint16) bool { return f.Count(kind) > 0 }

// Count returns how many facts of the kind were found.
func (f *Facts) Count(kind uint16) int {
	if int(kind) >= len(f.counts) {
		return 0
	}
	return int(f.counts[kind])
}

// Near reports whether a fact of the kind stands within scope of a sentence.
func (f *Facts) Near(kind uint16, scope pack.Scope, sentence int32) bool {
	return f.near(condition{kind: kind, scope: scope}, sentence)
}

func (f *Facts) near(c condition, sentence int32) bool {
	if !c.found && !f.Has(c.kind) {
		return false
	}
	reach := int32(0)
	switch c.scope {
	case pack.InNear:
		reach = 1
	case pack.InPost:
		reach = int32(len(f.Doc.Sentences))
	}
	for _, i := range f.of(c.kind) {
		if x := &f.Facts[i]; (!x.gone || c.found) && x.Sentence >= sentence-reach && x.Sentence <= sentence+reach {
			return true
		}
	}
	return false
}

// of returns the indexes of the facts of a kind.
func (f *Facts) of(kind uint16) []int32 {
	if int(kind)+1 >= len(f.places) {
		return nil
	}
	return f.byKind[f.places[kind]:f.places[kind+1]]
}

// index counts the facts of each kind and sorts their indexes by kind.
func (f *Facts) index(kinds int) {
	f.counts, f.places = resize(f.counts, kinds), resize(f.places, kinds+1)
	f.byKind = resize(f.byKind, len(f.Facts))
	clear(f.counts)
	for i := range f.Facts {
		f.counts[f.Facts[i].Kind]++
	}
	at := int32(0)
	for k, n := range f.counts {
		f.places[k] = at
		at += n
	}
	f.places[kinds] = at
	// Filling moves each place on to the next kind's; it is moved back after.
	for i := range f.Facts {
		k := f.Facts[i].Kind
		f.byKind[f.places[k]] = int32(i)
		f.places[k]++
	}
	copy(f.places[1:], f.places[:kinds])
	f.places[0] = 0
}
