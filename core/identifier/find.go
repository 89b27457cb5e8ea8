package identifier

// Find appends to dst the identifiers in text (UTF-8, styles folded), at most
// one for the same characters, in order. Formats of the author's jurisdiction
// ("CA", "CA-ON" …) win where several fit.
func (s *Set) Find(text []byte, jurisdiction string, dst []Match) []Match {
	from := len(dst)
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c >= 128 || i > 0 && wordByte(c) && wordByte(text[i-1]) {
			continue
		}
		for _, k := range s.first[c] {
			f := &s.formats[k]
			end := f.machine.longest(text, i)
			if end < 0 || decoy(text, i, end, f.Category) {
				continue
			}
			m := Match{Format: k, Start: int32(i), End: int32(end)}
			if s.weigh(text, f, &m) {
				dst = s.keep(dst, from, m, jurisdiction)
			}
		}
	}
	return dst
}

// weigh sets how sure m is; false when it is no identifier at all.
func (s *Set) weigh(text []byte, f *Format, m *Match) bool {
	v := text[m.Start:m.End]
	if !checks(f.Checksum, v) {
		return false
	}
	m.Checked = strong[f.Checksum]
	m.Labelled = letter(v[0]) && labelled(f, v)
	m.Context = m.Labelled || contextIn(text, f.context, int(m.Start))
	if f.needsContext && !m.Context {
		return false
	}
	bare := true
	for _, c := range v {
		bare = bare && digit(c)
	}
	switch {
	case m.Labelled, m.Checked && (m.Context || !bare):
		m.Confidence = High
	case f.bareNeedsContext && bare && !m.Context:
		m.Confidence = Low
	case m.Context, !f.needsContext && !bare:
		m.Confidence = Medium
		if !f.needsContext && f.Checksum == "" && !f.bareNeedsContext {
			m.Confidence = High
		}
	default:
		m.Confidence = Medium
	}
	return true
}

// labelled reports whether a match starts with its own label: letters that are
// one of the format's context words, before the value.
func labelled(f *Format, v []byte) bool {
	for _, w := range f.context {
		if len(w) <= len(v) && foldEqual(v[:len(w)], w) {
			return true
		}
	}
	n := 0
	for n < len(v) && (letter(v[n]) || v[n] == ' ') {
		n++
	}
	return n >= 3 && n < len(v) && f.Category == "identifier.number" && f.Checksum != "nino" && f.Checksum != "ramq" && f.Checksum != "vin" && f.Checksum != "iban" && f.ID != "url"
}

func foldEqual(b []byte, lower string) bool {
	for i := range b {
		c := b[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}

// window is how far from a match its context may stand, in bytes.
const window = 80

func contextIn(text []byte, words []string, at int) bool {
	lo, hi := max(0, at-window), min(len(text), at+window)
	for _, w := range words {
		for i := lo; i+len(w) <= hi; i++ {
			if foldEqual(text[i:i+len(w)], w) && (i == 0 || !wordByte(text[i-1])) && (i+len(w) == len(text) || !wordByte(text[i+len(w)])) {
				return true
			}
		}
	}
	return false
}

// keep adds m unless a better match covers the same characters, and drops worse
// ones that m covers.
func (s *Set) keep(dst []Match, from int, m Match, jurisdiction string) []Match {
	for i := from; i < len(dst); i++ {
		o := &dst[i]
		if m.Start >= o.End || o.Start >= m.End {
			continue
		}
		if s.rank(&m, jurisdiction) <= s.rank(o, jurisdiction) {
			return dst
		}
		dst = append(dst[:i], dst[i+1:]...)
		i--
	}
	return append(dst, m)
}

// rank orders matches of the same characters: labelled, then a checksum (the
// author's jurisdiction first), then context, then confidence, then length.
func (s *Set) rank(m *Match, jurisdiction string) int {
	f := &s.formats[m.Format]
	r := int(m.Confidence)*40 + int(m.End-m.Start)
	if m.Labelled {
		r += 1000
	}
	if m.Checked {
		r += 400
		if len(jurisdiction) >= 2 && f.Country == jurisdiction[:2] {
			r += 200
		}
	}
	if m.Context {
		r += 300
	}
	return r
}

// Words after a number that make it a measurement, and before it that make it a
// reference; neither is ever an identifier.
var (
	unitsAfter  = []string{"mg", "mcg", "ml", "mmol", "umol", "g/l", "mg/dl", "iu", "units", "bpm", "mmhg", "%", "kg", "cm", "mm", "kcal", "cells"}
	labelBefore = []string{"doi", "doi:", "pmid", "pmid:", "pmcid", "nct", "isbn", "isbn:", "issn", "arxiv", "version", "v.", "art.", "$", "£", "€"}
)

// helplines are the starts of numbers that belong to everybody: toll-free and
// crisis lines (North American Numbering Plan 8XX codes; UK 0800/0808/116; AU
// 13/1300/1800).
var helplines = []string{"1-800", "1 800", "1-888", "1-877", "1-866", "1-855", "1-844", "1-833", "1800", "1300", "800", "888", "877", "866", "855", "844", "833", "0800", "0808", "116"}

func decoy(text []byte, start, end int, category string) bool {
	i := end
	for i < len(text) && text[i] == ' ' {
		i++
	}
	if category == "identifier.number" || category == "identifier.contact" {
		for _, w := range unitsAfter {
			if i+len(w) <= len(text) && foldEqual(text[i:i+len(w)], w) && (i+len(w) == len(text) || !wordByte(text[i+len(w)])) {
				return true
			}
		}
	}
	j := start
	for j > 0 && (text[j-1] == ' ' || text[j-1] == ':' || text[j-1] == '/') {
		j--
	}
	for _, w := range labelBefore {
		if j >= len(w) && foldEqual(text[j-len(w):j], w) && (!letter(w[0]) || j == len(w) || !wordByte(text[j-len(w)-1])) {
			return true
		}
	}
	if j == start && start > 0 && (text[start-1] == '.' || text[start-1] == '/') && start > 1 && digit(text[start-2]) {
		return true // inside a DOI, a fraction or a longer number
	}
	if category == "identifier.contact" {
		v := text[start:end]
		for len(v) > 0 && (v[0] == '(' || v[0] == '+') {
			v = v[1:]
		}
		for _, h := range helplines {
			if len(v) >= len(h) && string(v[:len(h)]) == h {
				return true
			}
		}
	}
	return false
}
