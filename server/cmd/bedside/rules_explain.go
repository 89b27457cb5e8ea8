package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/bedside-md/bedside/core/explain"
	"github.com/bedside-md/bedside/core/pack/rules"
	"github.com/bedside-md/bedside/core/pack/source"
)

type rulesExplainCmd struct {
	Text []string `arg:"" help:"The draft, or - to read it from standard input."`
	baseFlag
	Rules        string `help:"Directory of the rules' YAML files; the built-in rules without one." placeholder:"DIR"`
	Rule         string `help:"Only this rule, with every pattern of it that was tried." placeholder:"ID"`
	Lang         string `help:"Read every sentence as en or fr (default: detect)." enum:",en,fr" default:""`
	Jurisdiction string `help:"Where the author practises: CA, CA-ON, US, UK, AU or FR." placeholder:"CODE"`
	All          bool   `help:"Every token, and every pattern that was tried."`
	JSON         bool   `name:"json" help:"All of it as one JSON object."`
}

// nearShown is how many patterns that came close are shown unless all are asked for.
const nearShown = 8

func (cmd *rulesExplainCmd) Run(c *console) error {
	draft := strings.Join(cmd.Text, " ")
	if draft == "-" {
		b, err := io.ReadAll(io.LimitReader(c.in, maxDraft))
		if err != nil {
			return fmt.Errorf("read the draft: %w", err)
		}
		draft = string(b)
	}
	if strings.TrimSpace(draft) == "" {
		return fmt.Errorf("the draft is empty; give it in quotation marks, or - to read it from standard input")
	}
	reader, err := explainer(rulesDir{cmd.Rules}, cmd.baseFlag)
	if err != nil {
		return err
	}
	if cmd.Rule != "" && !slices.Contains(reader.Rules(), cmd.Rule) {
		return fmt.Errorf("there is no rule %s%s", cmd.Rule, source.Meant(cmd.Rule, reader.Rules()))
	}
	r := reader.Explain(draft, cmd.Lang, cmd.Jurisdiction)
	if cmd.Rule != "" {
		r.Facts = slices.DeleteFunc(r.Facts, func(f explain.Fact) bool { return f.Rule != cmd.Rule })
		r.Near = slices.DeleteFunc(r.Near, func(a explain.Attempt) bool { return a.Rule != cmd.Rule })
	}
	if cmd.JSON {
		e := json.NewEncoder(c.out)
		e.SetEscapeHTML(false)
		return e.Encode(r)
	}
	v := explanation{console: c, all: cmd.All, rule: cmd.Rule}
	if cmd.Rule != "" {
		v.why = reader.Why(cmd.Rule, draft, cmd.Jurisdiction)
	}
	v.write(r)
	return nil
}

// explainer compiles rules for explaining, after what they add to.
func explainer(dir rulesDir, on baseFlag) (*explain.Reader, error) {
	fsys, prefix, err := dir.open()
	if err != nil {
		return nil, err
	}
	var packs []explain.Indexed
	switch on.Base {
	case "":
	case "builtin":
		pack, index, err := source.CompileIndexed(rules.FS, nil)
		if err != nil {
			return nil, fmt.Errorf("compile the built-in rules: %w", err)
		}
		packs = append(packs, explain.Indexed{Pack: pack, Index: index})
	default:
		pack, err := on.read()
		if err != nil {
			return nil, err
		}
		packs = append(packs, explain.Indexed{Pack: pack})
	}
	var base []byte
	if len(packs) > 0 {
		base = packs[0].Pack
	}
	pack, index, err := source.CompileIndexed(fsys, base)
	if err != nil {
		return nil, dir.uncompiled(prefix, err)
	}
	return explain.New(append(packs, explain.Indexed{Pack: pack, Index: index})...)
}

// explanation writes a report for people, in at most about 100 columns.
type explanation struct {
	*console
	all  bool
	rule string // the only rule asked for, or ""
	why  string // it does what it does
}

func (v *explanation) write(r *explain.Report) {
	if v.rule == "" {
		v.sentences(r)
		v.tokens(r)
		v.mentions(r)
	}
	v.facts(r)
	v.dropped(r)
	v.near(r)
}

// part writes a table below its title.
func (v *explanation) part(title string, t table.Writer) {
	p := printer{colour: v.colour}
	lines := strings.Split(t.Render(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	fmt.Fprintf(v.out, "%s\n%s\n\n", p.styled(styleBold, title), strings.Join(lines, "\n"))
}

func (v *explanation) say(format string, args ...any) {
	fmt.Fprintf(v.out, format+"\n\n", args...)
}

// columns returns a table whose columns are at most so wide, wrapped at spaces.
func columns(header []string, widths ...int) table.Writer {
	t := newTable(header...)
	var c []table.ColumnConfig
	for i, w := range widths {
		c = append(c, table.ColumnConfig{Number: i + 1, WidthMax: w, WidthMaxEnforcer: text.WrapSoft})
	}
	t.SetColumnConfigs(c)
	return t
}

func quoted(s string) string { return "“" + printable([]rune(s)) + "”" }

func (v *explanation) sentences(r *explain.Report) {
	t := columns([]string{"sentence", "lang", "text"}, 8, 4, 80)
	for i, s := range r.Sentences {
		t.AppendRow(table.Row{i + 1, s.Lang, printable([]rune(s.Text))})
	}
	v.part("Sentences", t)
}

// plainFlags are those that need no telling.
var plainFlags = []string{"first", "capital", "after comma"}

// tokens shows how the draft is read: all as one line, and in a table the tokens
// that are more than the word in small letters.
func (v *explanation) tokens(r *explain.Report) {
	var line []string
	t := columns([]string{"written", "read as", "kind", "signs"}, 24, 24, 8, 36)
	for _, k := range r.Tokens {
		line = append(line, k.Folded)
		flags := k.Flags
		if !v.all {
			flags = slices.DeleteFunc(slices.Clone(flags), func(f string) bool { return slices.Contains(plainFlags, f) })
		}
		if v.all || len(flags) > 0 || !strings.EqualFold(k.Folded, k.Text) {
			t.AppendRow(table.Row{printable([]rune(k.Text)), k.Folded, k.Kind, strings.Join(flags, ", ")})
		}
	}
	p := printer{colour: v.colour}
	fmt.Fprintf(v.out, "%s\n%s\n\n", p.styled(styleBold, "Read as"), wrapped(strings.Join(line, " "), " "))
	if t.Length() > 0 {
		v.part("Tokens", t)
	}
}

func (v *explanation) mentions(r *explain.Report) {
	t := columns([]string{"words", "are"}, 30, 64)
	are := map[explain.Span][]string{}
	said := map[explain.Span]string{}
	var spans []explain.Span
	for _, m := range r.Mentions {
		if are[m.Span] == nil {
			spans = append(spans, m.Span)
		}
		name := m.Class
		if m.Note != "" && m.Note != said[m.Span] {
			name += " (" + m.Note + ")"
			said[m.Span] = m.Note
		}
		if !slices.Contains(are[m.Span], name) {
			are[m.Span] = append(are[m.Span], name)
		}
	}
	seen := map[string]bool{}
	for _, s := range spans {
		row := table.Row{printable([]rune(s.Text)), strings.Join(are[s], ", ")}
		if key := fmt.Sprint(row...); !seen[key] {
			seen[key] = true
			t.AppendRow(row)
		}
	}
	if t.Length() == 0 {
		v.say("No lexicon or shape knows a word of it.")
		return
	}
	v.part("Lexicons and shapes", t)
}

// what names what a rule makes: a finding, a fact or both.
func what(f explain.Fact) string {
	switch {
	case f.Category == "":
		return f.Kind
	case f.Kind == "":
		return f.Category + " (" + f.Severity + ")"
	}
	return f.Category + " (" + f.Severity + "), " + f.Kind
}

// from says where the pattern stands that made a fact.
func from(p *source.PatternSource) string {
	if p == nil {
		return "(built in)"
	}
	return fmt.Sprintf("%s:%d", p.File, p.Line)
}

func (v *explanation) facts(r *explain.Report) {
	rows := rowsOf(r.Facts, func(f explain.Fact) (row [4]string, ok bool) {
		return [4]string{what(f), quoted(f.Text), f.Rule, from(f.Pattern)}, f.Dropped == nil
	})
	if len(rows) == 0 {
		v.say("No fact stands.")
		return
	}
	v.part("Facts that stand", counted(rows, columns([]string{"fact", "words", "rule", "pattern"}, 30, 30, 24, 22)))
}

func (v *explanation) dropped(r *explain.Report) {
	rows := rowsOf(r.Facts, func(f explain.Fact) (row [4]string, ok bool) {
		if f.Dropped == nil {
			return row, false
		}
		return [4]string{f.Rule, quoted(f.Text), f.Dropped.Condition, f.Dropped.Says()}, true
	})
	if len(rows) > 0 {
		v.part("Facts that conditions took away", counted(rows, columns([]string{"dropped", "words", "because of", "which"}, 26, 24, 26, 26)))
	}
}

// rowsOf returns a row for each fact at each place.
func rowsOf(facts []explain.Fact, of func(explain.Fact) (row [4]string, ok bool)) (rows [][4]string) {
	type at struct {
		row   [4]string
		start int
	}
	seen := map[at]bool{}
	for _, f := range facts {
		if row, ok := of(f); ok && !seen[at{row, f.Start}] {
			seen[at{row, f.Start}] = true
			rows = append(rows, row)
		}
	}
	return rows
}

// counted fills a table with rows, those that recur once and with how often
// their words, the second cell, do.
func counted(rows [][4]string, t table.Writer) table.Writer {
	times := map[[4]string]int{}
	for _, row := range rows {
		times[row]++
	}
	for _, row := range rows {
		n := times[row]
		if n == 0 {
			continue
		}
		times[row] = 0
		words := row[1]
		if n > 1 {
			words = fmt.Sprintf("%s ×%d", words, n)
		}
		t.AppendRow(table.Row{row[0], words, row[2], row[3]})
	}
	return t
}

func (v *explanation) near(r *explain.Report) {
	near := r.Near
	if !v.all && v.rule == "" {
		near = slices.DeleteFunc(slices.Clone(near), func(a explain.Attempt) bool { return a.Of-a.Held > 1 || a.Held < 2 })
		near = near[:min(len(near), nearShown)]
	}
	if len(near) == 0 {
		if v.rule != "" && len(r.Facts) == 0 {
			v.say("%s: %s.", v.rule, v.why)
		}
		return
	}
	t := columns([]string{"rule", "parts", "had", "then stood", ""}, 26, 6, 22, 20, 30)
	t.Style().Options.SeparateRows = true
	for _, a := range near {
		t.AppendRow(table.Row{
			a.Rule + "\n" + from(&a.Pattern), fmt.Sprintf("%d of %d", a.Held, a.Of), quoted(a.Matched.Text), a.Stood(), a.Wanted(),
		})
	}
	v.part("Patterns that came close", t)
	if more := len(r.Near) - len(near); more > 0 {
		v.say("%s further off; --all shows them, --rule ID those of one rule.", count(more, "pattern is", "patterns are"))
	}
}
