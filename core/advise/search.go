package advise

import "slices"

// part is one thing a repair may do: a detail said more vaguely, or a sentence left
// out.
type part struct {
	name   [2]string // English, French: "the age"; empty for a sentence
	levels [][]step  // from the vaguest that still says something to nothing at all
	weight int       // how much the author loses; 1 for a detail
	fit    int       // how many people fit the story without it, at most crowd
}

// step is a change with what it changes: mentions of one thing change together.
type step struct {
	Change
	of string
}

// Weights of parts, and how many drafts a report may analyse again: searching costs
// that many times what reading a paragraph does.
const (
	detailWeight   = 1
	sentenceWeight = 3   // and more for one that is most of the draft
	maxTries       = 64  // for one finding
	maxTotal       = 160 // for all
	maxGreedy      = 24  // more, to leave out no more sentences than need be
	maxSpared      = 12  // more, to spare single changes in the end
)

// search looks for the lightest set of parts with which ok holds, each at its
// weakest level that will do. It tries sets in the order of their weight, so that no
// part of the set it returns would do; past the budget of tries it thins out
// all that there is instead, and nothing in what it returns can be spared.
type search struct {
	parts  []part
	ok     func([]Change) bool
	budget *int
}

// try reports whether ok holds with parts at levels.
func (s *search) try(set, levels []int) bool {
	if *s.budget <= 0 {
		return false
	}
	*s.budget--
	return s.ok(s.changes(set, levels))
}

// changes gathers those of a set of parts, each at its level; -1 is the strongest.
func (s *search) changes(set, levels []int) (out []Change) {
	return changesOf(s.steps(set, levels))
}

func (s *search) steps(set, levels []int) (out []step) {
	for i, p := range set {
		l := s.parts[p].levels
		k := len(l) - 1
		if levels != nil && levels[i] >= 0 {
			k = levels[i]
		}
		out = append(out, l[k]...)
	}
	return out
}

func changesOf(steps []step) (out []Change) {
	for _, x := range steps {
		out = append(out, x.Change)
	}
	return out
}

// spare leaves out of the steps of a set those without which it still does, all
// mentions of one thing at once; keepGiven keeps the repair they are on top of.
func (s *search) spare(steps []step, keepGiven bool) []step {
	for i := 0; i < len(steps); {
		of := steps[i].of
		if of == onTop && keepGiven {
			i++
			continue
		}
		less := slices.DeleteFunc(slices.Clone(steps), func(x step) bool { return x.of == of })
		if len(less) > 0 && *s.budget > 0 {
			if *s.budget--; s.ok(changesOf(less)) {
				steps = less
				continue
			}
		}
		for i < len(steps) && steps[i].of == of {
			i++
		}
	}
	return steps
}

// run returns the set and the level of each part; set is nil when nothing will do.
func (s *search) run() (set, levels []int) {
	all := make([]int, len(s.parts))
	heaviest := 0
	for i := range all {
		all[i] = i
		heaviest += s.parts[i].weight
	}
	details := slices.IndexFunc(s.parts, func(p part) bool { return p.weight > detailWeight })
	if details < 0 {
		details = len(s.parts)
	}
	// When all details together will not do, no few of them will.
	alone := details <= 2 || s.try(all[:details], nil)
	for w := 1; w <= heaviest && *s.budget > 0; w++ {
		if found := s.weighing(nil, 0, w, details, alone); found != nil {
			return found, s.relax(found)
		}
	}
	if alone && details > 2 {
		found := s.thin(all[:details])
		return found, s.relax(found)
	}
	return nil, nil
}

// weighing looks for a set of weight w among those that begin with set and go on
// with parts from next on.
func (s *search) weighing(set []int, next, w, details int, alone bool) []int {
	if w == 0 {
		if !alone && set[len(set)-1] < details || !s.try(set, nil) {
			return nil
		}
		return slices.Clone(set)
	}
	for i := next; i < len(s.parts) && *s.budget > 0; i++ {
		if s.parts[i].weight > w {
			continue
		}
		if found := s.weighing(append(set, i), i+1, w-s.parts[i].weight, details, alone); found != nil {
			return found
		}
	}
	return nil
}

// relax weakens each part of a set that will do as far as it still does.
func (s *search) relax(set []int) []int {
	levels := make([]int, len(set))
	for i := range levels {
		levels[i] = -1
	}
	for i, p := range set {
		for k := range len(s.parts[p].levels) - 1 {
			levels[i] = k
			if s.try(set, levels) {
				break
			}
			levels[i] = -1
		}
	}
	return levels
}

// thin leaves out of a set that will do, the heaviest first, each part without which
// it still does.
func (s *search) thin(set []int) []int {
	set = slices.Clone(set)
	for i := len(set) - 1; i >= 0 && len(set) > 1; i-- {
		if less := slices.Concat(set[:i], set[i+1:]); s.try(less, nil) {
			set = less
		}
	}
	return set
}
