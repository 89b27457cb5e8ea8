package anonymity

import "github.com/bedside-md/bedside/core/scan"

// Setting is what the author's settings say of who may recognise a patient. The
// zero value is right for an author about whom nothing is known.
type Setting struct {
	Jurisdiction string // "CA", "CA-ON", "US", …; "" where unknown
	Catchment    int    // people whom the author's hospital serves, 0 where unknown
	Daily        int    // patients whom the author's unit has on a day, 0 where unknown
}

// Weigh estimates how many people fit what the draft tells of a patient. Of the
// public and those whom the author's unit saw it takes the fewer.
func (c *Crowd) Weigh(f *scan.Facts, set Setting) Estimate {
	d := c.describe(f)
	public, known := d.public(set), d.known(set)
	if known.K < public.K || known.K == public.K && public.First == public.Last {
		return known
	}
	return public
}

// residents returns the people of the place told, how far off that may be, and
// whether it is only supposed.
func (d *description) residents(set Setting) (s Share, guess bool) {
	switch {
	case d.people > 0:
		return Share{d.people, 1.3}, false
	case d.place != Region:
		return places[d.place].Share, true
	case set.Catchment > 0:
		return Share{float64(set.Catchment), 1.5}, true
	}
	s = places[Region].Share
	for i := range regions {
		if r := &regions[i]; len(set.Jurisdiction) >= 2 && set.Jurisdiction[:2] == r.Country {
			s.Part = r.People
		}
	}
	return s, true
}

// public counts the people of the place told who fit.
func (d *description) public(set Setting) Estimate {
	n, guess := d.residents(set)
	t := tally{k: 1}
	t.times(n)
	if reason, ok := d.reason(); ok {
		days, off := d.span()
		reason.Part = min(reason.Part*days/365, 1)
		t.times(reason)
		t.times(Share{1, off})
	}
	if d.lasting.Part > 0 {
		t.times(d.lasting)
	}
	d.who(&t, everyone, 0)
	e := t.people(n.Part)
	e.First, e.Last, e.Placed, e.Guess = d.first, d.last, d.place, guess
	return e
}

// known counts the patients of the author's unit, in the time told, who fit.
func (d *description) known(set Setting) Estimate {
	i := d.unit
	if _, ok := d.reason(); ok && i == anyUnit {
		i = emergency
	}
	u := &units[i]
	days, off := d.span()
	serves := d.serves(u, set)
	begin := serves * u.Yearly / 365 // patients who come on a day
	if set.Daily > 0 {
		begin = float64(set.Daily) / (1 + u.Stay)
		serves = begin * 365 / u.Yearly
	}
	among := max(begin*(days+u.Stay), 1)

	t := tally{k: 1}
	t.times(Share{among, u.Off})
	t.times(Share{1, off})
	if reason, ok := d.reason(); ok {
		came := serves * reason.Part * (days + u.Stay) / 365
		t.times(Share{min(came/among, 1), reason.Off})
	}
	if d.lasting.Part > 0 {
		t.times(Share{min(d.lasting.Part*sicker.Part, 1), d.lasting.Off})
		t.times(Share{1, sicker.Off})
	}
	d.who(&t, u.Ages, u.Women)
	e := t.people(among)
	e.Known, e.Unit, e.Days, e.Timed, e.Guess = true, u, days, d.days > 0 || d.timed, i != d.unit || i == anyUnit
	return e
}

// span returns how many days back the draft reaches, and how far off that may be.
func (d *description) span() (days, off float64) {
	switch {
	case d.days > 0:
		return d.days, 1.5
	case d.timed:
		return aWeek, longOff
	}
	return untold, longOff
}

// serves returns how many people the author's unit draws on: in proportion to the
// hospital's catchment, and in a small place not many more than live there.
func (d *description) serves(u *Unit, set Setting) float64 {
	n := u.Serves
	if set.Catchment > 0 {
		return n * float64(set.Catchment) / served
	}
	if d.people > 0 || d.place != Region {
		p, _ := d.residents(set)
		n = min(n, max(reaches*p.Part, fewest))
	}
	return n
}

// reason returns the share of people, a year, whom what brought this patient in
// befalls; of two, one came of the other.
func (d *description) reason() (Share, bool) {
	a, b := d.befallen, d.happened
	switch {
	case a.Part == 0:
		return b, b.Part > 0
	case b.Part == 0:
		return a, true
	case b.Part < a.Part:
		a, b = b, a
	}
	return Share{a.Part * oneCause.Part, a.Off * oneCause.Off}, true
}

// who counts age, sex, occupation, relations and traits among people whose ages and
// share of women are given, unless those of a condition are known. Where the share
// is 0 that of their age holds.
func (d *description) who(t *tally, ages *Ages, ofWomen float64) {
	cond := d.acute
	if cond == nil {
		cond = d.chronic
	}
	if cond != nil {
		ages, ofWomen = cond.Ages, cond.Women
	}
	if d.aged || d.staged {
		// A condition may befall somebody at an age when it hardly ever does.
		t.times(Share{max(ages.between(d.low, d.high), everyone.between(d.low, d.high)/20, 1e-5), 1.3})
		if cond == nil && ofWomen == 0 {
			ofWomen = women[min((d.low+d.high)/20, 9)]
		}
	}
	s := d.sex
	if s == untoldSex {
		s = d.pronoun
	}
	if cond == nil && ofWomen == 0 {
		ofWomen = .5
	}
	ofWomen = min(max(ofWomen, .01), .99)
	switch s {
	case woman:
		t.times(Share{ofWomen, 1.1})
	case man:
		t.times(Share{1 - ofWomen, 1.1})
	}
	if d.occupation.Part > 0 {
		t.times(d.occupation)
		if !d.aged {
			t.times(adults)
		}
	}
	t.k *= d.others.k
	t.variance += d.others.variance
}
