package main

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/bedside-md/bedside/core"
)

// printer writes reports for people.
type printer struct {
	w        *bufio.Writer
	colour   bool
	drafts   int
	findings [core.Stop + 1]int // by severity
	verdicts [core.Stop + 1]int // drafts by verdict
}

// Escape sequences that begin a style.
const (
	styleBold  = "\x1b[1m"
	styleFaint = "\x1b[2m"
)

var severityStyles = [...]string{
	core.Clear:   "\x1b[32m",
	core.Nudge:   "\x1b[36m",
	core.Caution: "\x1b[33m",
	core.Stop:    "\x1b[1;31m",
}

// styled returns s in a style where the terminal shows styles.
func (p *printer) styled(style, s string) string {
	if !p.colour {
		return s
	}
	return style + s + "\x1b[0m"
}

// draft writes the findings of one draft.
func (p *printer) draft(name string, draft []byte, r *core.Report) {
	p.drafts++
	p.verdicts[r.Verdict]++
	pg := newPage(draft)
	for i := range r.Findings {
		p.finding(name, pg, &r.Findings[i])
	}
	if r.Anonymity != nil {
		p.anonymity(r.Anonymity)
	}
	for _, prompt := range r.Prompts {
		fmt.Fprintf(p.w, "  %s\n\n", prompt)
	}
}

func (p *printer) finding(name string, pg *page, f *core.Finding) {
	p.findings[f.Severity]++
	style := severityStyles[f.Severity]
	line, column := pg.position(f.Start)
	fmt.Fprintf(p.w, "%s %s %s\n",
		p.styled(styleBold, fmt.Sprintf("%s:%d:%d:", name, line, column)),
		p.styled(style, f.Severity.String()+":"), p.styled(styleBold, f.Title))
	excerpt, carets := pg.excerpt(f.Start, f.End)
	fmt.Fprintf(p.w, "  | %s\n  | %s\n", excerpt, p.styled(style, carets))
	fmt.Fprintf(p.w, "  %s\n", f.Why)
	if len(f.Factors) > 0 {
		fmt.Fprintf(p.w, "  Adds up: %s\n", factors(pg, f.Factors))
	}
	for _, c := range f.Cites {
		fmt.Fprintf(p.w, "  Clause: %s\n", p.styled(styleFaint, clause(c)))
	}
	for _, e := range f.Edits {
		fmt.Fprintf(p.w, "  Edit: %s\n", withEffect(e))
		for _, c := range e.Changes {
			fmt.Fprintf(p.w, "    %s\n", change(pg, c))
		}
	}
	fmt.Fprintf(p.w, "  %s\n\n", p.styled(styleFaint, "["+f.Rule+", "+f.Category+"]"))
}

// factors lists details as the draft words them.
func factors(pg *page, fs []core.Factor) string {
	var parts []string
	for _, f := range fs {
		_, kind, _ := strings.Cut(f.Label, ".")
		parts = append(parts, fmt.Sprintf("%s “%s”", kind, pg.text(f.Start, f.End)))
	}
	return strings.Join(parts, ", ")
}

func clause(c core.Cite) string {
	s := c.Title
	if c.Section != "" {
		s += ", " + c.Section
	}
	if c.URL != "" {
		s += " <" + c.URL + ">"
	}
	return s
}

// withEffect is an edit's label with its effect.
func withEffect(e core.Edit) string {
	if e.Effect == "" {
		return e.Label
	}
	return e.Label + " (" + e.Effect + ")"
}

// change shows an edit as what was and what will be.
func change(pg *page, c core.Change) string {
	before, after := pg.text(c.Start, c.End), printable([]rune(c.Text))
	switch {
	case after == "":
		return fmt.Sprintf("“%s” → (removed)", before)
	case before == "":
		return fmt.Sprintf("(added) → “%s”", after)
	}
	return fmt.Sprintf("“%s” → “%s”", before, after)
}

func (p *printer) anonymity(a *core.Anonymity) {
	fmt.Fprintf(p.w, "  %s (Between %d and %d, among %d.)\n", a.Text, a.Low, a.High, a.Among)
	for _, s := range a.Assumes {
		fmt.Fprintf(p.w, "    Assumes: %s\n", s)
	}
	fmt.Fprintln(p.w)
}

// summary writes the last line.
func (p *printer) summary() {
	if p.drafts == 0 {
		return
	}
	read := count(p.drafts, "draft", "drafts")
	if p.findings == [core.Stop + 1]int{} {
		fmt.Fprintf(p.w, "%s %s\n", read+":", p.styled(severityStyles[core.Clear], "nothing to say."))
		return
	}
	var parts []string
	for v := core.Stop; v > core.Clear; v-- {
		if n := p.findings[v]; n > 0 {
			parts = append(parts, p.styled(severityStyles[v], fmt.Sprintf("%d %s", n, v)))
		}
	}
	fmt.Fprintf(p.w, "%s: %s.\n", read, strings.Join(parts, ", "))
}

// count returns a number with its noun.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
