// Package scan finds facts in a draft: what its rule packs' patterns match,
// which shapes and names stand where, and which identifiers are valid. It says
// what is there, never what it means; judging is package judge's work.
package scan

import (
	"math"

	"github.com/bedside-md/bedside/core/identifier"
	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/pattern"
	"github.com/bedside-md/bedside/core/text"
)

// Watch is told what a scan does, so that it can be explained. A Scanner that
// nobody watches does no work for it.
type Watch interface {
	// Pack begins the patterns of a pack; in holds until the next call.
	Pack(p *pack.Pack, in *pattern.Input)
	// Match is called for every match of pattern i, with the fact it makes.
	Match(i uint32, x Fact)
	// Found is called when all facts are found, before conditions take any away.
	Found(f *Facts)
	// Drop is called for a fact that its rule's conditions take away: needs of
	// which one would do and none is met, or an unless that is.
	Drop(x Fact, because []pack.Condition, need bool)
}

// Scanner scans drafts against packs. It keeps the paragraphs of recent drafts and
// buffers between drafts, and is not safe for concurrent use.
type Scanner struct {
	Kinds []string // fact kinds of all packs; the index is Fact.Kind
	Watch Watch    // nil when nobody watches

	packs    []*loaded
	names    *loaded // the pack whose lexicons names and places are made of
	formats  []formats
	special  builtin
	level    []uint8 // by kind: when it is decided
	deepest  uint8   // the last level
	force    inForce
	off      map[string][]string // rules switched off, by who did
	silenced bool                // some identifier formats are

	known      func(hash uint64) bool // Known
	paragraphs cache

	matcher  pattern.Matcher
	shapes   []shapeAt
	perToken []int32
	merged   []pattern.Mention
	sighted  []sighting
}

// loaded is a pack with its numbers translated into the scanner's.
type loaded struct {
	*pack.Pack
	kinds     []uint16     // pack kind -> scanner kind
	rules     []*pack.Rule // as in force; nil for those that are not
	needs     [][]condition
	unless    [][]condition
	classes   [][]uint16 // by other pack: its class -> the class of that name here
	given     uint16     // class ids of the lexicons that names are made of
	surname   uint16
	title     uint16
	drTitle   uint16
	eponym    uint16
	public    uint16
	place     uint16
	placeSml  uint16
	noun      uint16
	kin       uint16
	family    uint16
	clinician uint16
	refined   refined
	gates     []gate // by pattern

	// The paragraph being scanned.
	in       pattern.Input
	borrowed []shapeAt
	tried    []int32 // by pattern: base and the first start not tried yet
	base     int32   // what tells the paragraphs in tried apart
}

// gate is what is asked before a pattern is run.
type gate struct {
	lead                 pattern.Lead
	minBefore, maxBefore int32 // tokens from the start of a match to its anchor
	lang                 pack.Lang
}

// builtin holds the kinds that code makes.
type builtin struct{ question, quoted, exclaimed, hashtagged, negated, vignette, fiction uint16 }

// New returns a Scanner with no packs.
func New() *Scanner {
	s := &Scanner{}
	s.known = s.Known
	s.special = builtin{s.Kind("question"), s.Kind("quoted"), s.Kind("exclaimed"), s.Kind("hashtagged"), s.Kind("negated"),
		s.Kind("vignette"), s.Kind("fiction")}
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
	s.level = append(s.level, 0)
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
// pack's identifier formats are damaged, and when it is an overlay and what it
// needs is not there. What was found with the packs before is
// forgotten: facts read before must not be used any more.
func (s *Scanner) Add(p *pack.Pack) error {
	if err := s.fits(p); err != nil {
		return err
	}
	l := &loaded{Pack: p, tried: make([]int32, p.Patterns())}
	for i := range p.Patterns() {
		pt := p.Pattern(uint32(i))
		l.gates = append(l.gates, gate{pattern.LeadOf(pt.Insts), pt.MinBefore, pt.MaxBefore, p.Rules[pt.Rule].Lang})
	}
	own := formats{pack: p.Name}
	if len(p.Identifiers) > 0 {
		set, err := identifier.Load(p.Identifiers)
		if err != nil {
			return err
		}
		own.whole, own.set = set, set
	}
	s.addFormats(own)
	l.kinds = make([]uint16, len(p.Kinds))
	for i, k := range p.Kinds {
		l.kinds[i] = s.Kind(k.Name)
	}
	for i := range p.Rules {
		l.needs = append(l.needs, l.translate(p.Rules[i].Needs))
		l.unless = append(l.unless, l.translate(p.Rules[i].Unless))
	}
	l.given, l.surname = p.ClassID("given_name"), p.ClassID("surname")
	l.title, l.drTitle = p.ClassID("title"), p.ClassID("title_clinician")
	l.eponym, l.public = p.ClassID("eponym"), p.ClassID("public_figure")
	l.place, l.placeSml = p.ClassID("place"), p.ClassID("place_small")
	l.noun = p.ClassID("place_noun")
	l.kin, l.family, l.clinician = p.ClassID("title_kin"), p.ClassID("family_author"), p.ClassID("clinician")
	l.refined = refinements(p)
	s.place(l)
	s.Forget()
	return nil
}

// Lead returns the pack whose lexicons names are told by, and Marks come from; nil
// when there is no pack.
func (s *Scanner) Lead() *pack.Pack {
	if s.names == nil {
		return nil
	}
	return s.names.Pack
}

// place puts l among the packs, and works out what depends on them all.
func (s *Scanner) place(l *loaded) {
	at := 0
	for at < len(s.packs) && s.packs[at].Name != l.Name {
		at++
	}
	if at == len(s.packs) {
		s.packs = append(s.packs, nil)
	}
	s.packs[at] = l
	s.names = s.packs[0]
	for i := len(s.packs) - 1; i >= 0; i-- {
		if s.packs[i].given != 0 {
			s.names = s.packs[i]
		}
	}
	for _, l := range s.packs {
		l.refined.know(s.formats)
		l.classes = make([][]uint16, len(s.packs))
		for j, o := range s.packs {
			if o == l {
				continue
			}
			l.classes[j] = make([]uint16, len(o.Classes))
			for c := len(pack.Shapes); c < len(o.Classes); c++ {
				l.classes[j][c] = l.ClassID(o.Classes[c])
			}
		}
	}
	s.levels()
	s.force.known = false
	s.enact("")
}

func (l *loaded) translate(list []pack.Condition) []condition {
	out := make([]condition, len(list))
	for i, c := range list {
		out[i] = condition{kind: l.kinds[c.Kind], scope: c.Scope, or: c.Or}
	}
	return out
}

// scan finds the facts and names of one paragraph, in its own tokens.
func (s *Scanner) scan(doc *text.Doc, ids []sighting, p *paragraph) {
	p.facts, p.names, p.marks = s.sentences(doc, p.facts[:0]), p.names[:0], p.marks[:0]
	if len(doc.Tokens) == 0 || len(s.packs) == 0 {
		return
	}
	p.names = s.mentions(doc, ids, p.names)
	p.marks = s.names.marks(p.marks[:0])
	for _, l := range s.packs {
		p.facts = s.patterns(l, doc, p.facts)
	}
}

// sentences makes the facts that a sentence's last mark tells.
func (s *Scanner) sentences(doc *text.Doc, facts []Fact) []Fact {
	for i := range doc.Sentences {
		se := &doc.Sentences[i]
		x := Fact{First: se.First, Last: se.Last, From: se.First, To: se.Last, Sentence: int32(i)}
		if se.Question {
			x.Kind = s.special.question
			facts = append(facts, x)
		}
		if se.Exclaimed {
			x.Kind = s.special.exclaimed
			facts = append(facts, x)
		}
	}
	return facts
}

// patterns runs a pack's patterns wherever one of their anchors stands.
func (s *Scanner) patterns(l *loaded, doc *text.Doc, facts []Fact) []Fact {
	if s.Watch != nil {
		s.Watch.Pack(l.Pack, &l.in)
	}
	n := int32(len(doc.Tokens))
	if l.base > math.MaxInt32-2*n-2 {
		clear(l.tried)
		l.base = 0
	}
	l.base++
	l.in.Seal()
	for i := int32(0); i < n; i++ {
		if w := l.in.Words[i]; w != 0 {
			for _, p := range l.WordPatterns(w) {
				facts = s.try(l, doc, facts, p, i)
			}
		}
		for _, m := range l.in.At(i) {
			for _, p := range l.ClassPatterns(m.Class) {
				facts = s.try(l, doc, facts, p, i)
			}
		}
	}
	l.base += n
	return facts
}

// try runs pattern p at every start from which its anchor at token i can be met.
// Anchors come in order, so the starts before the last one have all been tried.
func (s *Scanner) try(l *loaded, doc *text.Doc, facts []Fact, p uint32, i int32) []Fact {
	g, se := &l.gates[p], &doc.Sentences[doc.Tokens[i].Sentence]
	if !speaks(g.lang, se.Lang) {
		return facts
	}
	start := max(se.First, i-g.maxBefore, l.tried[p]-l.base)
	for ; start <= i-g.minBefore; start++ {
		if l.in.Leads(&g.lead, start) {
			facts = s.match(l, doc, facts, p, start)
		}
	}
	l.tried[p] = max(l.tried[p], l.base+start)
	return facts
}

// match runs pattern p at token start.
func (s *Scanner) match(l *loaded, doc *text.Doc, facts []Fact, p uint32, start int32) []Fact {
	pt, se := l.Pattern(p), &doc.Sentences[doc.Tokens[start].Sentence]
	m, ok := s.matcher.Run(pt.Insts, &l.in, se.First, se.Last, start)
	if !ok {
		return facts
	}
	facts = append(facts, l.fact(doc, pt.Rule, m))
	if s.Watch != nil {
		s.Watch.Match(p, facts[len(facts)-1])
	}
	return facts
}

// fact is what a match of a rule's pattern makes.
func (l *loaded) fact(doc *text.Doc, rule uint32, m pattern.Match) Fact {
	x := Fact{
		Kind: l.kinds[l.Rules[rule].Fact], Rule: &l.Rules[rule], First: m.Open, Last: m.Close, From: m.First, To: m.Last,
		Sentence: doc.Tokens[m.First].Sentence, source: l, index: rule,
	}
	for t := m.Open; t < m.Close; t++ {
		for _, n := range l.in.At(t) {
			if n.Class == pack.ShapePlace {
				x.People = max(x.People, n.Attr>>pack.PeopleShift)
			}
			if n.Class >= uint16(len(pack.Shapes)) && t+int32(n.Len) <= m.Close && n.Attr&pack.RareMask > x.Attr&pack.RareMask {
				x.Attr = n.Attr
			}
		}
	}
	return x
}
