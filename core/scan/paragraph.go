package scan

import (
	"bytes"
	"slices"

	"github.com/bedside-md/bedside/core/identifier"
	"github.com/bedside-md/bedside/core/text"
)

// A draft is scanned one paragraph at a time, and what was found in a paragraph is
// kept with its text: an edit costs the paragraph it is in. What a paragraph holds
// depends on its text, on the identifiers in it and, for sentences with too few
// words to tell their language, on the draft's language; all three are compared.
// Identifiers are looked for in regions, since words a few lines away speak for
// them. Conditions of rules are decided when the paragraphs have been joined.

// paragraph is what was found in one paragraph, in tokens and bytes of its own.
type paragraph struct {
	doc     text.Doc
	scanned bool
	unsure  bool      // a sentence takes the draft's language
	lang    text.Lang // the draft's language when it was scanned
	ids     []sighting
	facts   []Fact
	names   []Name
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
	s.regions.turn++
	s.paragraphs.drop(s.paragraphs.turn - 1)
	s.regions.drop(s.regions.turn - 1)
}

// Forget wipes all text of drafts from the scanner's memory, and from that of the
// facts given, which must be all that were read with it.
func (s *Scanner) Forget(facts ...*Facts) {
	s.paragraphs.wipe(func(p *paragraph) { p.doc.Wipe() })
	s.regions.wipe(func(*region) {})
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
			p.fresh, p.made.scanned = false, false
			p.made.doc.Known = s.known
			p.made.doc.Read(draft[:n])
		}
		f.paragraphs, f.parts = append(f.paragraphs, p), append(f.parts, &p.made.doc)
		draft = draft[n:]
	}
	f.doc.Join(f.parts)
	f.begin(s, &f.doc)
	s.identifiers(jurisdiction, f)
	at := joined{}
	for _, e := range f.paragraphs {
		s.rescan(&e.made, f, &at)
		f.add(&e.made, &at)
	}
	s.settle(f)
}

// Scan finds the facts of a draft that was read as one piece. Read is faster for
// drafts that change.
func (s *Scanner) Scan(doc *text.Doc, jurisdiction string, f *Facts) {
	s.enact(jurisdiction)
	f.begin(s, doc)
	s.found = s.search(doc.Clean, jurisdiction, f.Identifiers)
	f.Identifiers = s.found
	at, p := joined{}, paragraph{facts: f.Facts, names: f.Names}
	s.scan(doc, s.sightings(f, &at, int32(len(doc.Clean))), &p)
	f.Facts, f.Names = p.facts, p.names
	s.settle(f)
}

// begin empties f for a draft.
func (f *Facts) begin(s *Scanner, doc *text.Doc) {
	f.Doc, f.formats = doc, s.formats
	f.Facts, f.Identifiers, f.Names = f.Facts[:0], f.Identifiers[:0], f.Names[:0]
}

// joined is how far the joining of a draft has come.
type joined struct {
	clean, token, sentence int32
	identifier             int // in Facts.Identifiers
}

// rescan scans a paragraph unless what was found in it is still right.
func (s *Scanner) rescan(p *paragraph, f *Facts, at *joined) {
	ids := s.sightings(f, at, int32(len(p.doc.Clean)))
	lang := f.Doc.Lang
	if p.scanned && (!p.unsure || p.lang == lang) && slices.Equal(p.ids, ids) {
		return
	}
	p.unsure, p.lang = p.doc.Decide(lang), lang
	p.ids = append(p.ids[:0], ids...)
	s.scan(&p.doc, p.ids, p)
	p.scanned = true
}

// sightings returns the identifiers that start in the next length bytes of the
// draft, as its paragraph sees them.
func (s *Scanner) sightings(f *Facts, at *joined, length int32) []sighting {
	s.sighted = s.sighted[:0]
	for ; at.identifier < len(f.Identifiers); at.identifier++ {
		m := &f.Identifiers[at.identifier]
		if m.Start >= at.clean+length {
			break
		}
		// One that goes on in the next paragraph reaches past the last token here.
		end := min(m.End-at.clean, length+1)
		s.sighted = append(s.sighted, sighting{m.Start - at.clean, end, s.class(m), m.Format})
	}
	return s.sighted
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
	at.clean += int32(len(p.doc.Clean))
	at.token += int32(len(p.doc.Tokens))
	at.sentence += int32(len(p.doc.Sentences))
}

// region is a stretch of a draft and the identifiers found in it.
type region struct {
	matches      []identifier.Match
	jurisdiction string
}

// Regions are at least minRegion bytes long and end at line breaks. Around each,
// identifierReach bytes are read along: words further from a match than that do
// not count for it (package identifier looks at most 400 bytes away).
const (
	minRegion       = 1 << 10
	identifierReach = 512
)

// identifiers finds the identifiers of a joined draft, one region at a time.
func (s *Scanner) identifiers(jurisdiction string, f *Facts) {
	s.regions.release(f.regions)
	f.regions = f.regions[:0]
	b := f.Doc.Clean
	last := int32(0) // end of the last identifier
	for start := 0; start < len(b); {
		end := regionEnd(b, start)
		from, to := widen(b, start, end)
		r := s.regions.find(b[from:to])
		if r.fresh || r.made.jurisdiction != jurisdiction {
			r.fresh, r.made.jurisdiction = false, jurisdiction
			r.made.matches = s.search(b[from:to], jurisdiction, r.made.matches[:0])
		}
		f.regions = append(f.regions, r)
		for _, m := range r.made.matches {
			m.Start, m.End = m.Start+int32(from), m.End+int32(from)
			if int(m.Start) >= start && int(m.Start) < end && m.Start >= last {
				f.Identifiers = append(f.Identifiers, m)
				last = m.End
			}
		}
		start = end
	}
}

// regionEnd returns where the region that starts at b[start] ends: behind the first
// line break after minRegion bytes, or where the draft does, if no more than that
// is left.
func regionEnd(b []byte, start int) int {
	at := start + minRegion
	if at >= len(b) {
		return len(b)
	}
	n := bytes.IndexByte(b[at:], '\n')
	if n < 0 {
		return len(b)
	}
	return at + n + 1
}

// widen returns the stretch read for the region b[start:end]: it begins and ends
// between words.
func widen(b []byte, start, end int) (from, to int) {
	from, to = max(0, start-identifierReach), min(len(b), end+identifierReach)
	for from > 0 && from < start && b[from-1] > ' ' {
		from++
	}
	for to < len(b) && to > end && b[to] > ' ' {
		to--
	}
	return from, to
}
