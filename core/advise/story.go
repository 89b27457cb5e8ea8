package advise

import (
	"math/bits"
	"slices"
	"strings"

	"github.com/bedside-md/bedside/core/judge"
	"github.com/bedside-md/bedside/core/scan"
	"github.com/bedside-md/bedside/core/text"
)

// cost orders details by how little a story loses with them: among sets of one
// size the cheapest is offered.
var cost = map[string]int{
	"reid.time": 1, "reid.place": 2, "reid.age": 3, "reid.occupation": 4, "reid.relation": 5, "reid.trait": 6,
	"reid.event": 8, "reid.condition": 9, "reid.sex": 12,
}

const (
	maxFactors = 10 // details searched over; a longer story is offered all at once
	maxTries   = 48 // sets analysed again before falling back on all
)

// storyEdits offers, first, the smallest set of generalisations after which the
// draft no longer reads as a recognisable story (checked by analysing the edited
// draft), then each generalisation alone.
func (c *Composer) storyEdits(f *judge.Finding) []Edit {
	n := len(f.Factors)
	if n == 0 {
		return nil
	}
	changes := make([]Change, n)
	for i := range f.Factors {
		changes[i] = c.generalise(&f.Factors[i])
	}
	var out []Edit
	if set, ok := c.smallest(f, changes); ok {
		out = append(out, Edit{Label: c.setLabel(f, set), Changes: gather(changes, set)})
	} else {
		out = append(out, Edit{Label: pick(c.French, "Retirer ce passage", "Leave this passage out"), Changes: []Change{c.dropSentences(f.First, f.Last)}})
	}
	seen := map[string]bool{}
	for i := range f.Factors {
		label := c.factorLabel(f.Factors[i].Label)
		if !seen[label] && len(out) < 6 {
			seen[label] = true
			out = append(out, Edit{Label: label, Changes: []Change{changes[i]}})
		}
	}
	return out
}

// smallest searches the sets of details in order of size, then of cost, for the
// first whose generalisation clears the finding.
func (c *Composer) smallest(f *judge.Finding, changes []Change) (set uint32, ok bool) {
	n := len(changes)
	if n > maxFactors || c.Reread == nil {
		return 0, false
	}
	for _, set := range candidates(f) {
		if !aStory(c.Reread(c.apply(gather(changes, set)))) {
			return set, true
		}
	}
	return 0, false
}

// candidates returns the first maxTries sets of a story's details, in order of size,
// then of cost, without which it counts neither two details nor a unique one.
func candidates(f *judge.Finding) []uint32 {
	labels, unique := f.Story.Masks()
	var costs [maxFactors]uint64
	for i := range f.Factors {
		costs[i] = uint64(cost[f.Factors[i].Label])
	}
	// The order is that of numbers made of size, cost and set.
	var best []uint64
	for set := uint32(1); set < 1<<len(f.Factors); set++ {
		left := 0
		for _, of := range labels {
			if of&^set != 0 {
				left++
			}
		}
		if left > 1 || unique&^set != 0 {
			continue
		}
		k := uint64(bits.OnesCount32(set))<<48 | uint64(set)
		for s := set; s != 0; s &= s - 1 {
			k += costs[bits.TrailingZeros32(s)] << 32
		}
		if n := len(best); n == maxTries {
			if k > best[n-1] {
				continue
			}
			best = best[:n-1]
		}
		at, _ := slices.BinarySearch(best, k)
		best = slices.Insert(best, at, k)
	}
	sets := make([]uint32, len(best))
	for i, k := range best {
		sets[i] = uint32(k)
	}
	return sets
}

// aStory reports whether findings warn of somebody's story.
func aStory(findings []judge.Finding) bool {
	for i := range findings {
		f := &findings[i]
		if f.Severity >= judge.Caution && (f.Category == "reidentification" || f.Category == "patient-mention") {
			return true
		}
	}
	return false
}

// gather returns the changes in set, sorted, overlapping ones merged.
func gather(changes []Change, set uint32) []Change {
	var out []Change
	for i, x := range changes {
		if set&(1<<i) != 0 {
			out = append(out, x)
		}
	}
	slices.SortFunc(out, func(a, b Change) int { return a.Start - b.Start })
	merged := out[:0]
	for _, x := range out {
		if k := len(merged); k > 0 && x.Start < merged[k-1].End {
			merged[k-1].End = max(merged[k-1].End, x.End)
			if merged[k-1].Text == "" {
				merged[k-1].Text = x.Text
			}
			continue
		}
		merged = append(merged, x)
	}
	return merged
}

func (c *Composer) setLabel(f *judge.Finding, set uint32) string {
	var parts []string
	for i := range f.Factors {
		if w := c.factorWord(f.Factors[i].Label); set&(1<<i) != 0 && !slices.Contains(parts, w) {
			parts = append(parts, w)
		}
	}
	return pick(c.French, "Généraliser : ", "Generalise ") + strings.Join(parts, ", ")
}

var factorWords = map[string][2]string{
	"reid.age": {"the age", "l'âge"}, "reid.sex": {"the sex", "le sexe"}, "reid.place": {"the place", "le lieu"},
	"reid.time": {"the time", "le moment"}, "reid.occupation": {"the occupation", "le métier"},
	"reid.condition": {"the condition", "l'affection"}, "reid.event": {"the event", "l'événement"},
	"reid.relation": {"the relation", "le lien"}, "reid.trait": {"the trait", "le trait"},
}

func (c *Composer) factorWord(label string) string {
	w := factorWords[label]
	return pick(c.French, w[1], w[0])
}

func (c *Composer) factorLabel(label string) string {
	return pick(c.French, "Généraliser ", "Generalise ") + c.factorWord(label)
}

// generalise returns the change that makes one detail say less.
func (c *Composer) generalise(x *judge.Factor) Change {
	fr := c.Doc.Lang == text.French
	tok := c.Doc.Tokens
	switch x.Label {
	case "reid.age":
		return c.blurAge(x, fr)
	case "reid.time":
		if x.First > 0 && tok[x.First].Is(text.SentStart) {
			return c.drop(tok[x.First].Start, tok[x.Last-1].End)
		}
		first := c.preposition(x.First)
		s, e := c.Doc.Span(tok[first].Start, tok[x.Last-1].End)
		return Change{s, e, c.cased(tok[first].Start, pick(fr, "récemment", "recently"))}
	case "reid.place":
		first := c.preposition(x.First)
		return c.drop(tok[first].Start, tok[x.Last-1].End)
	case "reid.sex":
		s, e := c.Doc.TokenSpan(x.First, x.Last)
		return Change{s, e, c.cased(tok[x.First].Start, pick(fr, "personne", "person"))}
	case "reid.condition":
		s, e := c.Doc.TokenSpan(x.First, x.Last)
		return Change{s, e, c.cased(tok[x.First].Start, pick(fr, "une maladie", "a serious condition"))}
	case "reid.relation":
		s, e := c.Doc.TokenSpan(x.First, x.Last)
		return Change{s, e, c.cased(tok[x.First].Start, pick(fr, "un proche", "a relative"))}
	case "reid.occupation":
		if x.First > 0 && tok[x.First].Sentence == tok[x.First-1].Sentence {
			switch string(c.Doc.Spelling(x.First - 1)) {
			case "a", "an", "the", "un", "une", "le", "la", "l", "my", "our", "this":
				s, e := c.Doc.TokenSpan(x.First, x.Last)
				return Change{s, e, pick(fr, "personne", "person")}
			}
		}
	}
	return c.drop(tok[x.First].Start, tok[x.Last-1].End)
}

// blurAge turns an exact age into a stage of life, keeping the sex where the
// age and sex are one word ("34F" -> "woman"), and "an" before "older" right.
func (c *Composer) blurAge(x *judge.Factor, fr bool) Change {
	tok := c.Doc.Tokens
	age, sex := 0, ""
	if low, high, ok := scan.Age(c.Doc, x.First, x.Last); ok {
		age = max(1, (low+high)/2)
	}
	for i := x.First; i < x.Last; i++ {
		switch string(c.Doc.Spelling(i)) {
		case "f":
			sex = pick(fr, "femme", "woman")
		case "m":
			sex = pick(fr, "homme", "man")
		}
	}
	var with string
	switch {
	case age == 0:
		with = pick(fr, "d'un certain âge", "adult")
	case age < 3:
		with = pick(fr, "très jeune", "very young")
	case age < 13:
		with = pick(fr, "jeune", "young")
	case age < 20:
		with = pick(fr, "adolescent", "teenage")
	case age < 40:
		with = pick(fr, "jeune", "young")
	case age < 65:
		with = pick(fr, "d'âge moyen", "middle-aged")
	default:
		with = pick(fr, "âgé", "older")
	}
	start := tok[x.First].Start
	end := tok[x.Last-1].End
	switch {
	case sex != "" && fr:
		with = sex + " " + with
	case sex != "":
		with += " " + sex
	case !fr && !c.adjectiveFits(x.Last):
		with += " patient"
	}
	if fr && x.First > 0 && string(c.Doc.Spelling(x.First-1)) == "de" {
		start = tok[x.First-1].Start
	}
	// a/an before the new word
	if !fr && x.First > 0 && tok[x.First-1].Sentence == tok[x.First].Sentence {
		article := string(c.Doc.Spelling(x.First - 1))
		if article == "a" || article == "an" {
			want := "a"
			if strings.IndexByte("aeio", with[0]) >= 0 {
				want = "an"
			}
			start = tok[x.First-1].Start
			with = want + " " + with
		}
	}
	s, e := c.Doc.Span(start, end)
	return Change{s, e, c.cased(start, with)}
}

// adjectiveFits reports whether a noun follows, so that an adjective can stand.
func (c *Composer) adjectiveFits(i int32) bool {
	if int(i) >= len(c.Doc.Tokens) {
		return false
	}
	t := &c.Doc.Tokens[i]
	if t.Kind != text.Word || t.Is(text.Comma) || t.Is(text.SentStart) || t.Is(text.Slash) {
		return false
	}
	switch string(c.Doc.Spelling(i)) {
	case "who", "with", "w", "c", "came", "in", "and", "is", "was", "has", "had", "on", "from", "today", "just", "s", "post", "presented", "admitted", "'s", "after", "at", "for", "to", "brought", "found", "shot", "stabbed", "this":
		return false
	}
	return true
}
