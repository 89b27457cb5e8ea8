package advise

import (
	"slices"
	"strconv"

	"github.com/bedside-md/bedside/core/anonymity"
	"github.com/bedside-md/bedside/core/judge"
	"github.com/bedside-md/bedside/core/text"
)

// telling is the most patients seen of whom those who were there would know at once
// which is meant.
const telling = 3

// crowd is the number of people from which a sentence no longer warns.
const crowd = 20

// anonymity weighs how many people fit the draft; nil when no finding is of a real
// patient's story.
func (c *Composer) anonymity(findings []judge.Finding) *Anonymity {
	if c.Crowd == nil {
		return nil
	}
	for i := range findings {
		if st := findings[i].Story; st != nil && st.Real {
			e := c.Crowd.Weigh(c.Facts, c.Setting)
			c.fit = &e
			return &Anonymity{
				K: e.K, Low: e.Low, High: e.High, Among: e.Among,
				Where: c.where(&e), Assumes: c.assumes(&e), Text: c.fitText(&e),
			}
		}
	}
	return nil
}

// effect says how many people fit a finding's story before and after changes; "" where
// nobody is counted, or nothing is left of the story that anybody could fit.
func (c *Composer) effect(f *Finding, changes []Change) string {
	gone := func(x Change) bool { return x.Start <= f.Start && f.End <= x.End && x.Text == "" }
	if c.fit == nil || c.Rescan == nil || slices.ContainsFunc(changes, gone) {
		return ""
	}
	return "k: " + strconv.Itoa(c.fit.K) + " -> " + strconv.Itoa(c.fitting(changes))
}

// fitting is how many people fit the draft with changes made.
func (c *Composer) fitting(changes []Change) int {
	return c.Crowd.Weigh(c.Rescan(c.apply(changes)), c.Setting).K
}

// where names the place or the unit, without a preposition.
func (c *Composer) where(e *anonymity.Estimate) string {
	switch {
	case e.Known:
		return pick(c.French, e.Unit.Name[1], e.Unit.Name[0])
	case e.First < e.Last:
		return c.placeName(e.First, e.Last)
	}
	names := [...][2]string{
		anonymity.Region:  {"your region", "votre région"},
		anonymity.Village: {"the village", "le village"},
		anonymity.Town:    {"the town", "la petite ville"},
		anonymity.Rural:   {"the district", "le secteur"},
	}
	return pick(c.French, names[e.Placed][1], names[e.Placed][0])
}

// placeName is the place as written, without the words around it.
func (c *Composer) placeName(first, last int32) string {
	tok := c.Doc.Tokens
	for first < last-1 && !tok[first].Is(text.Capital) {
		first++
	}
	return string(c.Doc.Clean[tok[first].Start:tok[last-1].End])
}

// fitText says how many fit, in a sentence.
func (c *Composer) fitText(e *anonymity.Estimate) string {
	where, k := c.where(e), c.number(e.K)
	if !e.Known {
		switch {
		case e.K == 1 && c.French:
			return "Une seule personne, peut-être, correspond à cette description (" + where + ")."
		case e.K == 1:
			return "Perhaps only one person in " + where + " fits this description."
		case c.French:
			return "Environ " + k + " personnes correspondent à cette description (" + where + ")."
		}
		return "About " + k + " people in " + where + " fit this description."
	}
	if e.Unit.Name != anonymity.Anywhere {
		where = pick(c.French, "dans ", "in ") + where
	}
	switch {
	case e.K <= telling:
		return pick(c.French, "Vos collègues et les proches sauraient tout de suite de qui il s'agit.", "Your colleagues and the family would know at once.")
	case e.K < crowd:
		return pick(c.French,
			"Environ "+k+" personnes vues "+where+" correspondent à cette description : collègues et proches pourraient deviner.",
			"About "+k+" patients seen "+where+" fit this description: colleagues and the family could guess.")
	}
	return pick(c.French,
		"Environ "+k+" personnes vues "+where+" correspondent à cette description.",
		"About "+k+" patients seen "+where+" fit this description.")
}

// assumes lists what the estimate takes for granted.
func (c *Composer) assumes(e *anonymity.Estimate) []string {
	var out []string
	add := func(en, fr string) { out = append(out, pick(c.French, fr, en)) }
	among := c.number(e.Among)
	switch {
	case e.Known && e.Guess:
		add("where you work is not said: a unit that saw about "+among+" patients in that time is supposed",
			"le lieu de travail n'est pas dit : on suppose une unité qui a vu environ "+among+" personnes dans ce délai")
	case e.Known:
		add("the unit saw about "+among+" patients in that time", "l'unité a vu environ "+among+" personnes dans ce délai")
	case e.Guess:
		add("no place of known size is named: about "+among+" people are supposed",
			"aucun lieu de taille connue n'est nommé : on suppose environ "+among+" personnes")
	default:
		add("about "+among+" people live there", "environ "+among+" personnes y vivent")
	}
	if e.Known && !e.Timed {
		add("the draft does not say when: the past three years are counted", "le moment n'est pas dit : on compte les trois dernières années")
	}
	add("the details are independent, and the shares of the population approximate",
		"les détails sont indépendants et les parts de la population, approximatives")
	return out
}

// number writes a number with its thousands apart, as the language does.
func (c *Composer) number(n int) string {
	s := strconv.Itoa(n)
	sep := pick(c.French, "\u202f", ",")
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + sep + s[i:]
	}
	return s
}
