package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/bedside-md/bedside/core"
	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/scan"
	"github.com/bedside-md/bedside/core/text"
)

// factReader finds the facts of a post without judging them.
type factReader struct {
	scanner *scan.Scanner
	doc     text.Doc
	facts   scan.Facts
}

func newFactReader(packed []byte) (*factReader, error) {
	p, err := pack.Load(packed)
	if err != nil {
		return nil, fmt.Errorf("load the rules: %w", err)
	}
	r := &factReader{scanner: scan.New()}
	if err := r.scanner.Add(p); err != nil {
		return nil, fmt.Errorf("load the rules: %w", err)
	}
	return r, nil
}

// details returns what could be a labelled span of a draft: facts of the reid.*
// and identifier.* kinds, names of private persons and identifiers, in UTF-16 code units.
func (r *factReader) details(draft, jurisdiction string) []labelledSpan {
	r.doc.Read([]byte(draft))
	r.scanner.Scan(&r.doc, jurisdiction, &r.facts)
	var out []labelledSpan
	add := func(label string, start, end int32) {
		from, to := r.doc.Span(start, end)
		out = append(out, labelledSpan{Label: label, Start: from, End: to})
	}
	tokens := func(label string, first, last int32) {
		add(label, r.doc.Tokens[first].Start, r.doc.Tokens[last-1].End)
	}
	for _, x := range r.facts.Facts {
		if kind := r.scanner.Kinds[x.Kind]; family(kind) == "reid" || family(kind) == "identifier" {
			tokens(kind, x.First, x.Last)
		}
	}
	for _, n := range r.facts.Names {
		if n.Role == scan.Person {
			tokens("identifier.name", n.First, n.Last)
		}
	}
	for _, m := range r.facts.Identifiers {
		add(r.facts.Set.Format(int(m.Format)).Category, m.Start, m.End)
	}
	return out
}

// detailScore counts the facts of one label whatever the verdict.
type detailScore struct {
	Found  ratio // labelled spans of risky posts that facts cover
	Likely ratio // facts of risky posts that touch a labelled span of the label
	Clear  int   // facts on clear posts
}

// details counts facts against the labelled spans of the files, and lists the
// spans that were not found of the label in missed.
func (cmd *evalCmd) details(c *console) error {
	packed, err := cmd.readPack()
	if err != nil {
		return err
	}
	reader, err := newFactReader(packed)
	if err != nil {
		return err
	}
	scores := map[string]*detailScore{}
	clear := 0
	for _, name := range cmd.Files {
		in, shown, err := openInput(name, c.in)
		if err != nil {
			return err
		}
		lines := newLineReader(in)
		for {
			line, err := lines.next()
			if errors.Is(err, io.EOF) {
				break
			}
			var p post
			if err == nil {
				err = decode(line, &p)
			}
			if err != nil || p.Text == nil {
				in.Close()
				return fmt.Errorf("%s:%d: not a labelled post: %w", shown, lines.number, errors.Join(err, errors.New("it needs a text")))
			}
			found := reader.details(*p.Text, cmd.Jurisdiction)
			if p.Verdict == core.Clear.String() {
				clear++
			}
			countDetails(scores, &p, found)
			cmd.listDetails(c.out, &p, found)
		}
		in.Close()
	}
	if cmd.Lacking != "" || cmd.Surplus != "" {
		return nil
	}
	return writeDetails(c.out, scores, clear)
}

func countDetails(scores map[string]*detailScore, p *post, found []labelledSpan) {
	for _, d := range found {
		s := of(scores, d.Label)
		switch p.Verdict {
		case core.Clear.String():
			s.Clear++
		case core.Caution.String(), core.Stop.String():
			s.Likely.add(touched(d, p.Spans))
		}
	}
	if p.Verdict == core.Clear.String() {
		return
	}
	r := core.Report{}
	for _, d := range found {
		r.Findings = append(r.Findings, core.Finding{Category: d.Label, Start: d.Start, End: d.End})
	}
	for _, span := range p.Spans {
		if f := family(span.Label); f == "identifier" || f == "reid" {
			of(scores, span.Label).Found.add(covered(span, &r, func(label string) bool { return label == span.Label }))
		}
	}
}

// touched reports whether a detail touches a labelled span of its label.
func touched(d labelledSpan, spans []labelledSpan) bool {
	for _, s := range spans {
		if s.Label == d.Label && d.Start < s.End && s.Start < d.End {
			return true
		}
	}
	return false
}

// listDetails lists the spans of the label asked for that no fact covers, or the
// facts that touch no labelled span.
func (cmd *evalCmd) listDetails(w io.Writer, p *post, found []labelledSpan) {
	pg := newPage([]byte(*p.Text))
	tell := func(d labelledSpan) {
		fmt.Fprintf(w, "%s %s: [%s] %s\n", strings.Trim(string(p.ID), `"`), p.Verdict, pg.text(d.Start, d.End), printable(pg.runes))
	}
	for _, span := range p.Spans {
		if span.Label == cmd.Lacking && !touched(span, found) {
			tell(span)
		}
	}
	for _, d := range found {
		if d.Label == cmd.Surplus && !touched(d, p.Spans) {
			tell(d)
		}
	}
}

func writeDetails(w io.Writer, scores map[string]*detailScore, clear int) error {
	t := newTable("facts, whatever the verdict", "spans found", "facts labelled (risky posts)", "per 100 clear posts")
	total := map[string]*detailScore{}
	row := func(name string, s *detailScore) {
		t.AppendRow([]any{name, percent(s.Found), percent(s.Likely), fmt.Sprintf("%.1f", 100*float64(s.Clear)/float64(max(1, clear)))})
	}
	for _, label := range slices.Sorted(maps.Keys(scores)) {
		s := scores[label]
		row(label, s)
		f := of(total, family(label))
		f.Found.N, f.Found.Of = f.Found.N+s.Found.N, f.Found.Of+s.Found.Of
		f.Likely.N, f.Likely.Of = f.Likely.N+s.Likely.N, f.Likely.Of+s.Likely.Of
		f.Clear += s.Clear
	}
	for _, name := range slices.Sorted(maps.Keys(total)) {
		row(name+".*", total[name])
	}
	_, err := fmt.Fprintln(w, t.Render())
	return err
}
