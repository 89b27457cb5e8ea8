// Package explain says what the rules make of a draft, step by step: how it was
// read, what was found, what a condition took away, and which patterns came
// close and what stopped them. It is for those who write rules and is never
// linked into the module: it may be slow.
package explain

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/bedside-md/bedside/core/identifier"
	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/pack/source"
	"github.com/bedside-md/bedside/core/pattern"
	"github.com/bedside-md/bedside/core/scan"
	"github.com/bedside-md/bedside/core/text"
)

// Span is a part of the draft: UTF-16 code units [Start, End), and its words as
// they are written there.
type Span struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// Token is a word, number or sign as read.
type Token struct {
	Span
	Folded   string   `json:"folded"` // as rules see it
	Kind     string   `json:"kind"`
	Flags    []string `json:"flags,omitempty"`
	Sentence int      `json:"sentence"` // from 1
	Known    bool     `json:"known"`    // some rule or lexicon knows the word
}

// Sentence is a run of tokens within which patterns match.
type Sentence struct {
	Span
	Lang string `json:"lang"`
}

// Mention is a lexicon entry, a shape or an identifier.
type Mention struct {
	Span
	Class string `json:"class"`          // "@relation", "#age"
	Note  string `json:"note,omitempty"` // what the lexicon or format says of it
}

// Fact is something that a rule, or code, found.
type Fact struct {
	Span
	Kind     string                `json:"kind,omitempty"` // "" for rules that only make findings
	Rule     string                `json:"rule,omitempty"` // "" for facts that code makes
	Category string                `json:"category,omitempty"`
	Severity string                `json:"severity,omitempty"`
	Sentence int                   `json:"sentence"` // from 1
	Pattern  *source.PatternSource `json:"pattern,omitempty"`
	Dropped  *Drop                 `json:"dropped,omitempty"` // nil when it stands
}

// Drop is why a fact was taken away.
type Drop struct {
	Condition string `json:"condition"` // "needs people@sentence", "unless negated"
	By        *Span  `json:"by,omitempty"`
	Rule      string `json:"rule,omitempty"` // that made the fact which spoke
}

// Report is all there is to say about a draft.
type Report struct {
	Lang      string     `json:"lang"`
	Tokens    []Token    `json:"tokens"`
	Sentences []Sentence `json:"sentences"`
	Mentions  []Mention  `json:"mentions"`
	Facts     []Fact     `json:"facts"` // in the order found, those dropped too
	Near      []Attempt  `json:"near"`  // the closest first
}

// Indexed is a compiled pack, and what its source said of it, as
// source.CompileIndexed gives them. Index is nil when the source is not at hand:
// then the pack's facts are told, and not which pattern made them.
type Indexed struct {
	Pack  []byte
	Index *source.Index
}

// Reader explains drafts against packs.
type Reader struct {
	packs   []*indexed
	scanner *scan.Scanner
}

type indexed struct {
	*pack.Pack
	index *source.Index
	needs map[uint32][]int // pattern -> parts still needed from each instruction
}

// New returns a Reader for packs, an overlay after what it adds to.
func New(packs ...Indexed) (*Reader, error) {
	r := &Reader{scanner: scan.New()}
	for _, x := range packs {
		p, err := pack.Load(x.Pack)
		if err != nil {
			return nil, fmt.Errorf("load the compiled rules: %w", err)
		}
		if err := r.scanner.Add(p); err != nil {
			return nil, fmt.Errorf("load the compiled rules: %w", err)
		}
		r.packs = append(r.packs, &indexed{p, x.Index, map[uint32][]int{}})
	}
	return r, nil
}

// Rules returns the ids of all rules, without repetition, in their order.
func (r *Reader) Rules() []string {
	var out []string
	for _, p := range r.packs {
		for i := range p.Rules {
			if id := p.Rules[i].ID; !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	return out
}

// reading is one draft on its way to a Report.
type reading struct {
	*Reader
	draft   []byte
	doc     text.Doc
	facts   scan.Facts
	packs   []packReading
	found   []scan.Fact
	matched []match
	drops   map[int]Drop // index in found -> why
	report  *Report
}

// packReading is a draft as the patterns of one pack see it.
type packReading struct {
	*indexed
	in      *pattern.Input
	matched map[uint32]bool // patterns
}

// match is a fact and the pattern that made it, nil when the source is not known.
type match struct {
	fact    scan.Fact
	pattern *source.PatternSource
}

// Explain reads a draft for an author in a jurisdiction, "" when it is unknown.
// lang, "en" or "fr", overrides the languages detected when it is not "".
func (r *Reader) Explain(draft, lang, jurisdiction string) *Report {
	x := &reading{Reader: r, draft: []byte(draft), drops: map[int]Drop{}, report: &Report{Tokens: []Token{}, Sentences: []Sentence{}, Mentions: []Mention{}, Facts: []Fact{}, Near: []Attempt{}}}
	x.doc.Known = r.scanner.Known
	x.doc.Read(x.draft)
	if lang != "" {
		x.doc.Lang = text.English
		if lang == "fr" {
			x.doc.Lang = text.French
		}
		for i := range x.doc.Sentences {
			x.doc.Sentences[i].Lang = x.doc.Lang
		}
	}
	r.scanner.Watch = x
	r.scanner.Scan(&x.doc, jurisdiction, &x.facts)
	r.scanner.Watch = nil
	x.report.Lang = x.doc.Lang.String()
	x.tokens()
	x.mentions()
	x.made()
	x.near()
	return x.report
}

// Pack implements scan.Watch. What the scanner shares it keeps changing, so it
// is copied.
func (x *reading) Pack(p *pack.Pack, in *pattern.Input) {
	for _, l := range x.Reader.packs {
		if l.Pack == p {
			own := &pattern.Input{Words: slices.Clone(in.Words), Offsets: slices.Clone(in.Offsets), Mentions: slices.Clone(in.Mentions)}
			own.Seal()
			x.packs = append(x.packs, packReading{l, own, map[uint32]bool{}})
		}
	}
}

// Match implements scan.Watch.
func (x *reading) Match(i uint32, f scan.Fact) {
	p := &x.packs[len(x.packs)-1]
	p.matched[i] = true
	m := match{fact: f}
	if p.index != nil {
		m.pattern = &p.index.Patterns[i]
	}
	x.matched = append(x.matched, m)
}

// Found implements scan.Watch.
func (x *reading) Found(f *scan.Facts) { x.found = slices.Clone(f.Facts) }

// Drop implements scan.Watch.
func (x *reading) Drop(f scan.Fact, because []pack.Condition, need bool) {
	for i := range x.found {
		if _, gone := x.drops[i]; !gone && x.found[i] == f {
			x.drops[i] = x.why(&f, because, need)
			return
		}
	}
}

var scopeNames = map[pack.Scope]string{pack.InSentence: "sentence", pack.InNear: "near", pack.InPost: "post"}

// why words the conditions that took a fact away, and finds the fact that spoke.
func (x *reading) why(f *scan.Fact, because []pack.Condition, need bool) Drop {
	d := Drop{Condition: "unless "}
	if need {
		d.Condition = "needs "
	}
	for i, c := range because {
		if i > 0 {
			d.Condition += " | "
		}
		d.Condition += x.scanner.Kinds[c.Kind] + "@" + scopeNames[c.Scope]
	}
	if need {
		return d
	}
	c := because[0]
	best, apart := -1, int32(math.MaxInt32)
	for i := range x.found {
		g := &x.found[i]
		if g.Kind != c.Kind || x.drops[i].Condition != "" || !within(c.Scope, f.Sentence, g.Sentence) {
			continue
		}
		if a := max(g.First-f.Last, f.First-g.Last, 0); a < apart {
			best, apart = i, a
		}
	}
	if best < 0 {
		return d // quoted and hashtagged are told by the words themselves
	}
	g := &x.found[best]
	span := x.span(g.First, g.Last)
	d.By = &span
	if g.Rule != nil {
		d.Rule = g.Rule.ID
	}
	return d
}

func within(s pack.Scope, a, b int32) bool {
	switch s {
	case pack.InSentence:
		return a == b
	case pack.InNear:
		return a-b <= 1 && b-a <= 1
	}
	return true
}

// span returns tokens [first, last) as the draft writes them.
func (x *reading) span(first, last int32) Span {
	if first >= last {
		return Span{}
	}
	from, to := x.doc.TokenSpan(first, last)
	return Span{from, to, units(x.draft, from, to)}
}

var severities = [...]string{"", "nudge", "caution", "stop"}

// made lists the facts, those that were dropped too.
func (x *reading) made() {
	for i := range x.found {
		f := &x.found[i]
		out := Fact{Span: x.span(f.First, f.Last), Sentence: int(f.Sentence) + 1}
		if kind := x.scanner.Kinds[f.Kind]; kind != "always" {
			out.Kind = kind
		}
		if f.Rule != nil {
			out.Rule, out.Category, out.Severity = f.Rule.ID, f.Rule.Category, severities[f.Rule.Severity]
			out.Pattern = x.maker(f)
		}
		if d, ok := x.drops[i]; ok {
			out.Dropped = &d
		}
		x.report.Facts = append(x.report.Facts, out)
	}
}

// maker returns the pattern that made a fact. Overlays may have changed its rule
// since.
func (x *reading) maker(f *scan.Fact) *source.PatternSource {
	for i := range x.matched {
		m := &x.matched[i]
		if g := &m.fact; g.Rule != nil && g.Rule.ID == f.Rule.ID && g.Kind == f.Kind &&
			g.First == f.First && g.Last == f.Last && g.From == f.From && g.To == f.To {
			p := m.pattern
			g.Rule = nil // each makes one fact
			return p
		}
	}
	return nil
}

// mentions lists what lexicons and shapes found.
func (x *reading) mentions() {
	type mention struct {
		at  int32
		out Mention
	}
	seen := map[mention]bool{}
	for i := range int32(len(x.doc.Tokens)) {
		for _, p := range x.packs {
			for _, m := range p.in.At(i) {
				out := Mention{Span: x.span(i, i+int32(m.Len)), Class: p.class(m.Class)}
				if int(m.Class) >= len(pack.Shapes) || m.Class == pack.ShapePlace {
					out.Note = attribute(out.Class, m.Attr)
				}
				if !seen[mention{i, out}] {
					seen[mention{i, out}] = true
					x.report.Mentions = append(x.report.Mentions, out)
				}
			}
		}
	}
	for _, m := range x.facts.Identifiers {
		first, last := scan.Tokens(&x.doc, m.Start, m.End)
		x.report.Mentions = append(x.report.Mentions, Mention{x.span(first, last), "#id:" + x.facts.Format(m).ID, certainty(m)})
	}
}

func certainty(m identifier.Match) string {
	s := [...]string{"low confidence", "medium confidence", "high confidence"}[m.Confidence]
	for _, x := range []struct {
		is   bool
		says string
	}{{m.Labelled, "labelled"}, {m.Checked, "checksum holds"}, {m.Context, "context near"}, {m.Mistyped, "checksum fails"}} {
		if x.is {
			s += ", " + x.says
		}
	}
	return s
}

// attribute words the attribute of an entry of a lexicon.
func attribute(lexicon string, a uint8) string {
	s := [...]string{"", "uncommon", "rare", "very rare"}[a&pack.RareMask]
	add := func(more string) {
		if s != "" {
			s += ", "
		}
		s += more
	}
	if a&pack.Ambiguous != 0 {
		add("also an ordinary word")
	}
	if lexicon == "@given_name" || lexicon == "@surname" {
		if f := pack.FrequencyOf(a); f > pack.RareName {
			add([...]string{"", "frequent", "very frequent"}[f])
		}
	} else if p := a >> pack.PeopleShift; p > 0 {
		n := math.Pow(10, float64(p)/4)
		unit := math.Pow(10, math.Floor(math.Log10(n)))
		add("about " + thousands(int(math.Round(n/unit)*unit)) + " people")
	}
	return s
}

// thousands writes a number with commas.
func thousands(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%s,%03d", thousands(n/1000), n%1000)
}
