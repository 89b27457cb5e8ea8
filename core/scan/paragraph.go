package scan

import (
	"slices"

	"github.com/bedside-md/bedside/core/identifier"
	"github.com/bedside-md/bedside/core/text"
)

// A draft is scanned one paragraph at a time, and what was found in a paragraph is
// kept with its text: an edit costs the paragraph it is in. What a paragraph holds
// depends on its text; on the text around it where that speaks for an identifier or
// against one; and on the draft's language, for sentences with too few words to
// tell theirs. All are compared. Conditions of rules are decided when the
// paragraphs have been joined.

// paragraph is what was found in one paragraph, in tokens and bytes of its own.
type paragraph struct {
	doc         text.Doc
	identifiers []identifier.Match
	around      surroundings // what identifiers rests on
	scanned     bool
	unsure      bool       // a sentence takes the draft's language
	lang        text.Lang  // the draft's language when it was scanned
	ids         []sighting // identifiers when it was scanned
	facts       []Fact
	names       []Name
	marks       []Mark
}

// sighting is an identifier as patterns see it: bytes of Clean, and a shape.
type sighting struct {
	start, end    int32
	class, format uint16
}

// maxHeld is how much text of drafts no longer in use is remembered, in bytes.
const maxHeld = 64 << 10

// Next tells that another draft will be read: what neither the last one nor its
// edits held is forgotten.
func (s *Scanner) Next() {
	s.paragraphs.turn++
	s.paragraphs.drop(s.paragraphs.turn - 1)
}

// Forget wipes all text of drafts from the scanner's memory, and from that of the
// facts given, which must be all that were read with it.
func (s *Scanner) Forget(facts ...*Facts) {
	s.paragraphs.wipe()
	for _, f := range facts {
		f.doc.Wipe()
		*f = Facts{}
	}
}

// Read finds the facts of a draft (UTF-8; each invalid byte counts as one U+FFFD)
// and puts them into f, whose memory it reuses. jurisdiction decides which rules
// count, and between identifier formats that share digits. f is good until s
// forgets or gets another pack.
func (s *Scanner) Read(draft []byte, jurisdiction string, f *Facts) {
	s.enact(jurisdiction)
	s.paragraphs.release(f.paragraphs)
	f.paragraphs, f.parts = f.paragraphs[:0], f.parts[:0]
	if s.paragraphs.held+len(draft) > maxHeld {
		s.paragraphs.drop(s.paragraphs.turn + 1)
	}
	for len(draft) > 0 {
		n := text.Paragraph(draft)
		p := s.paragraphs.find(draft[:n])
		if p.fresh {
			p.fresh, p.made.scanned, p.made.around.known = false, false, false
			p.made.doc.Known = s.known
			p.made.doc.Read(draft[:n])
		}
		f.paragraphs, f.parts = append(f.paragraphs, p), append(f.parts, &p.made.doc)
		draft = draft[n:]
	}
	f.doc.Join(f.parts)
	f.begin(s, &f.doc)
	at := joined{}
	for _, e := range f.paragraphs {
		s.identify(&e.made, jurisdiction, f, at.clean)
		s.rescan(&e.made, f.Doc.Lang)
		f.add(&e.made, &at)
	}
	s.settle(f)
	s.unname(f)
}

// Scan finds the facts of a draft that was read as one piece. Read is faster for
// drafts that change.
func (s *Scanner) Scan(doc *text.Doc, jurisdiction string, f *Facts) {
	s.enact(jurisdiction)
	f.begin(s, doc)
	f.Identifiers, _, _ = s.search(doc.Clean, 0, len(doc.Clean), jurisdiction, f.Identifiers)
	p := paragraph{facts: f.Facts, names: f.Names, marks: f.Marks}
	s.scan(doc, s.sightings(f.Identifiers), &p)
	f.Facts, f.Names, f.Marks = p.facts, p.names, p.marks
	s.settle(f)
	s.unname(f)
}

// begin empties f for a draft.
func (f *Facts) begin(s *Scanner, doc *text.Doc) {
	f.Doc, f.formats = doc, s.formats
	f.Facts, f.Identifiers, f.Names = f.Facts[:0], f.Identifiers[:0], f.Names[:0]
	f.Marks = f.Marks[:0]
}

// rescan scans a paragraph unless what was found in it is still right.
func (s *Scanner) rescan(p *paragraph, lang text.Lang) {
	ids := s.sightings(p.identifiers)
	if p.scanned && (!p.unsure || p.lang == lang) && slices.Equal(p.ids, ids) {
		return
	}
	p.unsure, p.lang = p.doc.Decide(lang), lang
	p.ids = append(p.ids[:0], ids...)
	s.scan(&p.doc, p.ids, p)
	p.scanned = true
}

// sightings returns identifiers as patterns see them, good until the next call.
func (s *Scanner) sightings(ids []identifier.Match) []sighting {
	s.sighted = s.sighted[:0]
	for i := range ids {
		m := &ids[i]
		s.sighted = append(s.sighted, sighting{m.Start, m.End, s.class(m), m.Format})
	}
	return s.sighted
}

// joined is how far the joining of a draft has come.
type joined struct {
	clean, token, sentence int32
	identified             int32 // end of the last identifier
}

// add joins what was found in the next paragraph.
func (f *Facts) add(p *paragraph, at *joined) {
	from := len(f.Facts)
	f.Facts = append(f.Facts, p.facts...)
	for i := range f.Facts[from:] {
		x := &f.Facts[from+i]
		x.First, x.Last, x.From, x.To = x.First+at.token, x.Last+at.token, x.From+at.token, x.To+at.token
		x.Sentence += at.sentence
	}
	for _, n := range p.names {
		n.First, n.Last = n.First+at.token, n.Last+at.token
		f.Names = append(f.Names, n)
	}
	for _, m := range p.marks {
		m.First, m.Last = m.First+at.token, m.Last+at.token
		f.Marks = append(f.Marks, m)
	}
	for _, m := range p.identifiers {
		m.Start, m.End = m.Start+at.clean, m.End+at.clean
		if m.Start >= at.identified { // the one before may reach into this paragraph
			f.Identifiers = append(f.Identifiers, m)
			at.identified = m.End
		}
	}
	at.clean += int32(len(p.doc.Clean))
	at.token += int32(len(p.doc.Tokens))
	at.sentence += int32(len(p.doc.Sentences))
}
