package anonymity

import (
	"math"

	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/scan"
	"github.com/bedside-md/bedside/core/text"
)

// Crowd weighs descriptions. It keeps no draft and is not safe for concurrent use.
type Crowd struct {
	kinds kinds
	words *dictionary // made when first asked for: most drafts tell of nobody
}

type kinds struct {
	age, sex, time, place, occupation, condition, event, relation, trait, clinical uint16
}

// New returns a Crowd for the facts that a scanner finds.
func New(s *scan.Scanner) *Crowd {
	return &Crowd{kinds: kinds{
		age: s.Kind("reid.age"), sex: s.Kind("reid.sex"), time: s.Kind("reid.time"), place: s.Kind("reid.place"),
		occupation: s.Kind("reid.occupation"), condition: s.Kind("reid.condition"), event: s.Kind("reid.event"),
		relation: s.Kind("reid.relation"), trait: s.Kind("reid.trait"), clinical: s.Kind("clinical"),
	}}
}

// sex of a description.
type sex uint8

const (
	untoldSex sex = iota
	woman
	man
)

// description is what a draft tells of one person, as shares.
type description struct {
	aged      bool
	low, high int // years of age
	staged    bool
	sex       sex
	pronoun   sex

	people      float64 // of the smallest place named, 0 for none
	first, last int32   // tokens of that place
	place       Place

	chronic, acute *Condition // the rarest of each that has a name here
	lasting        Share      // the rarest condition they live with; Part 0 for none
	befallen       Share      // the rarest thing that befell them, a year
	happened       Share      // the rarest event, a year
	occupation     Share      // of adults
	others         tally      // relations and traits

	unit  int     // index of units
	days  float64 // 0 where no time is told
	timed bool
}

// rarer keeps the rarer of two shares.
func (s *Share) rarer(than Share) bool {
	if s.Part > 0 && s.Part <= than.Part {
		return false
	}
	*s = than
	return true
}

// describe reads what the facts and words of a draft tell.
func (c *Crowd) describe(f *scan.Facts) (d description) {
	if c.words == nil {
		c.words = newDictionary()
	}
	d.others.k = 1
	c.scanWords(f, &d)
	end := int32(0) // of the last relation or trait counted
	for i := range f.Facts {
		x := &f.Facts[i]
		class := x.Attr & pack.RareMask
		switch x.Kind {
		case c.kinds.age:
			d.letter(f.Doc, x)
			if low, high, ok := scan.Age(f.Doc, x.First, x.Last); ok && !d.aged {
				d.aged, d.staged, d.low, d.high = true, false, low, high
			}
		case c.kinds.sex:
			d.letter(f.Doc, x)
		case c.kinds.place:
			n := population(x.People)
			more := n == d.people && x.First < d.last && d.last < x.Last // Val-d'Or, not Val
			if n > 0 && (d.people == 0 || n < d.people || more) && !c.named(f.Doc, x) {
				d.people, d.first, d.last = n, x.First, x.Last
			}
		case c.kinds.time:
			d.timed = true
		case c.kinds.occupation:
			d.occupation.rarer(c.occupation(f.Doc, x, class))
		case c.kinds.condition:
			if !c.named(f.Doc, x) {
				c.unnamed(&d, conditionClass[max(class, 2)])
			}
		case c.kinds.clinical:
			if class == 1 && !c.named(f.Doc, x) {
				c.unnamed(&d, conditionClass[1])
			}
		case c.kinds.event:
			if !c.named(f.Doc, x) {
				d.happened.rarer(eventClass[class])
			}
		case c.kinds.relation:
			if x.First >= end {
				d.others.times(relationClass[class])
				end = x.Last
			}
		case c.kinds.trait:
			if x.First >= end {
				d.others.times(traitClass[class])
				end = x.Last
			}
		}
	}
	return d
}

// letter takes the sex from a letter at the end of a fact: "62M", "34 F".
func (d *description) letter(doc *text.Doc, x *scan.Fact) {
	if d.sex != untoldSex {
		return
	}
	switch string(doc.Spelling(x.Last - 1)) {
	case "f":
		d.sex = woman
	case "m", "h":
		d.sex = man
	}
}

// unnamed counts a condition by its class alone.
func (c *Crowd) unnamed(d *description, s Share) {
	if d.lasting.rarer(s) {
		d.chronic = nil
	}
}

// population is the people of a place, of which facts hold four times the logarithm.
func population(people uint8) float64 {
	if people == 0 {
		return 0
	}
	return float64(rounded(math.Pow(10, float64(people)/4)))
}

// occupation returns the share of adults who have the occupation of a fact.
func (c *Crowd) occupation(doc *text.Doc, x *scan.Fact, class uint8) Share {
	found, n := c.words.at(doc, x.First)
	if x.First+n == x.Last {
		for _, e := range found {
			if e.sort == anOccupation {
				return Share{1 / occupations[e.index].OneIn, namedOff}
			}
		}
	}
	return occupationClass[class]
}

// named reports whether a named condition stands within a fact.
func (c *Crowd) named(doc *text.Doc, x *scan.Fact) bool {
	for i := x.First; i < x.Last; i++ {
		found, _ := c.words.at(doc, i)
		for _, e := range found {
			if e.sort == aCondition {
				return true
			}
		}
	}
	return false
}

// scanWords takes what the phrases of the tables tell.
func (c *Crowd) scanWords(f *scan.Facts, d *description) {
	c.words.each(f.Doc, func(i int32, found []entry) {
		for _, e := range found {
			if e.sort == aCondition || !c.placed(f, i) { // Rural Hall is not rural; Huntington's is a disease
				d.take(e)
			}
		}
	})
}

// placed reports whether token i is in the name of a place.
func (c *Crowd) placed(f *scan.Facts, i int32) bool {
	if !f.Doc.Tokens[i].Is(text.Capital) {
		return false
	}
	for k := range f.Facts {
		if x := &f.Facts[k]; x.Kind == c.kinds.place && x.People > 0 && x.First <= i && i < x.Last {
			return true
		}
	}
	return false
}

func (d *description) take(e entry) {
	switch e.sort {
	case aCondition:
		x := &conditions[e.index]
		s := Share{x.Per / 1e5, namedOff}
		switch {
		case x.Acute && d.befallen.rarer(s):
			d.acute = x
		case !x.Acute && d.lasting.rarer(s):
			d.chronic = x
		}
	case aUnit:
		// The unit they were brought to tells more than who brought them.
		if d.unit == anyUnit || d.unit == ambulance {
			d.unit = int(e.index)
		}
	case aWindow:
		if w := windows[e.index].Days; d.days == 0 || w < d.days {
			d.days = w
		}
	case aPlace:
		if p := Place(e.index); d.place == Region || places[p].Part < places[d.place].Part {
			d.place = p
		}
	case aStage:
		if !d.staged {
			d.staged, d.low, d.high = true, stages[e.index].Low, stages[e.index].High
		}
	case aSex:
		of := man
		if sexes[e.index].Woman {
			of = woman
		}
		switch {
		case sexes[e.index].Pronoun && d.pronoun == untoldSex:
			d.pronoun = of
		case !sexes[e.index].Pronoun && d.sex == untoldSex:
			d.sex = of
		}
	}
}
