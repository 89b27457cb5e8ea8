package source

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// Format returns a rule file in the house layout: keys of a rule in one order,
// two spaces of indent, one blank line at most, and a list or mapping on one
// line as long as it was written so and fits. Comments stay with what they stand
// beside, and text is never touched. It fails with *Error for what is not YAML,
// and refuses rather than lose a comment or change what is said.
func Format(name string, data []byte) ([]byte, error) {
	out, err := lay(name, data)
	if err != nil {
		return nil, err
	}
	if again, err := lay(name, out); err != nil || !bytes.Equal(again, out) {
		return nil, fmt.Errorf("%s is written in a way that has no settled layout; it is left as it is", name)
	}
	return out, nil
}

// lay lays a file out once.
func lay(name string, data []byte) ([]byte, error) {
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	if i := bytes.IndexFunc(data, func(r rune) bool { return unicode.IsControl(r) && r != '\t' && r != '\n' }); i >= 0 {
		return nil, fmt.Errorf("%s, line %d: there is a control character; take it out", name, 1+bytes.Count(data[:i], []byte("\n")))
	}
	var was any
	if p := decode(name, data, &was); p != nil {
		return nil, &Error{[]Problem{*p}}
	}
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		return nil, fmt.Errorf("%s is not YAML: %w", name, err)
	}
	if len(file.Docs) > 1 {
		return nil, fmt.Errorf("%s holds several YAML documents; a rule file holds one", name)
	}
	f := &formatter{lines: strings.Split(string(data), "\n")}
	f.readComments(string(data))
	var root *part
	if len(file.Docs) == 1 && file.Docs[0].Body != nil {
		if root, err = f.part(file.Docs[0].Body); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if root.kind != mapPart || len(root.parts) == 0 {
			return nil, fmt.Errorf("%s does not begin with a key such as rules or define", name)
		}
	}
	f.attach(root)
	f.document(root)
	out := append(bytes.TrimLeft(bytes.TrimRight(f.out.Bytes(), "\n"), "\n"), '\n')
	if len(bytes.TrimSpace(out)) == 0 {
		return nil, nil
	}

	var is any
	if p := decode(name, out, &is); p != nil || !reflect.DeepEqual(was, is) {
		return nil, fmt.Errorf("%s is written in a way that cannot be laid out without changing what it says; it is left as it is", name)
	}
	g := &formatter{}
	g.readComments(string(out))
	if !slices.Equal(f.texts(), g.texts()) {
		return nil, fmt.Errorf("a comment in %s stands where it would be lost; move it to a line of its own. The file is left as it is", name)
	}
	return out, nil
}

// part is a mapping, a list or a scalar of the file.
type part struct {
	key     string // in a mapping, as written; "" in a list
	line    int    // where it starts
	end     int    // where a part in brackets ends
	scalar  string // as written; for a block, its header
	block   []string
	parts   []*part
	kind    partKind
	flow    bool // written in brackets
	broken  bool // a comment inside keeps it from one line
	blank   bool // a blank line stands before it
	lead    []comment
	trailed string
}

type partKind uint8

const (
	scalarPart partKind = iota
	listPart
	mapPart
)

type comment struct {
	line  int
	text  string
	own   bool // alone on its line
	blank bool // after a blank line
}

type formatter struct {
	lines    []string
	comments []comment
	foot     []comment
	out      bytes.Buffer
}

func (f *formatter) readComments(data string) {
	lines := strings.Split(data, "\n")
	for _, t := range lexer.Tokenize(data) {
		if t.Type != token.CommentType {
			continue
		}
		n := t.Position.Line
		before, _, _ := strings.Cut(lines[n-1], "#"+t.Value)
		f.comments = append(f.comments, comment{
			line: n, text: "#" + strings.TrimRight(t.Value, " \t"), own: strings.TrimSpace(before) == "", blank: n > 1 && strings.TrimSpace(lines[n-2]) == "",
		})
	}
}

// texts returns the comments' texts, sorted.
func (f *formatter) texts() []string {
	var out []string
	for _, c := range f.comments {
		out = append(out, c.text)
	}
	slices.Sort(out)
	return out
}

var errLayout = errors.New("anchors, aliases, tags and merged keys have no place in a rule file; write the text out")

// part reads a node.
func (f *formatter) part(n ast.Node) (*part, error) {
	p := &part{line: n.GetToken().Position.Line}
	switch n := n.(type) {
	case *ast.MappingNode:
		p.kind, p.flow = mapPart, n.IsFlowStyle
		for _, v := range n.Values {
			if err := f.entry(p, v); err != nil {
				return nil, err
			}
		}
		p.ends(n.Start, n.End)
	case *ast.MappingValueNode:
		p.kind = mapPart
		if err := f.entry(p, n); err != nil {
			return nil, err
		}
	case *ast.SequenceNode:
		p.kind, p.flow = listPart, n.IsFlowStyle
		for _, v := range n.Values {
			k, err := f.part(v)
			if err != nil {
				return nil, err
			}
			p.parts = append(p.parts, k)
		}
		p.ends(n.Start, n.End)
	case *ast.LiteralNode:
		p.scalar = n.Start.Value
		p.block = f.blockLines(n.Start.Position.Line)
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode, *ast.MergeKeyNode:
		return nil, errLayout
	default:
		p.scalar = written(n)
	}
	if p.end == 0 {
		p.end = p.line
	}
	if !p.flow && len(p.parts) > 0 {
		p.line = p.parts[0].line
	}
	return p, nil
}

func (p *part) ends(start, end *token.Token) {
	if !p.flow {
		return
	}
	p.line, p.end = start.Position.Line, end.Position.Line
}

func (f *formatter) entry(p *part, v *ast.MappingValueNode) error {
	if _, merged := v.Key.(*ast.MergeKeyNode); merged {
		return errLayout
	}
	k, err := f.part(v.Value)
	if err != nil {
		return err
	}
	k.key = written(v.Key)
	k.line = v.Key.GetToken().Position.Line
	p.parts = append(p.parts, k)
	return nil
}

// written returns a scalar as it stands in the file.
func written(n ast.Node) string {
	t := n.GetToken()
	s := strings.TrimSpace(t.Origin)
	switch t.Type {
	case token.DoubleQuoteType, token.SingleQuoteType:
		if strings.Contains(s, "\n") {
			s = strings.Join(strings.Fields(s), " ")
		}
		return s
	case token.ImplicitNullType:
		return ""
	}
	return t.Value
}

// blockLines returns the lines of a block (| or >) below its header, without
// their indent.
func (f *formatter) blockLines(header int) (out []string) {
	indent := -1
	for _, l := range f.lines[header:] {
		text := strings.TrimLeft(l, " ")
		at := len(l) - len(text)
		switch {
		case text == "":
			out = append(out, "")
			continue
		case indent < 0:
			indent = at
		}
		if at < indent {
			break
		}
		out = append(out, l[indent:])
	}
	for len(out) > 0 && out[len(out)-1] == "" {
		out = out[:len(out)-1]
	}
	return out
}

// attach gives every comment to the part it stands before or beside.
func (f *formatter) attach(root *part) {
	var all []*part
	var walk func(p *part)
	walk = func(p *part) {
		for _, k := range p.parts {
			all = append(all, k)
			n := k.line - 1
			for n > 0 && strings.HasPrefix(strings.TrimSpace(f.lines[n-1]), "#") {
				n--
			}
			// The blank line before an item is not also its first key's.
			k.blank = n > 0 && strings.TrimSpace(f.lines[n-1]) == "" && (p == root || k.line > p.line)
			walk(k)
		}
	}
	if root != nil {
		walk(root)
	}
	for _, c := range f.comments {
		for _, p := range all {
			if p.flow && c.line >= p.line && c.line < p.end {
				p.broken = true
			}
		}
		if c.own {
			if i := slices.IndexFunc(all, func(p *part) bool { return p.line > c.line }); i >= 0 {
				all[i].lead = append(all[i].lead, c)
			} else {
				f.foot = append(f.foot, c)
			}
			continue
		}
		for i := len(all) - 1; i >= 0; i-- {
			if all[i].line <= c.line {
				all[i].trailed = c.text
				break
			}
		}
	}
}
