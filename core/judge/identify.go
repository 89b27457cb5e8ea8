package judge

import (
	"slices"

	"github.com/bedside-md/bedside/core/identifier"
	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/scan"
)

// nameFindings judges personal names: only a patient's or a patient's relative's
// name is an identifier, not the author's, a colleague's or a public figure's.
func (j *Judge) nameFindings(f *scan.Facts, o *opinion, st *Story, set Settings, out []Finding) []Finding {
	r := j.scanner.Rule("identifier.name")
	if r == nil || o.below("identifier.name", doubted) {
		return out
	}
	names := f.Names
	for _, x := range st.tagged {
		if x.label == "identifier.name" && !slices.ContainsFunc(f.Names, func(n scan.Name) bool { return n.First < x.last && x.first < n.Last }) {
			names = append(slices.Clip(names), scan.Name{First: x.first, Last: x.last, Surname: true, Role: scan.Person})
		}
	}
	var theirs []uint64 // last words of patients' names
	for i := range names {
		n := &names[i]
		if n.Role != scan.Person && n.Role != scan.Speaker || set.own(&f.Doc.Tokens[n.First]) || set.own(&f.Doc.Tokens[n.Last-1]) {
			continue
		}
		last := f.Doc.Tokens[n.Last-1].Hash
		if !slices.Contains(theirs, last) && !j.patients(f, o, st, n) {
			continue
		}
		theirs = append(theirs, last)
		s := sentence(f.Doc, n.First)
		sev := Caution
		if n.Surname || n.Titled || f.Near(j.k.clinical, pack.InNear, s) {
			sev = Stop
		}
		if st.Consented {
			sev = Nudge
		}
		st.named = true
		x := j.finding(f, r, sev, n.First, n.Last, st)
		x.proved = sev == Stop && f.Near(j.k.patient, pack.InSentence, s)
		out = append(out, x)
	}
	return out
}

// patients reports whether a name is a patient's or a patient's relative's, by the
// model's log-odds and by where the name stands: a patient comes first and alone, with
// a title or as initials; authors, colleagues and those thanked come late and many. The
// numbers are those of a logistic regression on the names of the labelled posts, with
// log-odds of models that had not seen them, divided by that of identifier.name.
func (j *Judge) patients(f *scan.Facts, o *opinion, st *Story, n *scan.Name) bool {
	s := sentence(f.Doc, n.First)
	person := f.Near(j.k.person, pack.InNear, s)
	odds, ok := o.of("identifier.name")
	if !ok {
		return st.Real && (person || f.Near(j.k.patient, pack.InNear, s))
	}
	story, _ := o.of(AskStory)
	odds += 1.1 + story/5 - min(float64(len(f.Names)-1), 4) - 3.7*float64(n.First)/float64(len(f.Doc.Tokens))
	if st.Real {
		odds += 1.7
	}
	if person {
		odds += 1.4
	}
	if n.Titled || n.Initial {
		odds += 1.1
	}
	return odds > whose
}

// identifierFindings judges valid identifiers: in strict mode all, otherwise
// those tied to a patient by a label, a checksum or the story around them.
func (j *Judge) identifierFindings(f *scan.Facts, o *opinion, st *Story, set Settings, out []Finding) []Finding {
	dated := o.above("identifier.date", heard)
	for _, m := range f.Identifiers {
		format := f.Format(m)
		first, last := scan.Tokens(f.Doc, m.Start, m.End)
		if first >= last {
			continue
		}
		if set.Strict && m.Mistyped {
			continue // strict goes by what a string is, and this is none
		}
		around := j.surroundings(f, st, first)
		around.dated = dated
		sev := j.identifierSeverity(f, around, m, &format)
		if set.Strict {
			sev = max(sev, j.strictSeverity(f, around, m, &format))
		}
		r := j.scanner.Rule(format.Category)
		if sev == Clear || r == nil {
			continue
		}
		if st.Consented && sev < Stop && (format.Category == "identifier.date" || format.Category == "identifier.age") {
			sev = Nudge
		}
		out = append(out, Finding{
			Rule: r, Category: format.Category, Severity: sev, First: first, Last: last,
			Start: m.Start, End: m.End, Identifier: &format, Story: st,
			// Many an old man is spoken of who is no patient.
			proved: set.Strict || (m.Checked || m.Labelled) && format.Category != "identifier.age",
		})
		// An age of 90 or more, and a place, count as details of the story.
		if st.Real {
			switch format.Category {
			case "identifier.age":
				st.add(Factor{"reid.age", first, last, 1, 0})
			case "identifier.place":
				st.add(Factor{"reid.place", first, last, 1, 0})
			}
		}
	}
	return out
}

// surroundings is what stands around an identifier that says whose it may be.
type surroundings struct {
	sentence int32
	real     bool // the draft tells of a real patient
	patient  bool // a patient is spoken of nearby, or somebody who undergoes something clinical
	here     bool // a patient is, in this sentence
	other    bool // somebody else is, in this sentence: her, his, the daughter
	nearby   bool // … or in the one before or after
	named    bool // a private person's name stands in this sentence
	ours     bool // the author's own, or a practice's
	public   bool // a public line or address is given
	event    bool // a date of an event or a deadline is
	family   bool // the author's family is spoken of
	counts   bool // populations are
	dated    bool // the model hears a date of a patient's in the draft
	invented bool // a teaching case, fiction, or long ago or elsewhere published
}

func (j *Judge) surroundings(f *scan.Facts, st *Story, token int32) surroundings {
	s := sentence(f.Doc, token)
	in := func(k uint16) bool { return f.Near(k, pack.InSentence, s) }
	near := func(k uint16) bool { return f.Near(k, pack.InNear, s) }
	x := surroundings{
		sentence: s, real: st.Real, patient: near(j.k.patient) || near(j.k.person), here: in(j.k.patient),
		other: in(j.k.other), nearby: near(j.k.other), ours: in(j.k.ours),
		public: near(j.k.publicLine), event: near(j.k.publicDate), family: in(j.k.family), counts: in(j.k.aggregate),
		invented: st.Subject == Invented || f.Has(j.k.vignette) || f.Has(j.k.fiction) || f.Has(j.k.published) || f.Has(j.k.history),
	}
	for _, n := range f.Names {
		x.named = x.named || n.Role == scan.Person && sentence(f.Doc, n.First) == s
	}
	return x
}

// tied reports whether somebody lies or lives where token stands: a bed or a room
// alone is anybody's, though rules count it as a word for a patient.
func (j *Judge) tied(f *scan.Facts, st *Story, token int32) bool {
	a := j.surroundings(f, st, token)
	if a.public || a.family {
		return false
	}
	if a.other || a.named || a.real && a.nearby {
		return true
	}
	for _, m := range f.Identifiers {
		if first, last := scan.Tokens(f.Doc, m.Start, m.End); m.Labelled && first < last && sentence(f.Doc, first) == a.sentence {
			return true
		}
	}
	for i := range f.Facts {
		x := &f.Facts[i]
		if (x.Kind == j.k.patient || x.Kind == j.k.person) && (token < x.First || token >= x.Last) &&
			x.Sentence >= a.sentence-1 && x.Sentence <= a.sentence+1 {
			return true
		}
	}
	return false
}

// private reports whether what is written here may be somebody else's: neither the
// author's own nor a practice's.
func (x *surroundings) private() bool { return !x.public && !x.ours }

// strictSeverity is how grave a valid identifier is whoever it belongs to. A date of
// an event and the address of a practice are nobody's.
func (j *Judge) strictSeverity(f *scan.Facts, x surroundings, m identifier.Match, format *identifier.Format) uint8 {
	switch {
	case m.Checked || m.Labelled:
		return Stop
	case format.Category == "identifier.date" && f.Near(j.k.publicDate, pack.InSentence, x.sentence) && !m.Context,
		format.Category == "identifier.place" && !x.private() && !m.Context:
		return Clear
	}
	return Caution
}

// identifierSeverity judges a match by what stands around it.
func (j *Judge) identifierSeverity(f *scan.Facts, x surroundings, m identifier.Match, format *identifier.Format) uint8 {
	switch format.Category {
	case "identifier.date":
		return dateSeverity(x, m)
	case "identifier.age":
		return ageSeverity(x)
	case "identifier.contact", "identifier.place":
		switch {
		case x.public:
			return Clear
		case x.real && !x.event, x.here, x.other && x.private(), x.patient && x.private(), x.named && x.nearby && x.private():
			return Stop
		}
		return Clear
	}
	somebody := x.other || x.nearby || x.named || x.patient
	if m.Mistyped {
		// A labelled number whose checksum fails still points at whoever it is
		// written beside, and among clinical words at somebody; where only the model hears
		// a patient it proves nothing.
		if (somebody || f.Has(j.k.clinical)) && !x.invented && !x.public || x.real && (f.Has(j.k.patient) || f.Has(j.k.person)) {
			return Stop
		}
		return Clear
	}
	if format.Public {
		return Clear // anybody may look it up, and it is a clinician's
	}
	switch {
	case m.Labelled && m.Confidence == identifier.High, m.Checked && m.Context:
		return Stop
	case x.real && (m.Checked || m.Confidence == identifier.High):
		return Stop
	case m.Checked && m.Confidence == identifier.High:
		return Stop
	case m.Context && m.Confidence >= identifier.Medium && somebody && x.private():
		return Stop
	case x.real && m.Confidence >= identifier.Medium:
		return Caution
	}
	return Clear
}

// dateSeverity asks for a label of birth, admission, procedure or death, for such a word
// and somebody it may be said of, or for a real patient's story and either.
func dateSeverity(x surroundings, m identifier.Match) uint8 {
	somebody := x.nearby || x.named || x.patient
	switch {
	case x.event && !m.Labelled, x.family, x.invented && !x.real:
		return Clear
	case x.real && (somebody || x.dated), m.Labelled, m.Context && somebody:
		return Caution
	}
	return Clear
}

func ageSeverity(x surroundings) uint8 {
	if !x.counts && !x.family && (x.real || !x.invented && (x.nearby || x.named || x.patient)) {
		return Caution
	}
	return Clear
}
