package pattern

import (
	"strconv"

	"github.com/bedside-md/bedside/core/text"
)

// Names resolves the names in a pattern to the ids of a pack being compiled.
type Names interface {
	Word(folded string) uint32                      // id of a folded word, made when new
	Class(name string) (id uint16, ok bool)         // lexicon or shape
	ClassWidth(id uint16) int                       // longest mention, tokens
	ClassCost(id uint16) int                        // how often it occurs, as Cost
	Inflect(lemma string) (forms []string, ok bool) // all forms of a lemma
}

// Anchor is a word or class that every match contains; the scanner runs a
// program only where one of its anchors stands.
type Anchor struct {
	Class bool
	ID    uint32
}

// Program is a compiled pattern. A match starts between Before and After tokens
// ahead of an anchor: MinBefore <= anchor - start <= MaxBefore.
type Program struct {
	Insts     []Inst
	Anchors   []Anchor
	MinBefore int
	MaxBefore int
}

type compiler struct {
	names Names
	out   []Inst
	doc   text.Doc
}

// Compile compiles a parsed pattern. The error names the column.
func Compile(n *Node, names Names) (*Program, error) {
	c := &compiler{names: names}
	if err := c.emit(n); err != nil {
		return nil, err
	}
	c.out = append(c.out, Inst{Op: OpMatch})
	if len(c.out) > maxProgram {
		return nil, &SyntaxError{n.Col, "the pattern compiles to " + strconv.Itoa(len(c.out)) + " steps; the limit is " + strconv.Itoa(maxProgram) + ": split it"}
	}
	a, err := c.anchor(n)
	if err != nil {
		return nil, err
	}
	if !a.ok {
		return nil, &SyntaxError{n.Col, "every match must contain a word, lemma, lexicon or shape; gaps and optional parts alone do not"}
	}
	if a.before.max >= maxWindow {
		return nil, &SyntaxError{n.Col, "too many tokens may stand before the rarest word"}
	}
	return &Program{Insts: c.out, Anchors: a.set, MinBefore: a.before.min, MaxBefore: a.before.max}, nil
}

// literal splits a literal into the folded words the reader makes of it. An
// ending ('s, 'll) is read as it stands after a word.
func (c *compiler) literal(s string) []string {
	first := 0
	if len(s) > 1 && s[0] == '\'' {
		s, first = "x"+s, 1
	}
	c.doc.Read([]byte(s))
	var out []string
	for i := first; i < len(c.doc.Tokens); i++ {
		out = append(out, string(c.doc.Spelling(int32(i))))
	}
	return out
}

func (c *compiler) emit(n *Node) error {
	switch n.Kind {
	case Seq:
		for _, k := range n.Kids {
			if err := c.emit(k); err != nil {
				return err
			}
		}
	case Alt:
		return c.alternatives(len(n.Kids), func(i int) error { return c.emit(n.Kids[i]) })
	case Literal:
		words := c.literal(n.Text)
		if len(words) == 0 {
			return &SyntaxError{n.Col, "no word in " + strconv.Quote(n.Text)}
		}
		c.words(words)
	case Lemma:
		forms, ok := c.names.Inflect(n.Text)
		if !ok {
			return &SyntaxError{n.Col, "no inflection known for ~" + n.Text + "; write the forms as {a|b}"}
		}
		return c.alternatives(len(forms), func(i int) error {
			c.words(c.literal(forms[i]))
			return nil
		})
	case Class:
		id, ok := c.names.Class(n.Text)
		if !ok {
			return c.unknownClass(n)
		}
		c.out = append(c.out, Inst{OpClass, uint32(id)})
	case Gap:
		c.gap(n.Count)
	case Any:
		c.out = append(c.out, Inst{Op: OpAny})
	case Optional:
		at := len(c.out)
		c.out = append(c.out, Inst{Op: OpSplit})
		if err := c.emit(n.Kids[0]); err != nil {
			return err
		}
		c.out[at].X = uint32(len(c.out))
	case Capture:
		c.out = append(c.out, Inst{Op: OpOpen})
		if err := c.emit(n.Kids[0]); err != nil {
			return err
		}
		c.out = append(c.out, Inst{Op: OpClose})
	case Not, Like:
		return c.look(n, n.Kids[0])
	case Begin:
		c.out = append(c.out, Inst{Op: OpBegin})
	case End:
		c.out = append(c.out, Inst{Op: OpEnd})
	}
	return nil
}

// gap emits up to count any-tokens, fewest first.
func (c *compiler) gap(count int) {
	end := uint32(len(c.out) + 3*count)
	for range count {
		at := uint32(len(c.out))
		c.out = append(c.out, Inst{OpSplit, at + 2}, Inst{OpJump, end}, Inst{Op: OpAny})
	}
}

func (c *compiler) words(words []string) {
	for _, w := range words {
		c.out = append(c.out, Inst{OpWord, c.names.Word(w)})
	}
}

func (c *compiler) alternatives(n int, emit func(i int) error) error {
	var ends []int
	for i := range n {
		split := -1
		if i < n-1 {
			split = len(c.out)
			c.out = append(c.out, Inst{Op: OpSplit})
		}
		if err := emit(i); err != nil {
			return err
		}
		if split >= 0 {
			ends = append(ends, len(c.out))
			c.out = append(c.out, Inst{Op: OpJump})
			c.out[split].X = uint32(len(c.out))
		}
	}
	for _, e := range ends {
		c.out[e].X = uint32(len(c.out))
	}
	return nil
}

func (c *compiler) unknownClass(n *Node) error {
	if n.Text[0] == '#' {
		return &SyntaxError{n.Col, "no shape named " + n.Text}
	}
	return &SyntaxError{n.Col, "no lexicon named @" + n.Text}
}

// look emits a test of the token here that takes no token: !x for words,
// lemmas, lexicons, shapes and groups of them; &x for lexicons and shapes.
func (c *compiler) look(n, k *Node) error {
	for k.Kind == Seq && len(k.Kids) == 1 {
		k = k.Kids[0] // a macro that is one group
	}
	switch {
	case k.Kind == Alt && n.Kind == Not:
		for _, a := range k.Kids {
			if len(a.Kids) != 1 {
				return &SyntaxError{a.Col, "after ! each alternative must be one word, lemma, lexicon or shape"}
			}
			if err := c.look(n, a.Kids[0]); err != nil {
				return err
			}
		}
		return nil
	case k.Kind == Alt:
		return c.alternatives(len(k.Kids), func(i int) error { return c.look(n, k.Kids[i].Kids[0]) })
	case k.Kind == Class:
		id, ok := c.names.Class(k.Text)
		if !ok {
			return c.unknownClass(k)
		}
		op := OpNotClass
		if n.Kind == Like {
			op = OpLikeClass
		}
		c.out = append(c.out, Inst{op, uint32(id)})
		return nil
	case k.Kind == Lemma && n.Kind == Not:
		forms, ok := c.names.Inflect(k.Text)
		if !ok {
			return &SyntaxError{k.Col, "no inflection known for ~" + k.Text}
		}
		for _, f := range forms {
			for _, w := range c.literal(f)[:1] {
				c.out = append(c.out, Inst{OpNotWord, c.names.Word(w)})
			}
		}
		return nil
	case k.Kind == Literal && n.Kind == Not:
		words := c.literal(k.Text)
		if len(words) != 1 {
			return &SyntaxError{k.Col, "after ! only one word may stand, not " + strconv.Quote(k.Text)}
		}
		c.out = append(c.out, Inst{OpNotWord, c.names.Word(words[0])})
		return nil
	}
	return &SyntaxError{n.Col, "after ! or & only a word, lemma, lexicon, shape or a group of them may stand"}
}
