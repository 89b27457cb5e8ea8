package pattern

import (
	"slices"
	"strconv"
	"strings"
)

// Macros returns the text of a %definition, or what is wrong with its name.
type Macros func(name string) (string, error)

type parser struct {
	s      string
	i      int
	macros Macros
	open   []string // definitions being read, outermost first
	depth  int
	parts  *int // read so far, definitions opened
}

const (
	maxDepth = 40             // how deep groups may be nested, definitions included
	maxParts = 4 * maxProgram // parts of a pattern, definitions opened
)

// Parse parses a pattern. macros supplies the text of %name; it may be nil. The
// error is a *SyntaxError.
func Parse(s string, macros Macros) (*Node, error) {
	p := &parser{s: s, macros: macros, parts: new(int)}
	return p.whole()
}

// whole reads all of the text.
func (p *parser) whole() (*Node, error) {
	n, err := p.sequence("")
	if err != nil {
		return nil, err
	}
	if p.i < len(p.s) {
		return nil, p.stray()
	}
	if len(n.Kids) == 0 {
		return nil, p.fail(p.i, "the pattern is empty; expected a word, ~lemma, @lexicon, #shape or {group}")
	}
	return n, nil
}

func (p *parser) place(i int) Place {
	at := Place{Col: i + 1}
	if len(p.open) > 0 {
		at.In = p.open[len(p.open)-1]
	}
	return at
}

func (p *parser) fail(i int, msg string) error { return &SyntaxError{p.place(i), msg} }

// stray explains a sign that nothing has opened.
func (p *parser) stray() error {
	why := map[byte]string{
		'}': "no { is open here", '>': "no < is open here", ']': "no [ is open here",
		'|': "a | stands between alternatives, inside { }",
		',': "a comma stands between the members of a set, inside [ ]; the reader of drafts drops commas, so leave it out",
		'?': "a ? stands right after the part it makes optional",
		'(': "round brackets mean nothing here; write a group as {...}", ')': "round brackets mean nothing here; write a group as {...}",
	}[p.s[p.i]]
	return p.fail(p.i, "unexpected "+strconv.Quote(p.s[p.i:p.i+1])+": "+why)
}

func (p *parser) peek(s string) bool { return strings.HasPrefix(p.s[p.i:], s) }

func (p *parser) space() {
	for p.i < len(p.s) && strings.IndexByte(" \t\n", p.s[p.i]) >= 0 {
		p.i++
	}
}

// sequence reads items until one of the closing signs in stop.
func (p *parser) sequence(stop string) (*Node, error) {
	seq := &Node{Kind: Seq, Place: p.place(p.i)}
	if p.depth++; p.depth > maxDepth {
		return nil, p.fail(p.i, "groups are nested more than "+strconv.Itoa(maxDepth)+" deep")
	}
	defer func() { p.depth-- }()
	for {
		p.space()
		if p.i >= len(p.s) || strings.IndexByte(stop, p.s[p.i]) >= 0 {
			return seq, nil
		}
		n, err := p.item()
		if err != nil {
			return nil, err
		}
		seq.Kids = append(seq.Kids, n)
	}
}

func (p *parser) item() (*Node, error) {
	if *p.parts++; *p.parts > maxParts {
		return nil, p.fail(p.i, "the pattern has more than "+strconv.Itoa(maxParts)+" parts, definitions opened: split it")
	}
	n, err := p.atom()
	if err != nil {
		return nil, err
	}
	if p.peek("?") {
		p.i++
		n = &Node{Kind: Optional, Kids: []*Node{n}, Place: n.Place}
	}
	return n, nil
}

func (p *parser) atom() (*Node, error) {
	start := p.i
	at := p.place(start)
	switch c := p.s[p.i]; c {
	case '{':
		kids, err := p.group('}', '|', "an alternative is empty; write the group as {...}? to make it optional")
		return &Node{Kind: Alt, Kids: kids, Place: at}, err
	case '[':
		return p.set(at)
	case '<':
		p.i++
		n, err := p.sequence(">")
		if err != nil {
			return nil, err
		}
		if p.i >= len(p.s) {
			return nil, p.fail(start, "this < is not closed by >")
		}
		if len(n.Kids) == 0 {
			return nil, p.fail(p.i, "the capture is empty; expected what to underline between < and >")
		}
		p.i++
		return &Node{Kind: Capture, Kids: []*Node{n}, Place: at}, nil
	case '!', '&':
		return p.look(at, c)
	case '^', '$', '_':
		p.i++
		return &Node{Kind: map[byte]NodeKind{'^': Begin, '$': End, '_': Any}[c], Place: at}, nil
	case '@', '~', '%':
		p.i++
		name := p.name()
		if name == "" {
			return nil, p.fail(p.i, "expected a name right after "+string(c)+", such as "+map[byte]string{'@': "@relation", '~': "~admit", '%': "%person"}[c])
		}
		switch c {
		case '@':
			return &Node{Kind: Class, Text: name, Place: at}, nil
		case '~':
			return &Node{Kind: Lemma, Text: name, Place: at}, nil
		}
		return p.macro(name, start)
	case '#':
		return p.shape(at)
	case '.':
		if p.peek("..") {
			count, err := p.reach(1, 3)
			return &Node{Kind: Gap, Count: count, Place: at}, err
		}
	}
	w := p.word()
	if w == "" {
		return nil, p.stray()
	}
	return &Node{Kind: Literal, Text: w, Place: at}, nil
}

// group reads { a | b } or [ a, b ], of which the opening sign is next.
func (p *parser) group(end, between byte, empty string) (kids []*Node, err error) {
	start := p.i
	p.i++
	for {
		n, err := p.sequence(string(between) + string(end))
		if err != nil {
			return nil, err
		}
		if p.i >= len(p.s) {
			return nil, p.fail(start, "this "+p.s[start:start+1]+" is not closed by "+string(end))
		}
		if len(n.Kids) == 0 {
			return nil, p.fail(p.i, empty)
		}
		kids = append(kids, n)
		p.i++
		if p.s[p.i-1] == end {
			return kids, nil
		}
	}
}

// set reads [a, b, c]..8.
func (p *parser) set(at Place) (*Node, error) {
	kids, err := p.group(']', ',', "a member is empty; expected a word, lemma, lexicon, shape or group between the commas")
	if err != nil {
		return nil, err
	}
	if len(kids) < 2 || len(kids) > maxMembers {
		return nil, &SyntaxError{at, "a set has 2 to " + strconv.Itoa(maxMembers) + " members, separated by commas; this one has " + strconv.Itoa(len(kids))}
	}
	n := &Node{Kind: Set, Kids: kids, Count: 8, Place: at}
	if p.peek("..") {
		n.Count, err = p.reach(2, 8)
	}
	return n, err
}

// look reads !x, !..4 x, !x..4 or &x.
func (p *parser) look(at Place, sign byte) (*Node, error) {
	p.i++
	n := &Node{Kind: Not, Place: at}
	if sign == '&' {
		n.Kind = Like
	}
	var err error
	if sign == '!' && p.peek("..") {
		if n.Count, err = p.reach(1, 3); err != nil {
			return nil, err
		}
		p.space()
	}
	if p.i >= len(p.s) || strings.IndexByte(" \t\n", p.s[p.i]) >= 0 {
		return nil, p.fail(p.i, "expected a word, lemma, lexicon, shape or group right after "+string(sign))
	}
	x, err := p.atom()
	if err != nil {
		return nil, err
	}
	n.Kids = []*Node{x}
	if n.Kind == Not && p.peek("..") {
		if n.Count > 0 {
			return nil, p.fail(p.i, "after ! a gap may stand before a part or after it, not both")
		}
		n.Kind = NotBefore
		n.Count, err = p.reach(0, 3)
	}
	return n, err
}

// reach reads ".." and how many tokens it may span, otherwise when no number is
// written.
func (p *parser) reach(least, otherwise int) (int, error) {
	start := p.i
	for p.i += 2; p.i < len(p.s) && p.s[p.i] >= '0' && p.s[p.i] <= '9'; {
		p.i++
	}
	if p.i == start+2 {
		return otherwise, nil
	}
	n, err := strconv.Atoi(p.s[start+2 : p.i])
	if err != nil || n < least || n > maxGap {
		return 0, p.fail(start, "after .. a number from "+strconv.Itoa(least)+" to "+strconv.Itoa(maxGap)+" may stand, not "+p.s[start+2:p.i])
	}
	return n, nil
}

// shape reads #name, #id:kind or #name with a condition on its number.
func (p *parser) shape(at Place) (*Node, error) {
	p.i++
	name := p.name()
	if name == "" {
		return nil, p.fail(p.i, "expected a shape's name right after #, such as #age or #date")
	}
	text := "#" + name
	switch {
	case p.peek(":"):
		p.i++
		kind := p.while(func(c byte) bool { return nameByte(c) || c == '.' || c == '-' })
		if kind == "" {
			return nil, p.fail(p.i, "expected an identifier format or category right after "+text+":, such as #id:us.ssn")
		}
		text += ":" + strings.ToLower(kind)
	case p.condition():
		sign := p.while(func(c byte) bool { return strings.IndexByte("<>=", c) >= 0 })
		if !slices.Contains([]string{"<", ">", "<=", ">=", "="}, sign) {
			return nil, p.fail(p.i-len(sign), "expected <, <=, =, >= or > between "+text+" and a number, not "+sign)
		}
		start := p.i
		digits := p.while(func(c byte) bool { return c >= '0' && c <= '9' })
		n, err := strconv.Atoi(digits)
		if err != nil || n > maxNumber {
			return nil, p.fail(start, "expected a whole number up to "+strconv.Itoa(maxNumber)+" after "+text+sign)
		}
		text += sign + strconv.Itoa(n)
	}
	return &Node{Kind: Class, Text: text, Place: at}, nil
}

// maxNumber is the largest number a shape may be compared with.
const maxNumber = 1_000_000

// condition reports whether a comparison follows: signs and then a digit. A >
// before anything else closes a capture.
func (p *parser) condition() bool {
	i := p.i
	for i < len(p.s) && strings.IndexByte("<>=", p.s[i]) >= 0 {
		i++
	}
	return i > p.i && i < len(p.s) && p.s[i] >= '0' && p.s[i] <= '9'
}

func (p *parser) macro(name string, start int) (*Node, error) {
	if i := slices.Index(p.open, name); i >= 0 {
		return nil, p.fail(start, "%"+name+" is made of itself: %"+strings.Join(append(p.open[i:], name), " > %"))
	}
	if p.macros == nil {
		return nil, p.fail(start, "there are no definitions here, so no %"+name)
	}
	text, err := p.macros(name)
	if err != nil {
		return nil, p.fail(start, err.Error())
	}
	sub := &parser{s: text, macros: p.macros, depth: p.depth, parts: p.parts, open: append(p.open[:len(p.open):len(p.open)], name)}
	return sub.whole()
}

func nameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c >= 0x80
}

// name reads a name: letters, digits and _, and between letters . - and '.
func (p *parser) name() string {
	start := p.i
	for p.i < len(p.s) {
		c := p.s[p.i]
		if nameByte(c) || p.i > start && strings.IndexByte(".-'", c) >= 0 && p.i+1 < len(p.s) && p.s[p.i+1] >= 'a' && p.s[p.i+1] <= 'z' {
			p.i++
			continue
		}
		break
	}
	return p.s[start:p.i]
}

// while reads bytes that belong, and stops before a gap and a full stop at the end.
func (p *parser) while(belongs func(byte) bool) string {
	start := p.i
	for p.i < len(p.s) && belongs(p.s[p.i]) && !p.peek("..") {
		p.i++
	}
	return p.s[start:p.i]
}

// word reads up to a sign, a gap, or a comma that is not inside a number.
func (p *parser) word() string {
	start := p.i
	for p.i < len(p.s) && strings.IndexByte(" \t\n{}<>[]|?!^$@~%#()", p.s[p.i]) < 0 && !p.peek("..") {
		if p.s[p.i] == ',' && (p.i == start || p.i+1 == len(p.s) || p.s[p.i+1] < '0' || p.s[p.i+1] > '9') {
			break
		}
		p.i++
	}
	return p.s[start:p.i]
}
