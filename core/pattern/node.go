package pattern

import (
	"strconv"
	"strings"
)

// Node is a parsed pattern.
type Node struct {
	Kind  NodeKind
	Text  string  // word, lemma or class ("relation", "#age", "#age>89")
	Kids  []*Node // sequence parts, alternatives, members, or the one operand
	Count int     // tokens of a gap, an order-free set's window or a look's reach
	Place
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
	Not       // Count tokens further are looked at too
	NotBefore // up to Count tokens between
	Like
	Begin
	End
	Set // order-free
)

// Place is where something stands in the source of a pattern.
type Place struct {
	In  string // the %definition that holds it, "" for the pattern itself
	Col int    // 1-based byte column there
}

// SyntaxError says where a pattern is wrong and what was expected.
type SyntaxError struct {
	Place
	Msg string
}

func (e *SyntaxError) Error() string {
	s := "column " + strconv.Itoa(e.Col) + ": " + e.Msg
	if e.In != "" {
		return "in %" + e.In + ", " + s
	}
	return s
}

// String returns the pattern as it could be written: definitions are opened,
// spaces made regular. Parsing it gives the same program.
func (n *Node) String() string {
	var b strings.Builder
	n.write(&b)
	return b.String()
}

func (n *Node) write(b *strings.Builder) {
	switch n.Kind {
	case Seq:
		list(b, n.Kids, " ")
	case Alt:
		b.WriteByte('{')
		list(b, n.Kids, "|")
		b.WriteByte('}')
	case Set:
		b.WriteByte('[')
		list(b, n.Kids, ", ")
		b.WriteString("].." + strconv.Itoa(n.Count))
	case Literal:
		b.WriteString(n.Text)
	case Lemma:
		b.WriteString("~" + n.Text)
	case Class:
		if n.Text[0] != '#' {
			b.WriteByte('@')
		}
		b.WriteString(n.Text)
	case Gap:
		b.WriteString(".." + strconv.Itoa(n.Count))
	case Any:
		b.WriteByte('_')
	case Optional:
		n.operand(b)
		b.WriteByte('?')
	case Capture:
		b.WriteByte('<')
		list(b, n.Kids, " ")
		b.WriteByte('>')
	case Not:
		b.WriteByte('!')
		if n.Count > 0 {
			b.WriteString(".." + strconv.Itoa(n.Count) + " ")
		}
		n.operand(b)
	case NotBefore:
		b.WriteByte('!')
		n.operand(b)
		b.WriteString(".." + strconv.Itoa(n.Count))
	case Like:
		b.WriteByte('&')
		n.operand(b)
	case Begin:
		b.WriteByte('^')
	case End:
		b.WriteByte('$')
	}
}

// operand writes the one thing that a sign binds to, in braces where the sign
// would bind to a part of it.
func (n *Node) operand(b *strings.Builder) {
	k := n.Kids[0].only()
	if k.Kind == Seq || k.Kind == Optional || k.Kind == Literal && strings.HasSuffix(k.Text, ".") {
		b.WriteByte('{')
		k.write(b)
		b.WriteByte('}')
		return
	}
	k.write(b)
}

// only returns what a sequence of one part holds.
func (n *Node) only() *Node {
	for n.Kind == Seq && len(n.Kids) == 1 {
		n = n.Kids[0]
	}
	return n
}

func list(b *strings.Builder, nodes []*Node, between string) {
	for i, k := range nodes {
		if i > 0 {
			b.WriteString(between)
		}
		k.write(b)
	}
}
