package source

import (
	"bufio"
	"bytes"
	"fmt"
	"io/fs"
	"math"
	"path"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/text"
)

type lexicon struct {
	Lang    string     `yaml:"lang"`
	Doc     string     `yaml:"doc"`
	Inflect string     `yaml:"inflect"`
	Words   []lexEntry `yaml:"words"`
}

// lexEntry is a word or phrase, written as a string or as {w: …, rare: …}.
type lexEntry struct {
	word string
	attr uint8
	lang pack.Lang
	line int
}

// UnmarshalYAML implements yaml.NodeUnmarshaler.
func (e *lexEntry) UnmarshalYAML(n ast.Node) error {
	e.line = n.GetToken().Position.Line
	m, ok := n.(*ast.MappingNode)
	if !ok {
		if v, one := n.(*ast.MappingValueNode); one {
			return e.attribute(v)
		}
		var s str
		if err := s.UnmarshalYAML(n); err != nil {
			return err
		}
		e.word = s.Text
		return nil
	}
	for _, v := range m.Values {
		if err := e.attribute(v); err != nil {
			return err
		}
	}
	return nil
}

func (e *lexEntry) attribute(v *ast.MappingValueNode) error {
	value := v.Value.GetToken().Value
	return e.set(v.Key.GetToken().Value, value)
}

func (e *lexEntry) set(key, value string) error {
	switch key {
	case "w":
		e.word = value
	case "rare":
		n, err := strconv.Atoi(value)
		if err != nil || n < 0 || n > 3 {
			return fmt.Errorf("rare must be 0 to 3, not %q", value)
		}
		e.attr |= uint8(n)
	case "prev":
		n := slices.Index([]string{"common", "uncommon", "rare", "ultra"}, value)
		if n < 0 {
			return fmt.Errorf("prev must be common, uncommon, rare or ultra, not %q", value)
		}
		e.attr |= uint8(n)
	case "amb":
		if value != "false" {
			e.attr |= pack.Ambiguous
		}
	case "pop":
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 {
			return fmt.Errorf("pop must be a number of people, not %q", value)
		}
		e.attr |= uint8(min(31, int(math.Round(4*math.Log10(float64(n)))))) << pack.PeopleShift
	case "freq", "cat", "country", "sex", "note":
	default:
		return fmt.Errorf("unknown attribute %q", key)
	}
	return nil
}

type lexicons struct {
	names   []string
	lists   map[string][]lexEntry
	langs   map[string]string
	width   []int
	cost    []int
	entries int
}

func readLexicons(fsys fs.FS, c *compiler) (*lexicons, error) {
	l := &lexicons{lists: map[string][]lexEntry{}, langs: map[string]string{}}
	files, err := fs.Glob(fsys, "lexicons/*")
	if err != nil {
		return nil, fmt.Errorf("list the lexicons: %w", err)
	}
	sort.Strings(files)
	for _, file := range files {
		data, err := fs.ReadFile(fsys, file)
		if err != nil {
			return nil, fmt.Errorf("read lexicons: %w", err)
		}
		switch path.Ext(file) {
		case ".yaml":
			var f struct {
				Lexicons map[string]lexicon `yaml:"lexicons"`
			}
			if p := decode(file, data, &f); p != nil {
				c.problems = append(c.problems, *p)
				continue
			}
			for _, name := range sortedKeys(f.Lexicons) {
				lx := f.Lexicons[name]
				l.add(name, inflected(lx))
			}
		case ".txt":
			name, _, _ := strings.Cut(path.Base(file), ".")
			list, p := readList(file, data)
			if p != nil {
				c.problems = append(c.problems, *p)
				continue
			}
			l.add(name, list)
		}
	}
	sort.Strings(l.names)
	return l, nil
}

func (l *lexicons) add(name string, list []lexEntry) {
	if _, ok := l.lists[name]; !ok {
		l.names = append(l.names, name)
	}
	l.lists[name] = append(l.lists[name], list...)
}

// readList reads a plain list: "# key: value" lines, then one entry a line with
// tab-separated attributes.
func readList(file string, data []byte) ([]lexEntry, *Problem) {
	var out []lexEntry
	in := bufio.NewScanner(bytes.NewReader(data))
	for line := 1; in.Scan(); line++ {
		s := strings.TrimRight(in.Text(), " \r")
		if s == "" || strings.HasPrefix(s, "# ") || s == "#" {
			continue
		}
		parts := strings.Split(s, "\t")
		e := lexEntry{word: parts[0], line: line}
		for _, a := range parts[1:] {
			key, value, _ := strings.Cut(a, "=")
			if err := e.set(key, value); err != nil {
				return nil, &Problem{File: file, Line: line, Column: 1, Message: err.Error()}
			}
		}
		out = append(out, e)
	}
	return out, nil
}

// inflected returns the entries of a lexicon with the forms it asks for.
func inflected(lx lexicon) []lexEntry {
	var out []lexEntry
	for _, e := range lx.Words {
		forms := []string{e.word}
		switch lx.Inflect {
		case "noun":
			forms = append(forms, plurals(e.word, lx.Lang)...)
		case "verb":
			if f, ok := inflect(e.word, lx.Lang); ok {
				forms = f
			}
		}
		for _, f := range forms {
			out = append(out, lexEntry{f, e.attr, langs[lx.Lang], e.line})
		}
	}
	return out
}

// emit writes the lexicons into the pack and measures them for anchoring.
func (l *lexicons) emit(b *pack.Builder) {
	l.width, l.cost = make([]int, len(l.names)), make([]int, len(l.names))
	var doc text.Doc
	for i, name := range l.names {
		class := uint16(len(pack.Shapes) + i)
		l.width[i] = 1
		seen := map[string]bool{}
		for _, e := range l.lists[name] {
			doc.Read([]byte(e.word))
			n := len(doc.Tokens)
			if n == 0 || n > 15 || strings.ContainsAny(e.word, "$@") {
				continue // written with signs that the reader does not keep
			}
			key := string(doc.Norm) + string(rune(e.lang))
			words := make([]uint64, n)
			rarest := 150
			for t := range doc.Tokens {
				spelling := doc.Spelling(int32(t))
				words[t] = text.Hash(spelling)
				rarest = min(rarest, text.Commonness(string(spelling)))
				key += "\x00" + string(spelling)
			}
			if seen[key] {
				continue
			}
			seen[key] = true
			b.Entry(words, class, e.attr, e.lang)
			l.width[i] = max(l.width[i], n)
			l.cost[i] += rarest
			l.entries++
		}
		// A lexicon occurs about as often as a handful of its entries do.
		l.cost[i] = 2 + l.cost[i]/20
	}
}
