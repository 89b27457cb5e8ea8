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
	Extend  bool       `yaml:"extend"` // the entries join a lexicon of the base
	Words   []lexEntry `yaml:"words"`
}

// lexEntry is a word or phrase, written as a string or as {w: …, rare: …}.
type lexEntry struct {
	word string
	attr uint8
	lang pack.Lang
	file string
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
	value, at := v.Value.GetToken().Value, v.Key.GetToken().Position
	if err := e.set(v.Key.GetToken().Value, value); err != nil {
		return &misplaced{at.Line, at.Column, err.Error()}
	}
	return nil
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
	case "freq":
		n := slices.Index([]string{"usual", "common"}, value)
		if n < 0 {
			return fmt.Errorf("freq must be usual or common, not %q", value)
		}
		e.attr |= uint8(n+1) << pack.FrequencyShift
	case "cat", "country", "sex", "note":
	default:
		return fmt.Errorf("unknown attribute %q", key)
	}
	return nil
}

// place is where something is written.
type place struct {
	file string
	at   str
}

type lexicons struct {
	names   []string
	lists   map[string][]lexEntry
	first   map[string]place // where each is first written
	extends map[string]bool  // … and whether it joins one of the base
	width   map[string]int   // longest entry, tokens; of lexicons of the base in use, too
	cost    map[string]int   // how often it occurs, as pattern.Names wants it
	marks   map[string]int   // of its entries, as pack.Outline.Words
	entries int
}

// read reads the files of the folder lexicons. It fails only when one cannot be
// opened.
func (l *lexicons) read(fsys fs.FS, c *compiler) error {
	files, err := fs.Glob(fsys, "lexicons/*")
	if err != nil {
		return fmt.Errorf("list the lexicons: %w", err)
	}
	sort.Strings(files)
	for _, file := range files {
		data, err := fs.ReadFile(fsys, file)
		if err != nil {
			return fmt.Errorf("read lexicons: %w", err)
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
				l.add(name, f.Lexicons[name], file)
			}
		case ".txt":
			name, _, _ := strings.Cut(path.Base(file), ".")
			lx, p := readList(file, data)
			if p != nil {
				c.problems = append(c.problems, *p)
				continue
			}
			l.add(name, lx, file)
		}
	}
	sort.Strings(l.names)
	return nil
}

func (l *lexicons) add(name string, lx lexicon, file string) {
	if _, ok := l.lists[name]; !ok {
		l.names = append(l.names, name)
		l.first[name] = place{file, str{Text: name, Line: max(1, lx.line()), Col: 1}}
	}
	l.extends[name] = l.extends[name] || lx.Extend
	for _, e := range inflected(lx) {
		e.file = file
		l.lists[name] = append(l.lists[name], e)
	}
}

// line is the line of the first entry, 0 when there is none.
func (lx *lexicon) line() int {
	if len(lx.Words) == 0 {
		return 0
	}
	return lx.Words[0].line
}

// readList reads a plain list: "# key: value" lines, of which only "# extend: true"
// matters here, then one entry a line with tab-separated attributes.
func readList(file string, data []byte) (lexicon, *Problem) {
	var out lexicon
	in := bufio.NewScanner(bytes.NewReader(data))
	for line := 1; in.Scan(); line++ {
		s := strings.TrimRight(in.Text(), " \r")
		if s == "# extend: true" {
			out.Extend = true
		}
		if s == "" || strings.HasPrefix(s, "# ") || s == "#" {
			continue
		}
		parts := strings.Split(s, "\t")
		e := lexEntry{word: parts[0], line: line}
		for _, a := range parts[1:] {
			key, value, _ := strings.Cut(a, "=")
			if err := e.set(key, value); err != nil {
				return lexicon{}, &Problem{File: file, Line: line, Column: 1, Message: err.Error(), Source: s}
			}
		}
		out.Words = append(out.Words, e)
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
			out = append(out, lexEntry{word: f, attr: e.attr, lang: langs[lx.Lang], line: e.line})
		}
	}
	return out
}

// emit writes the lexicons into the pack and measures them for anchoring. Where
// one joins a lexicon of the base, the base's patterns set how long an entry may be.
func (l *lexicons) emit(c *compiler) {
	l.width, l.cost, l.marks = map[string]int{}, map[string]int{}, map[string]int{}
	var doc text.Doc
	for i, name := range l.names {
		class := uint16(len(pack.Shapes) + i)
		l.width[name] = 1
		most := 15
		if l.extends[name] {
			most = c.overlay.outline.Width[name]
		}
		seen := map[string]bool{}
		var all []byte
		for _, e := range l.lists[name] {
			all = append(append(all, e.word...), 0, byte(e.lang), e.attr)
			doc.Read([]byte(e.word))
			n := len(doc.Tokens)
			if n == 1 && e.word[0] == pack.EndingMark {
				c.b.Entry([]uint64{pack.Ending(doc.Spelling(0))}, class, e.attr, e.lang)
				l.entries++
				continue
			}
			if n == 0 || n > 15 || strings.ContainsAny(e.word, "$@") {
				continue // written with signs that the reader does not keep
			}
			if n > most && l.extends[name] {
				c.problem(e.file, str{Text: e.word, Line: e.line, Col: 1}, "",
					"%q has %d words; entries that join @%s may have at most %d, like its longest", e.word, n, name, most)
				continue
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
			c.b.Entry(words, class, e.attr, e.lang)
			l.width[name] = max(l.width[name], n)
			l.cost[name] += rarest
			l.entries++
		}
		l.marks[name] = marked(all)
		// A lexicon occurs about as often as a handful of its entries do.
		l.cost[name] = 2 + l.cost[name]/20
		if l.extends[name] {
			l.width[name] = most
			l.cost[name] += c.overlay.outline.Cost[name]
		}
	}
}
