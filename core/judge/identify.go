package judge

import (
	"github.com/bedside-md/bedside/core/identifier"
	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/scan"
)

// nameFindings judges personal names: only a patient's or a patient's relative's
// name is an identifier, not the author's, a colleague's or a public figure's.
func (j *Judge) nameFindings(f *scan.Facts, st *Story, set Settings, out []Finding) []Finding {
	r := j.scanner.Rule("identifier.name")
	if r == nil {
		return out
	}
	for _, n := range f.Names {
		if n.Role != scan.Person || set.own(&f.Doc.Tokens[n.First]) || set.own(&f.Doc.Tokens[n.Last-1]) {
			continue
		}
		s := sentence(f.Doc, n.First)
		if f.Near(j.k.colleague, pack.InSentence, s) || f.Near(j.k.family, pack.InSentence, s) {
			continue
		}
		if !st.Real || !j.aboutPatient(f, n, s) {
			continue
		}
		sev := Caution
		if n.Surname || n.Titled || f.Near(j.k.clinical, pack.InNear, s) {
			sev = Stop
		}
		if st.Consented {
			sev = Nudge
		}
		st.named = true
		out = append(out, j.finding(f, r, sev, n.First, n.Last, st))
	}
	return out
}

// aboutPatient reports whether a name stands near what shows that a patient is
// spoken of.
func (j *Judge) aboutPatient(f *scan.Facts, n scan.Name, s int32) bool {
	return f.Near(j.k.patient, pack.InNear, s) || f.Near(j.k.person, pack.InNear, s) ||
		(n.Titled || n.Surname) && f.Near(j.k.clinical, pack.InNear, s)
}

// identifierFindings judges valid identifiers: in strict mode all, otherwise
// those tied to a patient by a label, a checksum or the story around them.
func (j *Judge) identifierFindings(f *scan.Facts, st *Story, set Settings, out []Finding) []Finding {
	for _, m := range f.Identifiers {
		format := f.Format(m)
		first, last := scan.Tokens(f.Doc, m.Start, m.End)
		if first >= last {
			continue
		}
		sev := j.identifierSeverity(f, st, m, format.Category, sentence(f.Doc, first))
		if set.Strict && !m.Mistyped {
			sev = max(sev, strictSeverity(m))
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

func strictSeverity(m identifier.Match) uint8 {
	if m.Checked || m.Labelled {
		return Stop
	}
	return Caution
}

// identifierSeverity judges a match of a format's category in sentence s.
func (j *Judge) identifierSeverity(f *scan.Facts, st *Story, m identifier.Match, category string, s int32) uint8 {
	near := st.Real && (f.Near(j.k.patient, pack.InNear, s) || f.Near(j.k.person, pack.InNear, s))
	switch category {
	case "identifier.date":
		if near && !f.Near(j.k.publicDate, pack.InNear, s) {
			return Caution
		}
		return Clear
	case "identifier.age":
		if st.Real && !f.Near(j.k.aggregate, pack.InSentence, s) {
			return Caution
		}
		return Clear
	case "identifier.contact", "identifier.place":
		if f.Near(j.k.publicLine, pack.InNear, s) {
			return Clear
		}
		if st.Real {
			return Stop
		}
		return Clear
	}
	if m.Mistyped {
		// A labelled number whose checksum fails still points at the patient it
		// is written beside; where only the model hears a patient it proves nothing.
		if st.Real && (f.Has(j.k.patient) || f.Has(j.k.person)) {
			return Stop
		}
		return Clear
	}
	switch {
	case m.Labelled && m.Confidence == identifier.High, m.Checked && m.Context:
		return Stop
	case st.Real && (m.Checked || m.Confidence == identifier.High):
		return Stop
	case m.Checked && m.Confidence == identifier.High:
		return Stop
	case st.Real && m.Confidence >= identifier.Medium:
		return Caution
	}
	return Clear
}
