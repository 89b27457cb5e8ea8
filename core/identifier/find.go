package identifier

import "math/bits"

// Find appends to dst the identifiers in text, in order, at most one for the
// same characters. text is normalised UTF-8: styles folded, case kept.
// jurisdiction is the author's ("CA", "CA-ON" … or ""): where several formats
// fit, a labelled one wins, then one of that jurisdiction whose checksum holds,
// then one whose words stand nearby, then phone numbers and generic formats.
// It keeps no reference to text and does not allocate unless dst must grow.
func (s *Set) Find(text []byte, jurisdiction string, dst []Match) []Match {
	dst, _, _ = s.FindIn(text, 0, len(text), jurisdiction, dst)
	return dst
}

// Reach is how many bytes before and after a match its words may stand, and more.
const Reach = farAway + 112

// FindIn is Find for what starts in text[begin:stop]; words around it count as
// ever. The outcome rests on text[low:high] alone: it is the same in any other text
// that has the same there, if neither end of text lies within.
func (s *Set) FindIn(text []byte, begin, stop int, jurisdiction string, dst []Match) (all []Match, low, high int) {
	if len(text) < 3 || len(s.machines) == 0 {
		return dst, begin, stop
	}
	f := finder{
		s: s, text: text, begin: begin, stop: stop, from: len(dst), home: landsOf(jurisdiction), region: regionOf(jurisdiction),
		low: int32(begin - aside), high: int32(stop + aside),
	}
	dst = f.settle(f.all(dst))
	dst = f.disguised(dst)
	return dst, max(0, int(f.low)), min(len(text), int(f.high))
}

// aside is how many bytes right beside a match are looked at.
const aside = 8

// rests notes that the outcome rests on text[low:high].
func (f *finder) rests(low, high int32) { f.low, f.high = min(f.low, low), max(f.high, high) }

func regionOf(jurisdiction string) string {
	if len(jurisdiction) > 3 && jurisdiction[2] == '-' {
		return jurisdiction[3:]
	}
	return ""
}

// finder is one search.
type finder struct {
	s      *Set
	text   []byte
	begin  int // matches start from here
	stop   int // and before here
	from   int // index in dst of the first match of this search
	home   uint32
	region string
	hits   hits
	decoys [64]span
	jumps  [32]span // over addresses of the net; past so many, decoys are looked for in them
	nJump  int
	again  bool // decoys are being looked for
	nDecoy int
	views  int                // how often a part of the text may yet be read again
	idle   [maxMachines]int32 // where a machine that read far in vain is tried again
	low    int32              // the outcome rests on text[low:high]
	high   int32
}

// inVain is how many bytes a machine may read without a match before it is let
// alone until near where it stopped, so that the cost stays with the length.
const inVain = 64

type span struct{ start, end int32 }

// all tries, at every place, the machines that its first bytes let start. Decoys
// are tried only when there is something for them to hide.
func (f *finder) all(dst []Match) []Match {
	open := f.s.open(f.text[max(0, f.begin-Reach):min(len(f.text), f.stop+Reach)])
	formats, decoys := open, open
	for w := range open {
		formats[w] &^= f.s.decoys[w]
		decoys[w] &= f.s.decoys[w]
	}
	f.nJump = 0
	if dst = f.pass(dst, &formats); len(dst) > f.from {
		f.again = true
		dst = f.pass(dst, &decoys)
	}
	return dst
}

// pass tries those of the machines. Where the first pass goes past an address of the
// net, the second does, too.
func (f *finder) pass(dst []Match, among *[maxSetWords]uint64) []Match {
	s, text, jump := f.s, f.text, 0
	n := min(f.stop, len(text)-1)
	for i := f.begin; i < n; i++ {
		if inside(text, i) {
			continue
		}
		pair := int(s.pairs[int(s.pairClass[text[i]])*s.pairWidth+int(s.pairClass[text[i+1]])])
		if pair == 0 || !startsAt(text, i) {
			continue
		}
		lead, follow := s.lead(text, i)
		past := i
		for w := range s.setWords {
			set := s.sets[pair*s.setWords+w] & among[w]
			if lead >= 0 {
				set &= s.sets[lead*s.setWords+w]
			}
			if follow >= 0 {
				set &= s.sets[follow*s.setWords+w]
			}
			for ; set != 0; set &= set - 1 {
				k := 64*w + bits.TrailingZeros64(set)
				if int32(i) < f.idle[k] {
					continue
				}
				m := &s.machines[k]
				e := m.run(text, i)
				f.high = max(f.high, e.read+aside)
				switch {
				case e.n == 0 && e.read >= int32(i+inVain):
					f.idle[k] = e.read - inVain/2
				case e.n == 0:
				case m.decoy:
					f.decoy(span{int32(i), e.at[e.n-1]})
				default:
					for _, k := range m.formats {
						var stop int
						dst, stop = f.try(dst, k, i, e)
						past = max(past, stop)
					}
				}
			}
		}
		switch {
		case f.again:
			if jump < f.nJump && int(f.jumps[jump].start) == i {
				i = int(f.jumps[jump].end) - 1
				jump++
			}
		case past > i:
			if f.nJump < len(f.jumps) {
				f.jumps[f.nJump] = span{int32(i), int32(past)}
				f.nJump++
			}
			i = past - 1
		}
	}
	return dst
}

// open returns the machines that lack nothing in text.
func (s *Set) open(text []byte) (set [maxSetWords]uint64) {
	have := traitsOf(text)
	var asked [maxSetWords]uint64
	if have&digitTrait != 0 { // all needy machines need digits
		asked = s.askedFor(text)
	}
	for w := range set {
		set[w] = ^s.needy[w] | asked[w]
		for bit := range traits {
			if have&(1<<bit) == 0 {
				set[w] &^= s.lacking[bit][w]
			}
		}
	}
	return set
}

// askedFor returns the needy machines that a word of text goes with.
func (s *Set) askedFor(text []byte) (set [maxSetWords]uint64) {
	var h hits
	for {
		w, ok := h.word(text)
		if !ok {
			return set
		}
		first, count := s.ending(w.hash)
		for p := first; p < first+count; p++ {
			if _, ok := h.endsWith(s.phrases[p].words); ok {
				for i := range s.setWords {
					set[i] |= s.asked[int(p)*s.setWords+i]
				}
			}
		}
	}
}

// lead returns the set of machines for the run of digits or letters at text[i]
// and the byte after it, and that for the byte after a word and a space; -1 where
// any may start.
func (s *Set) lead(text []byte, i int) (lead, follow int) {
	k := i
	switch c := text[i]; {
	case isDigit(c):
		for k < len(text) && isDigit(text[k]) {
			k++
		}
		if n := k - i; k < len(text) && n < maxLead {
			return int(s.leads[(n-1)*256+int(text[k])]), -1
		}
	case isLetter(c):
		for k < len(text) && isLetter(text[k]) {
			k++
		}
		n := k - i
		if k == len(text) || n >= maxLead {
			break
		}
		follow = -1
		if text[k] == ' ' && k+1 < len(text) && text[k+1] != ' ' { // a run of spaces counts as one
			follow = int(s.follows[text[k+1]])
		}
		return int(s.leads[(n+maxLead-2)*256+int(text[k])]), follow
	}
	return -1, -1
}

// inside reports whether text[i] goes on a word or number of ASCII: nothing starts
// there, and most bytes of a draft are such.
func inside(text []byte, i int) bool {
	k := byteKind[text[i]]
	return (k == byteLetter || k == byteDigit) && i > 0 && (byteKind[text[i-1]] == byteLetter || byteKind[text[i-1]] == byteDigit)
}

// startsAt reports whether an identifier may start at text[i]: not inside a word
// or a number.
func startsAt(text []byte, i int) bool {
	if i == 0 {
		return true
	}
	c, p := text[i], text[i-1]
	switch {
	case inWord(c):
		return !afterLetter(text, i)
	case c == '+' || c == '-' || c == ':' || c == '.' || c == '@':
		return !afterLetter(text, i) && p != c
	}
	return true
}

// try weighs format k at [i, an end) and keeps it. It returns where to go on
// when the match is an address of the net, inside which nothing else counts.
func (f *finder) try(dst []Match, k uint16, i int, e ends) ([]Match, int) {
	if f.s.mute != nil && f.s.mute[k] {
		return dst, 0
	}
	ft := &f.s.formats[k]
	if ft.before != noMachine {
		b := f.s.machines[ft.before].run(f.text, i)
		if b.n == 0 || b.at[b.n-1] >= e.at[e.n-1] {
			return dst, 0
		}
		i = int(b.at[b.n-1])
		f.high = max(f.high, b.read+aside)
	}
	var mistyped Match
	for n := e.n - 1; n >= 0; n-- {
		m := Match{Format: k, Start: int32(i), End: trimmed(f.text, int32(i), e.at[n])}
		if f.weigh(ft, &m) {
			if !m.Mistyped {
				return f.keep(dst, m), past(ft, int(m.End))
			}
			if mistyped.End == 0 {
				mistyped = m
			}
		}
		// Only a last word that is no part of the identifier may be given back.
		if n == 0 || f.text[e.at[n-1]] != ' ' {
			break
		}
	}
	if mistyped.End > 0 {
		dst = f.keep(dst, mistyped)
	}
	return dst, 0
}

// trimmed leaves out the full stop or bracket that ends a sentence after a link.
func trimmed(text []byte, start, end int32) int32 {
	for end > start+1 {
		switch text[end-1] {
		case '.', ',', ';', ':', '!', '?', ')', ']', '"', '\'', '*':
			end--
			continue
		}
		if end-start > 3 && string(text[end-3:end]) == "…" {
			end -= 3
			continue
		}
		break
	}
	return end
}

func past(f *format, end int) int {
	if f.HIPAA == "F" || f.HIPAA == "N" {
		return end
	}
	return 0
}

// keep adds m, unless a better match overlaps it, in place of worse ones.
func (f *finder) keep(dst []Match, m Match) []Match {
	// What is kept lies apart and in order, so only the last ones can overlap m.
	first := len(dst)
	for first > f.from && dst[first-1].End > m.Start {
		first--
	}
	for i := first; i < len(dst); i++ {
		old := &dst[i]
		switch {
		case !overlap(old, &m):
		case !f.s.better(&m, old):
			old.absorb(&m)
			return dst
		default:
			m.absorb(old)
		}
	}
	for i := len(dst) - 1; i >= first; i-- {
		if overlap(&dst[i], &m) {
			dst = append(dst[:i], dst[i+1:]...)
		}
	}
	return f.insert(dst, m)
}

// insert puts m in its place among the matches of this search, which are in order.
func (f *finder) insert(dst []Match, m Match) []Match {
	dst = append(dst, m)
	at := len(dst) - 1
	for ; at > f.from && dst[at-1].Start > m.Start; at-- {
		dst[at] = dst[at-1]
	}
	dst[at] = m
	return dst
}

func overlap(a, b *Match) bool { return a.Start < b.End && b.Start < a.End }

// better reports whether a is to be reported rather than b, which shares
// characters with it: the whole rather than its part, if it is as sure or the same
// kind of thing and no more generic, and else the one of higher rank.
func (s *Set) better(a, b *Match) bool {
	switch {
	case a.Mistyped != b.Mistyped:
	case a.covers(b) && s.wholeOf(a, b):
		return true
	case b.covers(a) && s.wholeOf(b, a):
		return false
	}
	return a.rank > b.rank
}

func (s *Set) wholeOf(whole, part *Match) bool {
	w, p := &s.formats[whole.Format], &s.formats[part.Format]
	if w.flags&flagGeneric > p.flags&flagGeneric {
		return false
	}
	return w.Category == p.Category || whole.Confidence >= part.Confidence && whole.Labelled == part.Labelled
}

// covers reports whether b is a true part of m.
func (m *Match) covers(b *Match) bool {
	return m.Start <= b.Start && m.End >= b.End && m.End-m.Start > b.End-b.Start
}

// absorb takes over what speaks for a part of m.
func (m *Match) absorb(part *Match) {
	if m.covers(part) && !part.Mistyped {
		m.Confidence = max(m.Confidence, part.Confidence)
		m.Context = m.Context || part.Context
		m.Labelled = m.Labelled || part.Labelled
		m.rank |= part.rank & rankLabelled
	}
}

// decoy remembers a span that only looks like an identifier.
func (f *finder) decoy(d span) {
	if f.nDecoy == len(f.decoys) {
		copy(f.decoys[:], f.decoys[1:])
		f.nDecoy--
	}
	f.decoys[f.nDecoy] = d
	f.nDecoy++
}

// settle drops the matches that a decoy covers, or that are shorter than a decoy
// they overlap.
func (f *finder) settle(dst []Match) []Match {
	if f.nDecoy == 0 {
		return dst
	}
	out := dst[:f.from]
	for _, m := range dst[f.from:] {
		hidden := false
		for _, d := range f.decoys[:f.nDecoy] {
			hidden = hidden || d.start < m.End && m.Start < d.end && d.end-d.start >= m.End-m.Start
		}
		if !hidden {
			out = append(out, m)
		}
	}
	return out
}
