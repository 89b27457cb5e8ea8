package identifier

// How far from a match its words may stand, in bytes. Closer than labelGap
// before it they are its label; from nearBefore to farAway they only just count.
const (
	labelGap   = 18
	nearBefore = 120
	nearAfter  = 60
	farAway    = 400
)

// Bits of Match.rank, the gravest first: the order of precedence of formats that
// share digits.
const (
	rankLabelled = 1 << 40
	rankLabel    = 1 << 35 // times how near the label stands, 0 to 31
	rankValid    = 1 << 34 // not mistyped
	rankSure     = 1 << 32 // times the Confidence
	rankHomeSum  = 1 << 31 // checksum of the author's jurisdiction holds
	rankContext  = 1 << 30
	rankSpecific = 1 << 29 // neither a phone number nor generic
	rankChecked  = 1 << 28
	rankHome     = 1 << 27
	rankRegion   = 1 << 26
	rankNear     = 1 << 8 // times how near its words stand, 0 to 255
	rankOrder    = 1      // times how early in the list it stands, 0 to 255
)

// weigh sets how sure m is, and its rank; false when it is no identifier.
func (f *finder) weigh(ft *format, m *Match) bool {
	v := f.text[m.Start:m.End]
	if !ft.digitsFit(v) {
		return false
	}
	valid := ft.sum(v)
	if !valid && (ft.flags&flagLabelled == 0 && len(ft.context) == 0) {
		return false
	}
	m.Checked = valid && checks[ft.check].strong
	near, gap := f.context(ft, m)
	m.Labelled = ft.flags&flagLabelled != 0 || near == label
	m.Context = m.Labelled || near >= nearby
	if !m.Labelled && f.spokenAgainst(ft, m) {
		return false
	}
	if !valid {
		// A label on a number that fails its checksum: perhaps a digit is off.
		if near != label || !checks[ft.check].typed {
			return false
		}
		m.Mistyped = true
		m.rank = rankLabelled + uint64(31-min(gap, 31))*rankLabel + uint64(255-ft.order)*rankOrder
		return true
	}
	bare := allDigits(v)
	switch touching(f.text, m.Start, m.End, ft.flags&flagLabelled != 0) {
	case joined:
		return false
	case inRow:
		if !m.Labelled && !(m.Checked && m.Context) {
			return false
		}
	}
	if ft.flags&flagNeedsContext != 0 && near == nowhere && !m.Labelled || ft.flags&flagNeedsLabel != 0 && near != label {
		return false
	}
	home := ft.lands&f.home != 0 || f.home == 0 && // unknown: any may be
		!(checks[ft.check].strong && phoneLike(v))
	needs := ft.flags&flagBareNeedsContext != 0 && bare
	if needs && near == nowhere && (!m.Checked || !home) {
		return false
	}
	m.Confidence = sureness(ft, m, near, bare, home)
	f.setRank(ft, m, home, gap)
	return true
}

// sureness is the table of confidences.
func sureness(ft *format, m *Match, near nearness, bare, home bool) Confidence {
	needs := ft.flags&flagNeedsContext != 0 || ft.flags&flagBareNeedsContext != 0 && bare
	switch {
	case m.Labelled && ft.flags&flagFaint != 0:
		return Medium
	case m.Labelled:
		return High
	case m.Checked && m.Context:
		return High
	case m.Context && !needs && ft.flags&flagFaint == 0:
		return High
	case m.Context:
		return Medium
	case needs:
		return Low
	case ft.flags&flagFaint != 0:
		return Low
	case !home && ft.flags&flagTelling == 0:
		return Low
	case ft.flags&flagTelling != 0, m.Checked && !bare:
		return High
	}
	return Medium
}

func (f *finder) setRank(ft *format, m *Match, home bool, gap int32) {
	r := rankValid + uint64(m.Confidence)*rankSure + uint64(255-ft.order)*rankOrder
	if ft.flags&(flagLabelled|flagGeneric) == flagLabelled {
		gap = 0
	}
	for _, x := range [...]struct {
		on  bool
		bit uint64
	}{
		{m.Labelled, rankLabelled + uint64(31-min(gap, 31))*rankLabel},
		{m.Checked && home && f.home != 0, rankHomeSum},
		{m.Context, rankContext},
		{ft.flags&flagGeneric == 0, rankSpecific},
		{m.Checked, rankChecked},
		{ft.lands&f.home != 0 && ft.lands != landAll, rankHome},
		{f.region != "" && ft.Region == f.region, rankRegion},
	} {
		if x.on {
			r += x.bit
		}
	}
	m.rank = r + uint64(255-min(gap, 255))*rankNear
}

// nearness says where the words of a format stand.
type nearness uint8

const (
	nowhere nearness = iota
	far              // somewhere in the text
	nearby
	label // right before the match
)

// context looks for the words of ft around m: how near, and how many bytes away.
func (f *finder) context(ft *format, m *Match) (nearness, int32) {
	best, gap := nowhere, int32(255)
	if len(ft.context) == 0 {
		return best, gap
	}
	hits := f.around(m)
	for i := range hits {
		h := &hits[i]
		if h.start > m.End+farAway {
			break
		}
		if h.end < m.Start-farAway || !has(ft.context, h.phrase) {
			continue
		}
		d, where := int32(0), far
		switch {
		case h.end <= m.Start:
			d = m.Start - h.end
			if d <= nearBefore {
				where = nearby
			}
			if d <= labelGap && labels(f.text[h.end:m.Start]) {
				where = label
			}
		case h.start >= m.End:
			d = h.start - m.End + 1
			if d <= nearAfter {
				where = nearby
			}
			d += labelGap
		default:
			where, d = nearby, 0
		}
		if where < label && d > 0 && !h.written && f.s.phrases[h.phrase].capital {
			continue // "sin" is no label from afar, SIN is
		}
		if where > best || where == best && d < gap {
			best, gap = where, min(d, 255)
		}
	}
	return best, gap
}

// around returns the phrases around m.
func (f *finder) around(m *Match) []hit {
	f.rests(m.Start-Reach, m.End+Reach)
	return f.hits.around(f.s, f.text, m.Start-farAway, m.End+farAway)
}

// labels reports whether what stands between a word and a number lets the word
// be its label: no other number, no end of a sentence.
func labels(between []byte) bool {
	for i, c := range between {
		switch {
		case isDigit(c), c == '!', c == ';', c == '\n' && i > 1:
			return false
		case c == '?' && i == 0:
			return false
		}
	}
	return true
}

// spokenAgainst reports whether a word right before m says that it is something
// else ("version 3.7.24").
func (f *finder) spokenAgainst(ft *format, m *Match) bool {
	if len(ft.against) == 0 {
		return false
	}
	hits := f.around(m)
	for i := range hits {
		h := &hits[i]
		if h.end <= m.Start && m.Start-h.end <= labelGap && has(ft.against, h.phrase) && labels(f.text[h.end:m.Start]) {
			return true
		}
	}
	return false
}

func has(sorted []uint16, x uint16) bool {
	for _, y := range sorted {
		if y >= x {
			return y == x
		}
	}
	return false
}

func (ft *format) digitsFit(v []byte) bool {
	if ft.maxDigits == 0 {
		return true
	}
	n := 0
	for _, c := range v {
		if isDigit(c) {
			n++
		}
	}
	return n >= ft.minDigits && n <= ft.maxDigits
}

func allDigits(v []byte) bool {
	for _, c := range v {
		if !isDigit(c) {
			return false
		}
	}
	return true
}

// phoneLike reports whether digits are grouped as North American phone numbers
// are written, 3-3-4 with hyphens: then a checksum says little.
func phoneLike(v []byte) bool {
	return len(v) == 12 && v[3] == '-' && v[7] == '-'
}

// What stands right beside a number.
type beside uint8

const (
	alone  beside = iota
	inRow         // another group of three or more digits, a space away
	joined        // a sign that makes it part of a longer number, a price or a percentage
)

// touching says what stands beside the number in text[start:end]. After a label,
// only what shows that the number is no name for anything counts.
func touching(text []byte, start, end int32, labelled bool) beside {
	row := alone
	if p := start - 1; p >= 0 && isDigit(text[start]) && !labelled {
		switch c := text[p]; {
		case (c == '.' || c == ',' || c == '/' || c == '-' || c == ':') && p > 0 && isDigit(text[p-1]), c == '$', c == '^':
			return joined
		case p > 0 && (text[p-1] == 0xC2 && c == 0xA3 || c == ' ' && text[p-1] == '$'): // £
			return joined
		case p > 1 && text[p-2] == 0xE2 && text[p-1] == 0x82 && c == 0xAC: // €
			return joined
		case c == ' ' && p > 2 && isDigit(text[p-1]) && isDigit(text[p-2]) && isDigit(text[p-3]):
			row = inRow
		}
	}
	if n := int(end); n < len(text) && isDigit(text[end-1]) {
		c := text[n]
		more := n+1 < len(text) && isDigit(text[n+1])
		switch {
		case c == '%', more && (c == '.' || c == ',' || c == '-'), more && !labelled && (c == '/' || c == ':'):
			return joined
		case c == ' ' && n+3 < len(text) && more && isDigit(text[n+2]) && isDigit(text[n+3]):
			row = inRow
		}
	}
	return row
}
