package judge

import "github.com/bedside-md/bedside/core/scan"

// smallPlace is the most people of a place that points to a patient by its name
// alone, four times the logarithm of 2,500 (LABELS.md: villages).
const smallPlace = 13

// Small reports whether a place of so many people, as facts hold them, points to a
// patient by its name alone.
func Small(people uint8) bool { return people > 0 && people <= smallPlace }

// detailFindings judges details that identify by themselves and that no format
// finds: ages of 90 and more in words, beds, rooms and houses, and small places by
// name, where a real patient is spoken of.
func (j *Judge) detailFindings(f *scan.Facts, o *opinion, st *Story, out []Finding) []Finding {
	for i := range f.Facts {
		x := &f.Facts[i]
		category := ""
		switch {
		case x.Kind == j.k.place, j.kind[x.Kind] == "reid.place" && Small(x.People):
			category = "identifier.place"
		case x.Kind == j.k.oldAge:
			category = "identifier.age"
		default:
			continue
		}
		out = j.detailFinding(f, o, st, category, x.First, x.Last, out)
	}
	for _, x := range st.tagged {
		if x.label == "identifier.place" {
			out = j.detailFinding(f, o, st, x.label, x.first, x.last, out)
		}
	}
	return out
}

// detailFinding judges one of them.
func (j *Judge) detailFinding(f *scan.Facts, o *opinion, st *Story, category string, first, last int32, out []Finding) []Finding {
	r := j.scanner.Rule(category)
	if r == nil || !st.Real && !o.above(category, heard) || o.below(category, doubted) {
		return out
	}
	if a := j.surroundings(f, st, first); a.public || a.event || a.family || category == "identifier.age" && a.counts {
		return out
	}
	sev := Caution
	if st.Consented {
		sev = Nudge
	}
	return append(out, j.finding(f, r, sev, first, last, st))
}
