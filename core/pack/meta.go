package pack

import "unsafe"

// metaReader decodes the pool of numbers in which rules and tables are written,
// each string as an offset and length into the strings section.
type metaReader struct {
	strings []byte
	pool    []uint32
	i       int
	bad     bool
}

func (m *metaReader) u() uint32 {
	if m.i >= len(m.pool) {
		m.bad = true
		return 0
	}
	m.i++
	return m.pool[m.i-1]
}

// count reads the length of a list; each element takes at least one number.
func (m *metaReader) count() int {
	n := int(m.u())
	if n < 0 || n > len(m.pool)-m.i {
		m.bad = true
		return 0
	}
	return n
}

func (m *metaReader) str() string {
	off, n := m.u(), m.u()
	if off > uint32(len(m.strings)) || n > uint32(len(m.strings))-off {
		m.bad = true
		return ""
	}
	if n == 0 {
		return ""
	}
	return unsafe.String(&m.strings[off], int(n))
}

func (m *metaReader) text() Text { return Text{m.str(), m.str()} }

func (m *metaReader) list() []string {
	var out []string
	for range m.count() {
		out = append(out, m.str())
	}
	return out
}

func (m *metaReader) severity(most uint8) uint8 {
	s := m.u()
	if s > uint32(most) {
		m.bad = true
		return 0
	}
	return uint8(s)
}

func (m *metaReader) read(p *Pack) {
	p.Name, p.Version, p.Base = m.str(), m.str(), m.str()
	for range m.count() {
		p.Needs = append(p.Needs, Need{What(m.u()), m.str()})
	}
	for range m.count() {
		p.Tunes = append(p.Tunes, Tune{Rule: m.str(), Severity: m.severity(Unchanged), Jurisdiction: m.str(), Title: m.text(), Why: m.text()})
	}
	p.Classes = make([]string, m.count())
	for i := range p.Classes {
		p.Classes[i] = m.str()
	}
	p.Kinds = make([]Kind, m.count())
	for i := range p.Kinds {
		p.Kinds[i] = Kind{m.str(), Scope(m.u())}
	}
	p.Prompts = make([]Prompt, m.count())
	for i := range p.Prompts {
		p.Prompts[i] = Prompt{ID: m.str(), Text: m.text(), Severity: m.severity(3), Categories: m.list()}
	}
	p.Cites = make([]Cite, m.count())
	for i := range p.Cites {
		p.Cites[i] = Cite{ID: m.str(), Title: m.str(), Section: m.str(), URL: m.str(), Where: m.str()}
	}
	p.Rules = make([]Rule, m.count())
	for i := range p.Rules {
		p.Rules[i] = m.rule(p.Cites)
		if m.bad {
			return
		}
	}
}

// orNext marks the scope of a condition that the next one may stand in for.
const orNext = 1 << 7

func (m *metaReader) rule(cites []Cite) Rule {
	r := Rule{ID: m.str(), Fact: uint16(m.u()), Category: m.str(), Severity: m.severity(3), Lang: Lang(m.u()), Known: m.u() != 0, Jurisdictions: m.list()}
	r.Title, r.Why = m.text(), m.text()
	for range m.count() {
		c := m.u()
		if c >= uint32(len(cites)) {
			m.bad = true
			return r
		}
		r.Cites = append(r.Cites, cites[c])
	}
	for _, list := range []*[]Condition{&r.Needs, &r.Unless} {
		for range m.count() {
			kind, scope := m.u(), m.u()
			*list = append(*list, Condition{uint16(kind), Scope(scope &^ orNext), scope&orNext != 0})
		}
	}
	for range m.count() {
		r.Edits = append(r.Edits, Edit{m.str(), m.text(), m.text()})
	}
	return r
}
