package pattern

import "strconv"

// Node is a parsed pattern.
type Node struct {
	Kind  NodeKind
	Text  string  // word, lemma, class or macro name
	Kids  []*Node // sequence parts, alternatives, or the one operand
	Count int     // longest gap, tokens
	Col   int     // 1-based byte column in the pattern text
}

// NodeKind says what a Node is.
type NodeKind uint8

// Kinds of node.
const (
	Seq NodeKind = iota
	Alt
	Literal
	Lemma
	Class
	Gap
	Any
	Optional
	Capture
	Not
	Like
	Begin
	End
)

// SyntaxError says where a pattern is wrong and what was expected.
type SyntaxError struct {
	Col int // 1-based byte column in the pattern text
	Msg string
}

func (e *SyntaxError) Error() string {
	return "column " + strconv.Itoa(e.Col) + ": " + e.Msg
}

type parser struct {
	s      string
	i      int
	macros func(name string) (string, bool)
	depth  int
}

// Parse parses a pattern. macros supplies the text of %name; it may be nil.
func Parse(s string, macros func(name string) (string, bool)) (*Node, error) {
	p := &parser{s: s, macros: macros}
	n, err := p.sequence("")
	if err != nil {
		return nil, err
	}
	if p.i < len(p.s) {
		return nil, p.fail("unexpected " + strconv.Quote(p.s[p.i:p.i+1]))
	}
	if len(n.Kids) == 0 {
		return nil, p.fail("the pattern is empty")
	}
	return n, nil
}

func (p *parser) fail(msg string) error { return &SyntaxError{Col: p.i + 1, Msg: msg} }

func (p *parser) space() {
	for p.i < len(p.s) && (p.s[p.i] == ' ' || p.s[p.i] == '\t' || p.s[p.i] == '\n') {
		p.i++
	}
}

// sequence reads items until one of the closing signs in stop.
func (p *parser) sequence(stop string) (*Node, error) {
	seq := &Node{Kind: Seq, Col: p.i + 1}
	if p.depth++; p.depth > 40 {
		return nil, p.fail("groups are nested too deeply (a macro may refer to itself)")
	}
	defer func() { p.depth-- }()
	for {
		p.space()
		if p.i >= len(p.s) || contains(stop, p.s[p.i]) {
			return seq, nil
		}
		n, err := p.item()
		if err != nil {
			return nil, err
		}
		seq.Kids = append(seq.Kids, n)
	}
}

func contains(s string, c byte) bool {
	for i := range len(s) {
		if s[i] == c {
			return true
		}
	}
	return false
}

func (p *parser) item() (*Node, error) {
	n, err := p.atom()
	if err != nil {
		return nil, err
	}
	if p.i < len(p.s) && p.s[p.i] == '?' {
		p.i++
		n = &Node{Kind: Optional, Kids: []*Node{n}, Col: n.Col}
	}
	return n, nil
}

func (p *parser) atom() (*Node, error) {
	col := p.i + 1
	switch c := p.s[p.i]; c {
	case '{':
		p.i++
		alt := &Node{Kind: Alt, Col: col}
		for {
			n, err := p.sequence("|}")
			if err != nil {
				return nil, err
			}
			if len(n.Kids) == 0 {
				return nil, p.fail("an alternative is empty; write the group as {...}? to make it optional")
			}
			alt.Kids = append(alt.Kids, n)
			if p.i >= len(p.s) {
				return nil, p.fail("the { opened at column " + strconv.Itoa(col) + " is not closed by }")
			}
			p.i++
			if p.s[p.i-1] == '}' {
				return alt, nil
			}
		}
	case '<':
		p.i++
		n, err := p.sequence(">")
		if err != nil {
			return nil, err
		}
		if p.i >= len(p.s) {
			return nil, p.fail("the < opened at column " + strconv.Itoa(col) + " is not closed by >")
		}
		p.i++
		return &Node{Kind: Capture, Kids: []*Node{n}, Col: col}, nil
	case '!', '&':
		p.i++
		if p.i >= len(p.s) || p.s[p.i] == ' ' {
			return nil, p.fail("expected a word, lexicon or group right after " + string(c))
		}
		n, err := p.atom()
		if err != nil {
			return nil, err
		}
		k := Not
		if c == '&' {
			k = Like
		}
		return &Node{Kind: k, Kids: []*Node{n}, Col: col}, nil
	case '^':
		p.i++
		return &Node{Kind: Begin, Col: col}, nil
	case '$':
		p.i++
		return &Node{Kind: End, Col: col}, nil
	case '_':
		p.i++
		return &Node{Kind: Any, Col: col}, nil
	case '}', '>', '|', '?', ')', '(':
		return nil, p.fail("unexpected " + strconv.Quote(string(c)))
	case '.':
		if p.i+1 < len(p.s) && p.s[p.i+1] == '.' {
			p.i += 2
			start := p.i
			for p.i < len(p.s) && p.s[p.i] >= '0' && p.s[p.i] <= '9' {
				p.i++
			}
			count := 3
			if p.i > start {
				count, _ = strconv.Atoi(p.s[start:p.i])
			}
			if count < 1 || count > 30 {
				return nil, &SyntaxError{col, "a gap must be between 1 and 30 tokens"}
			}
			return &Node{Kind: Gap, Count: count, Col: col}, nil
		}
	case '@', '~', '%':
		p.i++
		name := p.name()
		if name == "" {
			return nil, p.fail("expected a name right after " + string(c))
		}
		switch c {
		case '@':
			return &Node{Kind: Class, Text: name, Col: col}, nil
		case '~':
			return &Node{Kind: Lemma, Text: name, Col: col}, nil
		}
		return p.macro(name, col)
	case '#':
		p.i++
		name := p.name()
		if name == "" {
			return nil, p.fail("expected a shape name right after #")
		}
		return &Node{Kind: Class, Text: "#" + name, Col: col}, nil
	}
	w := p.word()
	if w == "" {
		return nil, p.fail("unexpected " + strconv.Quote(p.s[p.i:p.i+1]))
	}
	return &Node{Kind: Literal, Text: w, Col: col}, nil
}

func (p *parser) macro(name string, col int) (*Node, error) {
	text, ok := "", false
	if p.macros != nil {
		text, ok = p.macros(name)
	}
	if !ok {
		return nil, &SyntaxError{col, "no definition named %" + name}
	}
	sub := &parser{s: text, macros: p.macros, depth: p.depth}
	n, err := sub.sequence("")
	if err == nil && sub.i < len(sub.s) {
		err = sub.fail("unexpected " + strconv.Quote(sub.s[sub.i:sub.i+1]))
	}
	if err != nil {
		return nil, &SyntaxError{col, "in %" + name + ": " + err.Error()}
	}
	return n, nil
}

func (p *parser) name() string {
	start := p.i
	for p.i < len(p.s) {
		c := p.s[p.i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c >= 0x80 ||
			(c == '.' || c == ':' || c == '-' || c == '\'') && p.i+1 < len(p.s) && p.s[p.i+1] >= 'a' && p.s[p.i+1] <= 'z' && p.i > start {
			p.i++
			continue
		}
		break
	}
	return p.s[start:p.i]
}

func (p *parser) word() string {
	start := p.i
	for p.i < len(p.s) && !contains(" \t\n{}<>|?!^$@~%#()", p.s[p.i]) {
		p.i++
	}
	return p.s[start:p.i]
}
