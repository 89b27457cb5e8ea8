package source

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
)

// Problem is a fault in a rule source and where it stands.
type Problem struct {
	File    string
	Line    int // 1-based; 0 when the whole file is meant
	Column  int // 1-based, in characters
	Rule    string
	Message string
	Source  string // the line, as it stands in the file
	Advice  bool   // it compiles and works, and could be better
}

// String returns the place, the rule and what is wrong there, and below it the
// line with a caret.
func (p Problem) String() string {
	s := p.File
	if p.Line > 0 {
		s += ":" + strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column)
	}
	if s != "" {
		s += ": "
	}
	if p.Rule != "" {
		s += "rule " + p.Rule + ": "
	}
	s += p.Message
	if line, caret := p.Excerpt(); line != "" {
		s += "\n  | " + line + "\n  | " + caret
	}
	return s
}

// excerptWidth is how many characters of a line are shown.
const excerptWidth = 76

// Excerpt returns the part of the line that holds the fault, and a caret to
// stand below it; both are "" when the line is not known.
func (p Problem) Excerpt() (line, caret string) {
	r := []rune(strings.TrimRight(p.Source, " \r"))
	at := p.Column - 1
	if at < 0 || at > len(r) || len(r) == 0 {
		return "", ""
	}
	first := 0
	for first < at && r[first] == ' ' {
		first++
	}
	r, at = r[first:], at-first
	head, tail := "", ""
	if len(r) > excerptWidth {
		from := max(0, min(at-excerptWidth/2, len(r)-excerptWidth))
		if to := from + excerptWidth; to < len(r) {
			r, tail = r[:to], "…"
		}
		if from > 0 {
			head = "…"
		}
		r, at = r[from:], at-from
	}
	return head + string(r) + tail, strings.Repeat(" ", len([]rune(head))+at) + "^"
}

// problem notes a fault at a string of a rule file.
func (c *compiler) problem(file string, at str, rule, format string, args ...any) {
	c.problems = append(c.problems, Problem{
		File: file, Line: at.Line, Column: at.Col, Rule: rule, Message: fmt.Sprintf(format, args...), Source: lineOf(c.files[file], at.Line),
	})
}

// advise notes what could be better at a string of a rule file.
func (c *compiler) advise(file string, at str, rule, format string, args ...any) {
	c.problem(file, at, rule, format, args...)
	c.problems[len(c.problems)-1].Advice = true
}

// lineOf returns line n, from 1, of a file.
func lineOf(data []byte, n int) string {
	if n < 1 {
		return ""
	}
	for ; n > 1; n-- {
		i := bytes.IndexByte(data, '\n')
		if i < 0 {
			return ""
		}
		data = data[i+1:]
	}
	line, _, _ := bytes.Cut(data, []byte("\n"))
	return string(line)
}

// within returns the place of a byte of a string's value, as the string stands
// in the file: plain, quoted or as a block.
func (c *compiler) within(file string, s str, offset int) str {
	lines := strings.Split(string(c.files[file]), "\n")
	if s.Line < 1 || s.Line > len(lines) {
		return s
	}
	at := s
	line := []rune(lines[s.Line-1])
	i := min(s.Col-1, len(line))
	if i >= len(line) {
		return s
	}
	quote := line[i]
	switch quote {
	case '|', '>':
		// The block's lines, without their common indent.
		indent := -1
		for at.Line < len(lines) {
			text := lines[at.Line]
			at.Line++
			if indent < 0 {
				if strings.TrimSpace(text) == "" {
					continue
				}
				indent = len(text) - len(strings.TrimLeft(text, " "))
			}
			text = text[min(indent, len(text)):]
			if offset <= len(text) {
				at.Col = indent + utf8.RuneCountInString(text[:offset]) + 1
				return at
			}
			offset -= len(text) + 1
		}
		return s
	case '"', '\'':
		i++
	}
	for ; offset > 0 && i < len(line); i++ {
		switch n := len(line) - i; {
		case quote == '\'' && n > 1 && line[i] == '\'' && line[i+1] == '\'', quote == '"' && n > 1 && line[i] == '\\':
			i++
			offset--
		default:
			offset -= utf8.RuneLen(line[i])
		}
	}
	at.Col = i + 1
	return at
}

// decode reads YAML strictly; a fault becomes a Problem with its line.
func decode(file string, data []byte, into any) *Problem {
	err := yaml.UnmarshalWithOptions(data, into, yaml.DisallowUnknownField())
	if err == nil {
		return nil
	}
	p := &Problem{File: file, Message: err.Error()}
	var ye yaml.Error
	if errors.As(err, &ye) {
		p.Message = plain(ye.GetMessage())
		if t := ye.GetToken(); t != nil {
			p.Line, p.Column = t.Position.Line, t.Position.Column
		}
	}
	var m *misplaced
	if errors.As(err, &m) {
		p.Message, p.Line, p.Column = m.message, m.line, m.col
	}
	p.Source = lineOf(data, p.Line)
	return p
}

// plain words a fault of the YAML reader for people who do not program.
func plain(message string) string {
	if name, ok := strings.CutPrefix(message, "unknown field "); ok {
		name = strings.Trim(name, `"`)
		return "unknown field " + strconv.Quote(name) + meant("", name, fields)
	}
	for _, w := range wordings {
		if strings.HasPrefix(message, w[0]) {
			return w[1]
		}
	}
	return message
}

var wordings = [][2]string{
	{"mapping was used where sequence", "expected a list here: [a, b], or one entry a line after -"},
	{"string was used where sequence", "expected a list here: [a, b], or one entry a line after -"},
	{"sequence was used where mapping", "expected key: value here, not a list"},
	{"string was used where mapping", "expected key: value here, not text"},
	{"',' or ']' must be specified", "this list is not closed by ], or text in it holds [ ] { } , : or # and needs quotes around it"},
	{"',' or '}' must be specified", "this { is not closed by }, or text in it holds [ ] { } , : or # and needs quotes around it"},
	{"could not find end character of", "this quotation mark has no second one"},
	{"value is not allowed in this context", "this does not belong here: compare the indent with the lines above, and put quotes around text that holds : or #"},
}

// fields are all keys of rule files.
var fields = strings.Fields("define kinds cites prompts rules kind scope doc id title url where clauses en fr text categories severity " +
	"source do with label fact category lang jurisdictions why match needs unless edits flags passes lexicons inflect words " +
	"pack version extends tune silence rule reason extend known_only")
