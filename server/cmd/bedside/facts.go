package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/bedside-md/bedside/core"
)

// detailScore counts the facts of one label whatever the verdict.
type detailScore struct {
	Found  ratio // labelled spans of risky posts that facts cover
	Likely ratio // facts of risky posts that touch a labelled span of the label
	Clear  int   // facts on clear posts
}

// details counts facts against the labelled spans of the files, and lists the
// spans that were not found of the label in missed.
func (cmd *evalCmd) details(c *console) error {
	reader, err := cmd.reader()
	if err != nil {
		return err
	}
	scores := map[string]*detailScore{}
	clear := 0
	for _, name := range cmd.Files {
		err := eachPost(name, c.in, func(p *post) {
			found := reader.Details([]byte(*p.Text), core.Options{Jurisdiction: cmd.Jurisdiction})
			if p.Verdict == core.Clear.String() {
				clear++
			}
			countDetails(scores, p, found)
			cmd.listDetails(c.out, p, found)
		})
		if err != nil {
			return err
		}
	}
	if cmd.Lacking != "" || cmd.Surplus != "" {
		return nil
	}
	return writeDetails(c.out, scores, clear)
}

// reader returns an analyzer of the rule pack to read facts with.
func (cmd *evalCmd) reader() (*core.Analyzer, error) {
	packed, err := cmd.readPack()
	if err != nil {
		return nil, err
	}
	a := core.New()
	if _, err := a.Load(packed); err != nil {
		return nil, refused(cmd.Pack, err)
	}
	return a, nil
}

func countDetails(scores map[string]*detailScore, p *post, found []core.Detail) {
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
	r := factsReport(found)
	for _, span := range p.Spans {
		if f := family(span.Label); f == "identifier" || f == "reid" {
			of(scores, span.Label).Found.add(covered(span, r, func(label string) bool { return label == span.Label }))
		}
	}
}

// touched reports whether a detail touches a labelled span of its label.
func touched(d core.Detail, spans []labelledSpan) bool {
	for _, s := range spans {
		if s.Label == d.Label && d.Start < s.End && s.Start < d.End {
			return true
		}
	}
	return false
}

// listDetails lists the spans of the label asked for that no fact covers, or the
// facts that touch no labelled span.
func (cmd *evalCmd) listDetails(w io.Writer, p *post, found []core.Detail) {
	pg := newPage([]byte(*p.Text))
	tell := func(start, end int) {
		fmt.Fprintf(w, "%s %s: [%s] %s\n", strings.Trim(string(p.ID), `"`), p.Verdict, pg.text(start, end), printable(pg.runes))
	}
	for _, span := range p.Spans {
		near := func(d core.Detail) bool { return touched(d, []labelledSpan{span}) }
		if span.Label == cmd.Lacking && !slices.ContainsFunc(found, near) {
			tell(span.Start, span.End)
		}
	}
	for _, d := range found {
		if d.Label == cmd.Surplus && !touched(d, p.Spans) {
			tell(d.Start, d.End)
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
