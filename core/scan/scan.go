// Package scan finds facts in a draft: what its rule packs' patterns match,
// which shapes and names stand where, and which identifiers are valid. It says
// what is there, never what it means; judging is package judge's work.
package scan

import (
	"github.com/bedside-md/bedside/core/identifier"
	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/pattern"
	"github.com/bedside-md/bedside/core/text"
)

// Fact is one thing found in a draft.
type Fact struct {
	Kind        uint16 // id in Scanner.Kinds
	Attr        uint8  // attribute of the rarest lexicon entry in the match
	Rule        *pack.Rule
	People      uint8 // four times log10 of the population of a place in the match, 0 unknown
	First, Last int32 // tokens of the span reported, [First, Last)
	From, To    int32 // tokens of the whole match
	Sentence    int32
	source      *loaded
	index       uint32 // of Rule in source.Rules
}

// Facts is all that was found in one draft. It is reused between drafts.
type Facts struct {
	Doc         *text.Doc
	Facts       []Fact
	Identifiers []identifier.Match // byte offsets into Doc.Clean
	Set         *identifier.Set    // describes the Format of each match
	Names       []Name
	counts      []uint16 // facts by kind
}

// Has reports whether any fact of the kind was found.
func (f *Facts) Has(kind uint16) bool { return kind < uint16(len(f.counts)) && f.counts[kind] > 0 }

// Count returns how many facts of the kind were found.
func (f *Facts) Count(kind uint16) int {
	if kind >= uint16(len(f.counts)) {
		return 0
	}
	return int(f.counts[kind])
}

// Near reports whether a fact of the kind stands within scope of a sentence.
func (f *Facts) Near(kind uint16, scope pack.Scope, sentence int32) bool {
	if !f.Has(kind) {
		return false
	}
	if scope == pack.InPost {
		return true
	}
	reach := int32(0)
	if scope == pack.InNear {
		reach = 1
	}
	for i := range f.Facts {
		if x := &f.Facts[i]; x.Kind == kind && x.Sentence >= sentence-reach && x.Sentence <= sentence+reach {
			return true
		}
	}
	return false
}

// Scanner scans drafts against packs. It keeps buffers between drafts and is
// not safe for concurrent use.
type Scanner struct {
	Kinds    []string // fact kinds of all packs; the index is Fact.Kind
	packs    []*loaded
	matcher  pattern.Matcher
	in       pattern.Input
	shapes   []shapeAt
	perToken []int32
	merged   []pattern.Mention
	seen     map[seenKey]struct{}
	special  builtin
}

type seenKey struct {
	pattern uint32
	start   int32
}

// loaded is a pack with its numbers translated into the scanner's.
type loaded struct {
	*pack.Pack
	set       *identifier.Set
	kinds     []uint16 // pack kind -> scanner kind
	needs     [][]pack.Condition
	unless    [][]pack.Condition
	given     uint16 // class ids of the lexicons that names are made of
	surname   uint16
	title     uint16
	drTitle   uint16
	eponym    uint16
	public    uint16
	place     uint16
	placeSml  uint16
	kin       uint16
	family    uint16
	clinician uint16
}

// builtin holds the kinds that code makes.
type builtin struct{ question, quoted, exclaimed, hashtagged, negated, vignette, fiction uint16 }

// New returns a Scanner with no packs.
func New() *Scanner {
	s := &Scanner{seen: map[seenKey]struct{}{}}
	s.special = builtin{s.Kind("question"), s.Kind("quoted"), s.Kind("exclaimed"), s.Kind("hashtagged"), s.Kind("negated"), s.Kind("vignette"), s.Kind("fiction")}
	return s
}

// Kind returns the id of a fact kind, making it when no pack has it.
func (s *Scanner) Kind(name string) uint16 {
	for i, k := range s.Kinds {
		if k == name {
			return uint16(i)
		}
	}
	s.Kinds = append(s.Kinds, name)
	return uint16(len(s.Kinds) - 1)
}

// Packs returns the loaded packs in order.
func (s *Scanner) Packs() []*pack.Pack {
	out := make([]*pack.Pack, len(s.packs))
	for i, l := range s.packs {
		out[i] = l.Pack
	}
	return out
}

// Add adds a pack, in place of the one of the same name. It fails when the
// pack's identifier formats are damaged.
func (s *Scanner) Add(p *pack.Pack) error {
	l := &loaded{Pack: p}
	if len(p.Identifiers) > 0 {
		set, err := identifier.Load(p.Identifiers)
		if err != nil {
			return err
		}
		l.set = set
	}
	l.kinds = make([]uint16, len(p.Kinds))
	for i, k := range p.Kinds {
		l.kinds[i] = s.Kind(k.Name)
	}
	translate := func(list []pack.Condition) []pack.Condition {
		out := make([]pack.Condition, len(list))
		for i, c := range list {
			out[i] = pack.Condition{Kind: l.kinds[c.Kind], Scope: c.Scope}
		}
		return out
	}
	for i := range p.Rules {
		l.needs = append(l.needs, translate(p.Rules[i].Needs))
		l.unless = append(l.unless, translate(p.Rules[i].Unless))
	}
	l.given, l.surname = p.ClassID("given_name"), p.ClassID("surname")
	l.title, l.drTitle = p.ClassID("title"), p.ClassID("title_clinician")
	l.eponym, l.public = p.ClassID("eponym"), p.ClassID("public_figure")
	l.place, l.placeSml = p.ClassID("place"), p.ClassID("place_small")
	l.kin, l.family, l.clinician = p.ClassID("title_kin"), p.ClassID("family_author"), p.ClassID("clinician")
	for i, old := range s.packs {
		if old.Name == p.Name {
			s.packs[i] = l
			return nil
		}
	}
	s.packs = append(s.packs, l)
	return nil
}

// Scan reads the facts of doc into f, whose memory it reuses. jurisdiction
// decides between identifier formats that share digits.
func (s *Scanner) Scan(doc *text.Doc, jurisdiction string, f *Facts) {
	*f = Facts{Doc: doc, Facts: f.Facts[:0], Identifiers: f.Identifiers[:0], Names: f.Names[:0], counts: f.counts[:0]}
	if len(f.counts) < len(s.Kinds) {
		f.counts = append(f.counts, make([]uint16, len(s.Kinds)-len(f.counts))...)
	}
	clear(f.counts)
	s.sentenceFacts(doc, f)
	for _, l := range s.packs {
		if l.set != nil && f.Set == nil {
			f.Set = l.set
			f.Identifiers = l.set.Find(doc.Clean, jurisdiction, f.Identifiers)
		}
		s.scanPack(l, doc, f)
	}
	s.settle(f)
	s.unname(f)
}

// unname takes the names of a draft that says its people are invented for
// nobody's.
func (s *Scanner) unname(f *Facts) {
	if !f.Has(s.special.vignette) && !f.Has(s.special.fiction) {
		return
	}
	for i := range f.Names {
		if f.Names[i].Role == Person {
			f.Names[i].Role = Known
		}
	}
}

func (s *Scanner) sentenceFacts(doc *text.Doc, f *Facts) {
	for i := range doc.Sentences {
		se := &doc.Sentences[i]
		if se.Question {
			s.add(f, Fact{Kind: s.special.question, First: se.First, Last: se.Last, From: se.First, To: se.Last, Sentence: int32(i)})
		}
		if se.Exclaimed {
			s.add(f, Fact{Kind: s.special.exclaimed, First: se.First, Last: se.Last, From: se.First, To: se.Last, Sentence: int32(i)})
		}
	}
}

func (s *Scanner) add(f *Facts, x Fact) {
	f.Facts = append(f.Facts, x)
	f.counts[x.Kind]++
}

func (s *Scanner) scanPack(l *loaded, doc *text.Doc, f *Facts) {
	s.mentions(l, doc, f)
	clear(s.seen)
	n := int32(len(doc.Tokens))
	for i := int32(0); i < n; i++ {
		if w := s.in.Words[i]; w != 0 {
			for _, p := range l.WordPatterns(w) {
				s.try(l, doc, f, p, i)
			}
		}
		for _, m := range s.in.At(i) {
			for _, p := range l.ClassPatterns(m.Class) {
				s.try(l, doc, f, p, i)
			}
		}
	}
}

// try runs pattern p at every start from which its anchor at token i can be met.
func (s *Scanner) try(l *loaded, doc *text.Doc, f *Facts, p uint32, i int32) {
	pt := l.Pattern(p)
	se := &doc.Sentences[doc.Tokens[i].Sentence]
	rule := &l.Rules[pt.Rule]
	if !speaks(rule.Lang, se.Lang) {
		return
	}
	for start := max(se.First, i-pt.MaxBefore); start <= i-pt.MinBefore; start++ {
		key := seenKey{p, start}
		if pt.MaxBefore > 0 {
			if _, done := s.seen[key]; done {
				continue
			}
			s.seen[key] = struct{}{}
		}
		m, ok := s.matcher.Run(pt.Insts, &s.in, se.First, se.Last, start)
		if !ok {
			continue
		}
		x := Fact{
			Kind: l.kinds[rule.Fact], Rule: rule, First: m.Open, Last: m.Close, From: m.First, To: m.Last,
			Sentence: doc.Tokens[start].Sentence, source: l, index: pt.Rule,
		}
		for t := m.Open; t < m.Close; t++ {
			for _, n := range s.in.At(t) {
				if n.Class == pack.ShapePlace {
					x.People = max(x.People, n.Attr>>pack.PeopleShift)
				}
				if n.Class >= uint16(len(pack.Shapes)) && t+int32(n.Len) <= m.Close && n.Attr&pack.RareMask > x.Attr&pack.RareMask {
					x.Attr = n.Attr
				}
			}
		}
		s.add(f, x)
	}
}

// settle drops facts whose rule's conditions do not hold, in the order they were
// found: a condition sees which facts before it have gone. What a later loss
// changes is seen in the next round, and a chain longer than three rounds is not
// followed; a fact that has gone does not come back.
func (s *Scanner) settle(f *Facts) {
	for round := 0; round < 3; round++ {
		dropped := false
		out := f.Facts[:0]
		for i := range f.Facts {
			x := f.Facts[i]
			if x.Rule == nil || s.holds(f, &x) {
				out = append(out, x)
				continue
			}
			f.counts[x.Kind]--
			dropped = true
		}
		f.Facts = out
		if !dropped {
			return
		}
	}
}

func (s *Scanner) holds(f *Facts, x *Fact) bool {
	for _, c := range x.source.needs[x.index] {
		if !s.condition(f, c, x) {
			return false
		}
	}
	for _, c := range x.source.unless[x.index] {
		if s.condition(f, c, x) {
			return false
		}
	}
	return true
}

func (s *Scanner) condition(f *Facts, c pack.Condition, x *Fact) bool {
	if c.Kind == s.special.quoted {
		return f.Doc.Tokens[x.First].Is(text.Quoted)
	}
	if c.Kind == s.special.hashtagged {
		return f.Doc.Tokens[x.First].Is(text.Hashtag)
	}
	if c.Kind == s.special.negated && c.Scope == pack.InSentence {
		return f.negates(c.Kind, x)
	}
	return f.Near(c.Kind, c.Scope, x.Sentence)
}

// reach is how many tokens ahead of a match a negation still governs it.
const reach = 5

// negates reports whether a negation stands inside a match or shortly before it
// in the same sentence: "nobody noticed" after a claim does not deny it.
func (f *Facts) negates(kind uint16, x *Fact) bool {
	for i := range f.Facts {
		n := &f.Facts[i]
		if n.Kind == kind && n.Sentence == x.Sentence && n.First < x.Last && n.First >= x.From-reach {
			return true
		}
	}
	return false
}
