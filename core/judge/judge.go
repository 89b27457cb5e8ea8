// Package judge turns facts into findings: it gathers them into stories, asks
// whose story each is and whether it is real, adds up what could identify its
// subject, and says how grave that is. It never reads the text itself and writes
// no messages; package advise does.
package judge

import (
	"slices"
	"strings"

	"github.com/bedside-md/bedside/core/anonymity"
	"github.com/bedside-md/bedside/core/identifier"
	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/scan"
	"github.com/bedside-md/bedside/core/text"
)

// Severities, as core.Verdict numbers them.
const (
	Clear uint8 = iota
	Nudge
	Caution
	Stop
)

// Finding is one risk, in tokens and Clean bytes of the draft.
type Finding struct {
	Rule        *pack.Rule
	Category    string
	Severity    uint8
	Start, End  int32 // bytes of Doc.Clean
	First, Last int32 // tokens
	Factors     []Factor
	Identifier  *identifier.Format // nil unless a format matched
	Story       *Story             // nil unless it is about somebody's story
	proved      bool               // by a label, a checksum or the author's wish
}

// Factor is a detail that, with others, could let somebody be recognised.
type Factor struct {
	Label       string // as in LABELS.md, e.g. "reid.age"
	First, Last int32  // tokens
	Weight      uint8  // 0 ordinary .. 3 nearly unique
	People      uint8  // of a place: four times log10 of its population, 0 unknown
}

// Settings are the author's settings the judge needs.
type Settings struct {
	Strict bool
	Own    []uint64 // hashes of folded name parts that are never a patient's
	Crowd  anonymity.Setting
	Wishes Wishes
}

// Judge holds the fact kinds it asks about. It keeps no draft, but buffers, and is
// not safe for concurrent use.
type Judge struct {
	k         kinds
	crowd     *anonymity.Crowd
	scanner   *scan.Scanner     // for the rules that carry messages of findings judged here
	kind      map[uint16]string // reid.* kinds
	factKinds []factKind        // by kind
	model     *Model
	asked     map[string]int      // question -> its index in model
	foreign   map[*pack.Rule]bool // rules the model was not fitted with
	features  Features
	seen      []bag
	tags      []uint8 // of each token, as judge.Tags numbers them
	sums      sums
	marks     []uint32 // class of the scanner's Lead -> bucket of a net for the tokens it is
}

// factKind is how the model knows a kind of fact.
type factKind struct {
	hash   uint64 // of its name
	cover  uint32 // bucket of a net for the tokens it covers
	detail bool   // one that adds up in a story
}

type kinds struct {
	patient, person, clinical, self, family, colleague, vignette, published, fiction, consent, general, aggregate,
	publicLine, publicDate, history, intimate, face, other, ours, place, oldAge, care uint16
}

// New returns a judge for the scanner's packs. Call it again after a pack is
// added.
func New(s *scan.Scanner) *Judge {
	j := &Judge{crowd: anonymity.New(s), scanner: s, kind: map[uint16]string{}, asked: map[string]int{}, foreign: map[*pack.Rule]bool{}}
	for name, to := range map[string]*uint16{
		"patient": &j.k.patient, "person.clinical": &j.k.person, "clinical": &j.k.clinical,
		"self": &j.k.self, "family": &j.k.family, "colleague": &j.k.colleague, "vignette": &j.k.vignette,
		"published": &j.k.published, "fiction": &j.k.fiction, "consent": &j.k.consent, "general": &j.k.general,
		"aggregate": &j.k.aggregate, "public.line": &j.k.publicLine, "public.date": &j.k.publicDate,
		"care.setting": &j.k.care, "identifier.place": &j.k.place, "identifier.age": &j.k.oldAge, "other.person": &j.k.other, "ours": &j.k.ours, "history": &j.k.history, "intimate": &j.k.intimate, "face": &j.k.face,
	} {
		*to = s.Kind(name)
	}
	for i, name := range s.Kinds {
		detail := strings.HasPrefix(name, "reid.")
		if detail {
			j.kind[uint16(i)] = name
		}
		h := text.Hash([]byte(name))
		j.factKinds = append(j.factKinds, factKind{h, netBucket(h * saltCover), detail})
	}
	if p := s.Lead(); p != nil {
		for _, class := range p.Classes {
			j.marks = append(j.marks, netBucket(text.Hash([]byte(class))*saltMark))
		}
	}
	for _, p := range s.Packs() {
		m := ReadModel(p.Model)
		if m != nil {
			j.model = m
			for i, a := range m.asks {
				j.asked[a] = i
			}
		}
		for i := range p.Rules {
			j.foreign[&p.Rules[i]] = m == nil || p.Rules[i].Known
		}
	}
	return j
}

// Judge returns the findings of a draft, sorted by start, then gravest first.
func (j *Judge) Judge(f *scan.Facts, set Settings) []Finding {
	o := j.weigh(f)
	st := j.story(f, &o, set.Wishes)
	var out []Finding
	out = j.ruleFindings(f, st, out)
	out = j.nameFindings(f, &o, st, set, out)
	out = j.identifierFindings(f, &o, st, set, out)
	out = j.detailFindings(f, &o, st, out)
	out = j.storyFindings(f, st, out)
	out = j.learnedFindings(f, &o, st, set.Wishes.Ease, out)
	out = j.temper(f, &o, set.Wishes.Ease, out)
	j.spare(f, &o, st, set, out)
	j.hold(&o, out)
	for i := range out {
		if r := out[i].Rule; r.Tuned {
			out[i].Severity = r.Severity
		}
	}
	return settle(set.Wishes.grant(out))
}

// Crowd weighs how many people fit what drafts tell.
func (j *Judge) Crowd() *anonymity.Crowd { return j.crowd }

// few is the number of people below which a real patient may well be recognised.
const few = 20

// spare warns about a real patient's story that few people fit, unless the patient
// agreed or the model hears of none: what is found is no mere hint then.
func (j *Judge) spare(f *scan.Facts, o *opinion, st *Story, set Settings, out []Finding) {
	_, least := st.told()
	unheard := o.below(AskStory, storied) || o.alarm(set.Wishes.Ease) < least
	if unheard || !st.Real || st.Consented || len(out) == 0 {
		return
	}
	at := 0
	for i := range out {
		if out[i].Severity >= Caution {
			return
		}
		if c := out[i].Category; c == "reidentification" || c == "patient-mention" {
			at = i
		}
	}
	if j.crowd.Weigh(f, set.Crowd).K < few {
		out[at].Severity = Caution
	}
}

// ruleFindings takes the findings that rules make by themselves.
func (j *Judge) ruleFindings(f *scan.Facts, st *Story, out []Finding) []Finding {
	details, _ := st.weigh()
	for i := range f.Facts {
		x := &f.Facts[i]
		if x.Rule == nil || x.Rule.Category == "" {
			continue
		}
		sev := x.Rule.Severity
		if x.Rule.Category == "identifier.place" && !j.tied(f, st, x.First) {
			continue
		}
		if x.Rule.Category == "patient-media" {
			switch {
			case st.Consented:
				sev = Nudge
			case st.Real && details >= 2 || f.Has(j.k.face) || st.named:
				sev = max(sev, Stop)
			}
		}
		out = append(out, j.finding(f, x.Rule, sev, x.First, x.Last, st))
	}
	return out
}

func (j *Judge) finding(f *scan.Facts, r *pack.Rule, sev uint8, first, last int32, st *Story) Finding {
	return Finding{
		Rule: r, Category: r.Category, Severity: sev, First: first, Last: last,
		Start: f.Doc.Tokens[first].Start, End: f.Doc.Tokens[last-1].End, Story: st,
	}
}

// storyFindings weighs the story of one real patient: reidentification when two
// or more details stand, patient-mention otherwise, never both (LABELS.md).
func (j *Judge) storyFindings(f *scan.Facts, st *Story, out []Finding) []Finding {
	if !st.Real || st.first < 0 {
		return out
	}
	n, unique := st.weigh()
	id, sev := "", Nudge
	switch {
	case n >= 3, n == 2 && unique:
		id, sev = "reidentification.story", Stop
	case n == 2:
		id, sev = "reidentification.details", Caution
	case f.Has(j.k.intimate), n == 1 && unique:
		id, sev = "patient-mention.intimate", Caution
	default:
		id = "patient-mention.one"
	}
	if st.Consented {
		sev = Nudge
	}
	r := j.scanner.Rule(id)
	if r == nil {
		return out
	}
	first, last := st.first, st.last
	for _, x := range st.Factors {
		if n >= 2 {
			first, last = min(first, x.First), max(last, x.Last)
		}
	}
	x := j.finding(f, r, sev, first, last, st)
	x.Factors = st.shown()
	return append(out, x)
}

// settle sorts findings, and of those of one category that overlap keeps the
// gravest, or the longest of equals.
func settle(in []Finding) []Finding {
	text.Order(in, func(a, b Finding) int {
		if a.Start != b.Start {
			return int(a.Start - b.Start)
		}
		if a.Severity != b.Severity {
			return int(b.Severity) - int(a.Severity)
		}
		return int(b.End - a.End)
	})
	out := in[:0]
	for _, x := range in {
		merged := false
		for i := range out {
			o := &out[i]
			if o.Category == x.Category && x.Start < o.End && o.Start < x.End {
				if x.Severity > o.Severity {
					start, end, first, last := o.Start, o.End, o.First, o.Last
					*o = x
					if x.Identifier == nil && x.Rule.Category != "identifier.name" {
						o.Start, o.End, o.First, o.Last = min(start, x.Start), max(end, x.End), min(first, x.First), max(last, x.Last)
					}
				}
				merged = true
				break
			}
		}
		if !merged {
			out = append(out, x)
		}
	}
	text.Order(out, func(a, b Finding) int {
		if a.Start != b.Start {
			return int(a.Start - b.Start)
		}
		return int(b.Severity) - int(a.Severity)
	})
	return out
}

// own reports whether a token is part of a name the author listed.
func (s *Settings) own(t *text.Token) bool { return slices.Contains(s.Own, t.Hash) }
