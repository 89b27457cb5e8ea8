package pattern

import (
	"strconv"

	"github.com/bedside-md/bedside/core/text"
)

// Names resolves the names in a pattern to the ids of a pack being compiled.
type Names interface {
	Word(folded string) uint32                      // id of a folded word, made when new
	Class(name string) (id uint16, err error)       // lexicon ("relation") or shape ("#age"); the error is a sentence
	ClassWidth(id uint16) int                       // longest mention, tokens
	ClassCost(id uint16) int                        // how often it occurs, as text.Commonness
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
	inSet bool
}

// Compile compiles a parsed pattern. The error is a *SyntaxError.
func Compile(n *Node, names Names) (*Program, error) {
	c := &compiler{names: names}
	if err := c.emit(n); err != nil {
		return nil, err
	}
	c.add(OpMatch, 0)
	if len(c.out) > maxProgram {
		return nil, refuse(n, "the pattern compiles to "+strconv.Itoa(len(c.out))+" steps, and the limit is "+strconv.Itoa(maxProgram)+": split it, or make a lexicon of its words")
	}
	a, width, err := c.survey(n)
	switch {
	case err != nil:
		return nil, err
	case !a.ok:
		return nil, refuse(n, "every match must contain a word, lemma, lexicon or shape; gaps, looks and optional parts alone may match anywhere")
	case a.before.max >= maxWindow || width.min > maxWindow:
		return nil, refuse(n, "a match may span "+strconv.Itoa(maxWindow)+" tokens at most, and the rarest word of this pattern may stand further in")
	}
	return &Program{Insts: c.out, Anchors: a.set, MinBefore: a.before.min, MaxBefore: a.before.max}, nil
}

func refuse(n *Node, msg string) error { return &SyntaxError{n.Place, msg} }

func (c *compiler) add(op Op, x uint32) int {
	c.out = append(c.out, Inst{op, x})
	return len(c.out) - 1
}

// here is where the next instruction will stand.
func (c *compiler) here() uint32 { return uint32(len(c.out)) }

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

// forms returns the forms of a lemma, each as words.
func (c *compiler) forms(n *Node) ([][]string, error) {
	forms, ok := c.names.Inflect(n.Text)
	if !ok {
		return nil, refuse(n, "no inflection is known for ~"+n.Text+"; write its forms as {a|b}")
	}
	var out [][]string
	for _, f := range forms {
		if words := c.literal(f); len(words) > 0 {
			out = append(out, words)
		}
	}
	if len(out) == 0 {
		return nil, refuse(n, "no word in ~"+n.Text)
	}
	return out, nil
}

func (c *compiler) class(n *Node) (uint16, error) {
	id, err := c.names.Class(n.Text)
	if err != nil {
		return 0, refuse(n, err.Error())
	}
	return id, nil
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
			return refuse(n, "no word in "+strconv.Quote(n.Text)+"; the reader of drafts drops such signs, so leave it out")
		}
		c.words(words)
	case Lemma:
		forms, err := c.forms(n)
		if err != nil {
			return err
		}
		return c.alternatives(len(forms), func(i int) error {
			c.words(forms[i])
			return nil
		})
	case Class:
		id, err := c.class(n)
		if err != nil {
			return err
		}
		c.add(OpClass, uint32(id))
	case Gap:
		c.gap(n.Count)
	case Any:
		c.add(OpAny, 0)
	case Optional:
		at := c.add(OpSplit, 0)
		if err := c.emit(n.Kids[0]); err != nil {
			return err
		}
		c.out[at].X = c.here()
	case Capture:
		if c.inSet {
			return refuse(n, "inside a set a capture holds one whole member: [<a b>, c], not [a <b>, c]")
		}
		c.add(OpOpen, 0)
		if err := c.emit(n.Kids[0]); err != nil {
			return err
		}
		c.add(OpClose, 0)
	case Not, NotBefore:
		return c.not(n, n.Kids[0])
	case Like:
		return c.like(n, n.Kids[0])
	case Begin:
		c.add(OpBegin, 0)
	case End:
		c.add(OpEnd, 0)
	case Set:
		return c.set(n)
	}
	return nil
}

// gap emits up to count any-tokens, fewest first.
func (c *compiler) gap(count int) {
	end := c.here() + uint32(3*count)
	for range count {
		c.add(OpSplit, c.here()+2)
		c.add(OpJump, end)
		c.add(OpAny, 0)
	}
}

func (c *compiler) words(words []string) {
	for _, w := range words {
		c.add(OpWord, c.names.Word(w))
	}
}

func (c *compiler) alternatives(n int, emit func(i int) error) error {
	var ends []int
	for i := range n {
		split := -1
		if i < n-1 {
			split = c.add(OpSplit, 0)
		}
		if err := emit(i); err != nil {
			return err
		}
		if split >= 0 {
			ends = append(ends, c.add(OpJump, 0))
			c.out[split].X = c.here()
		}
	}
	for _, e := range ends {
		c.out[e].X = c.here()
	}
	return nil
}

// set emits an order-free set.
func (c *compiler) set(n *Node) error {
	if c.inSet {
		return refuse(n, "a set cannot be a member of a set")
	}
	c.inSet = true
	defer func() { c.inSet = false }()
	at := c.add(OpNear, 0)
	captured := false
	for _, k := range n.Kids {
		_, width, err := c.survey(k)
		if err != nil {
			return err
		}
		if width.min == 0 {
			return refuse(k, "a member of a set must hold something that is not optional")
		}
		item := Item{}
		if only := k.only(); only.Kind == Capture {
			if captured {
				return refuse(only, "only one member of a set can be the capture")
			}
			captured, item.Capture = true, true
			k = only.Kids[0]
		}
		i := c.add(OpItem, 0)
		if err := c.emit(k); err != nil {
			return err
		}
		c.add(OpItemEnd, 0)
		item.Next = c.here()
		c.out[i].X = item.Pack()
	}
	c.out[at].X = Near{c.here(), uint32(n.Count)}.Pack()
	return nil
}

// not emits a test of the tokens here, or before here, that takes none: words,
// lemmas, lexicons, shapes and groups of them must not stand there.
func (c *compiler) not(n, k *Node) error {
	k = k.only()
	test := func(op Op, x uint32) {
		switch {
		case n.Kind == NotBefore:
			c.add(OpBehind, uint32(n.Count))
		case n.Count > 0:
			c.add(OpAhead, uint32(n.Count))
		}
		c.add(op, x)
	}
	switch k.Kind {
	case Alt:
		for _, a := range k.Kids {
			if len(a.Kids) != 1 {
				return refuse(a, "after ! each alternative must be one word, lemma, lexicon or shape")
			}
			if err := c.not(n, a.Kids[0]); err != nil {
				return err
			}
		}
		return nil
	case Class:
		id, err := c.class(k)
		if err != nil {
			return err
		}
		test(OpNotClass, uint32(id))
		return nil
	case Lemma:
		forms, err := c.forms(k)
		if err != nil {
			return err
		}
		for _, f := range forms {
			test(OpNotWord, c.names.Word(f[0]))
		}
		return nil
	case Literal:
		words := c.literal(k.Text)
		if len(words) != 1 {
			return refuse(k, "after ! one word may stand, and "+strconv.Quote(k.Text)+" is read as "+strconv.Itoa(len(words)))
		}
		test(OpNotWord, c.names.Word(words[0]))
		return nil
	}
	return refuse(n, "after ! a word, lemma, lexicon, shape or a group of them may stand")
}

// like emits a test that the token here is covered by a mention of a class.
func (c *compiler) like(n, k *Node) error {
	k = k.only()
	switch k.Kind {
	case Alt:
		return c.alternatives(len(k.Kids), func(i int) error { return c.like(n, k.Kids[i]) })
	case Class:
		id, err := c.class(k)
		if err == nil {
			c.add(OpLikeClass, uint32(id))
		}
		return err
	}
	return refuse(n, "after & a lexicon, a shape or a group of them may stand")
}
