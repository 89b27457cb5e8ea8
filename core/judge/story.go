package judge

import (
	"slices"

	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/scan"
	"github.com/bedside-md/bedside/core/text"
)

// Subject is whose story a draft tells.
type Subject uint8

// Subjects.
const (
	Nobody Subject = iota
	Patient
	Self
	Family
	Colleague
	Population
	Invented
)

// Story is what a draft tells of one individual.
type Story struct {
	Subject   Subject
	Real      bool // one specific real patient, neither invented nor published
	Consented bool // written consent is stated
	Factors   []Factor
	named     bool
	tagged    []stretch // names and places that only the model hears
	heardOf   []Factor  // details that it hears
	heard     int       // cues that a patient is spoken of
	first     int32     // first and last token of what shows that a patient is spoken of
	last      int32
}

// Log-odds beyond which the model decides alone whether a real patient is spoken
// of. Between them the rules' cues do. Chosen on held-out files: beyond likely
// one clear draft in sixteen lies, below unlikely one story in nine.
const (
	likely   = -0.1
	unlikely = -1.2
)

// story decides whose story the draft tells and gathers its details.
func (j *Judge) story(f *scan.Facts, o *opinion, w Wishes) *Story {
	patient, person := f.Count(j.k.patient), f.Count(j.k.person)
	st := &Story{first: -1, heard: patient}
	invented := f.Has(j.k.vignette) || f.Has(j.k.fiction) || f.Has(j.k.published) || f.Has(j.k.history)
	switch {
	case w.NotPatient:
		st.Subject = j.otherSubject(f)
		return st
	case invented && !o.above(AskStory, 1):
		st.Subject = Invented
	case o.above(AskStory, likely), o.tells(w.Ease):
		st.Subject, st.Real = Patient, true
	case patient+person == 0, o.below(AskStory, unlikely):
		st.Subject = j.otherSubject(f)
		return st
	case patient == 0 && f.Count(j.k.self)+f.Count(j.k.family) >= person:
		st.Subject = j.otherSubject(f)
	case patient == 0 && f.Count(j.k.aggregate) >= person:
		st.Subject = Population
	default:
		st.Subject, st.Real = Patient, true
	}
	st.Consented = w.Consent || f.Has(j.k.consent)
	for i := range f.Facts {
		x := &f.Facts[i]
		if x.Kind == j.k.patient || st.first < 0 && x.Kind == j.k.person {
			if st.first < 0 || x.First < st.first && x.Kind == j.k.patient {
				st.first, st.last = x.First, x.Last
			}
		}
		if label, ok := j.kind[x.Kind]; ok {
			st.add(Factor{label, x.First, x.Last, x.Attr & pack.RareMask, x.People})
		}
	}
	text.Order(st.Factors, func(a, b Factor) int { return int(a.First - b.First) })
	if st.Real {
		j.tagStory(f, st)
	}
	if st.first < 0 && st.Real {
		// No cue of the rules': the story begins with its first detail, or fills
		// the first sentence.
		switch {
		case len(st.Factors) > 0:
			st.first, st.last = st.Factors[0].First, st.Factors[0].Last
		case len(f.Doc.Sentences) > 0:
			st.first, st.last = f.Doc.Sentences[0].First, f.Doc.Sentences[0].Last
		}
	}
	return st
}

// tells reports whether what is to be warned about is most likely a patient's story.
func (o *opinion) tells(ease float64) bool {
	return o.above(AskStory, unlikely) && o.alarm(ease) > risky && o.top != "patient-media" && aboutPatients(o.top)
}

func (j *Judge) otherSubject(f *scan.Facts) Subject {
	switch {
	case f.Has(j.k.self):
		return Self
	case f.Has(j.k.family):
		return Family
	case f.Has(j.k.colleague):
		return Colleague
	case f.Has(j.k.aggregate), f.Has(j.k.general):
		return Population
	}
	return Nobody
}

// add keeps a detail unless one of the same label covers it.
func (st *Story) add(x Factor) { st.Factors = with(st.Factors, x) }

// with returns details and one more, which is made one with those of the same label that
// it overlaps.
func with(list []Factor, x Factor) []Factor {
	meets := func(o Factor) bool { return o.Label == x.Label && x.First < o.Last && o.First < x.Last }
	at := slices.IndexFunc(list, meets)
	if at < 0 {
		return append(list, x)
	}
	all := &list[at]
	for _, o := range list[at:] {
		if meets(o) {
			all.First, all.Last, all.Weight = min(all.First, o.First), max(all.Last, o.Last), max(all.Weight, o.Weight)
		}
	}
	all.First, all.Last, all.Weight = min(all.First, x.First), max(all.Last, x.Last), max(all.Weight, x.Weight)
	rest := slices.DeleteFunc(list[at+1:], meets)
	return list[:at+1+len(rest)]
}

// weigh counts the details that add up (one for each label) and says whether
// one of them is nearly unique.
func (st *Story) weigh() (n int, unique bool) {
	for i := range st.Factors {
		x := &st.Factors[i]
		unique = unique || x.Weight >= 3
		if !slices.ContainsFunc(st.Factors[:i], func(o Factor) bool { return o.Label == x.Label }) {
			n++
		}
	}
	return n, unique
}

func sentence(d *text.Doc, token int32) int32 { return d.Tokens[token].Sentence }
