package main

import (
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/bedside-md/bedside/core"
)

// column is a part of the evaluation that is shown beside the others.
type column struct {
	name string
	*score
}

// writeTables writes what an evaluation counted, for people.
func writeTables(w io.Writer, e *evaluation, byFile bool) error {
	columns := []column{{"all", e.All}}
	if len(e.ByLang) > 1 {
		for _, lang := range slices.Sorted(maps.Keys(e.ByLang)) {
			columns = append(columns, column{lang, e.ByLang[lang]})
		}
	}
	var parts []string
	if e.Rules != nil {
		parts = append(parts, "Rules alone, and with a model that never saw the file", headlines([]column{{"rules alone", e.Rules}, {"with the model", e.All}}).Render(), "")
	}
	parts = append(parts,
		"Verdicts", headlines(columns).Render(), "",
		"Labelled verdict (rows) against reported (columns)", confusion(e.All).Render(), "",
		"Categories", categories(columns).Render(), "",
		"Spans", spans(columns).Render(), spanRule)
	if byFile {
		parts = append(parts, "", "Files", files(e).Render())
	}
	_, err := fmt.Fprintln(w, strings.Join(parts, "\n"))
	return err
}

// newTable returns an empty table in the house style, numbers to the right.
func newTable(header ...string) table.Writer {
	t := table.NewWriter()
	style := table.StyleLight
	style.Options = table.OptionsNoBordersAndSeparators
	style.Options.SeparateHeader = true
	style.Format.Header = text.FormatDefault
	t.SetStyle(style)
	row := table.Row{}
	var configs []table.ColumnConfig
	for i, h := range header {
		row = append(row, h)
		if i > 0 {
			configs = append(configs, table.ColumnConfig{Number: i + 1, Align: text.AlignRight, AlignHeader: text.AlignRight})
		}
	}
	t.AppendHeader(row)
	t.SetColumnConfigs(configs)
	return t
}

// newList returns an empty table of words, all to the left.
func newList(header ...string) table.Writer {
	t := newTable(header...)
	t.SetColumnConfigs(nil)
	return t
}

// percent returns a ratio as "0.873 (1357/1554)".
func percent(r ratio) string {
	if r.Of == 0 {
		return "-"
	}
	return fmt.Sprintf("%.3f (%d/%d)", r.share(), r.N, r.Of)
}

func headlines(columns []column) table.Writer {
	header := []string{"share of"}
	for _, c := range columns {
		header = append(header, fmt.Sprintf("%s (%d posts)", c.name, c.Posts))
	}
	t := newTable(header...)
	for _, line := range []struct {
		name string
		of   func(*score) ratio
	}{
		{"stop posts held (stop)", func(s *score) ratio { return s.StopHeld }},
		{"risky posts (caution, stop) warned, caution or stop", func(s *score) ratio { return s.RiskyWarned }},
		{"clear posts warned, caution or stop: false alarms", func(s *score) ratio { return s.ClearWarned }},
		{"clear posts with anything at all", func(s *score) ratio { return s.ClearTouched }},
		{"stories that few fit (k < 20), left below caution", func(s *score) ratio { return s.FewLeft }},
		{"all posts with just the labelled verdict", func(s *score) ratio { return s.Agreed }},
	} {
		row := table.Row{line.name}
		for _, c := range columns {
			row = append(row, percent(line.of(c.score)))
		}
		t.AppendRow(row)
	}
	row := table.Row{"mean F1 of the categories"}
	for _, c := range columns {
		row = append(row, fmt.Sprintf("%.3f", c.macroF1()))
	}
	t.AppendRow(row)
	return t
}

func confusion(s *score) table.Writer {
	t := newTable("", "clear", "nudge", "caution", "stop", "posts")
	for want := core.Clear; want <= core.Stop; want++ {
		row, sum := table.Row{want.String()}, 0
		for _, n := range s.Verdicts[want] {
			row = append(row, n)
			sum += n
		}
		t.AppendRow(append(row, sum))
	}
	return t
}

// keys returns the sorted keys that occur in any column.
func keys[T any](columns []column, of func(*score) map[string]*T) []string {
	all := map[string]bool{}
	for _, c := range columns {
		for k := range of(c.score) {
			all[k] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

func categories(columns []column) table.Writer {
	header := []string{"category"}
	for _, c := range columns {
		header = append(header, c.name+" recall", "precision", "F1", "posts")
	}
	t := newTable(header...)
	for _, name := range keys(columns, func(s *score) map[string]*categoryScore { return s.Categories }) {
		row := table.Row{name}
		for _, c := range columns {
			n := c.Categories[name]
			if n == nil {
				n = &categoryScore{}
			}
			row = append(row, fraction(n.Recall(), n.Support()), fraction(n.Precision(), n.Found+n.False),
				fraction(n.F1(), n.Support()), n.Support())
		}
		t.AppendRow(row)
	}
	return t
}

// fraction returns a share, or a dash when it is a share of nothing.
func fraction(share float64, of int) string {
	if of == 0 {
		return "-"
	}
	return fmt.Sprintf("%.3f", share)
}

func spans(columns []column) table.Writer {
	header := []string{"span"}
	for _, c := range columns {
		header = append(header, c.name+" same", "family", "spans")
	}
	t := newTable(header...)
	rows := func(of func(*score) map[string]*spanScore, suffix string) {
		for _, label := range keys(columns, of) {
			row := table.Row{label + suffix}
			for _, c := range columns {
				n := of(c.score)[label]
				if n == nil {
					n = &spanScore{}
				}
				row = append(row, fraction(ratio{n.Exact, n.Of}.share(), n.Of), fraction(ratio{n.Family, n.Of}.share(), n.Of), n.Of)
			}
			t.AppendRow(row)
		}
	}
	rows(func(s *score) map[string]*spanScore { return s.Spans }, "")
	rows(func(s *score) map[string]*spanScore { return s.SpansByFamily }, ".*")
	return t
}

func files(e *evaluation) table.Writer {
	t := newTable("file", "posts", "stop held", "risky warned", "clear warned", "clear touched", "agreed")
	for _, name := range e.files {
		s := e.ByFile[name]
		t.AppendRow(table.Row{filepath.Base(name), s.Posts, percent(s.StopHeld), percent(s.RiskyWarned),
			percent(s.ClearWarned), percent(s.ClearTouched), percent(s.Agreed)})
	}
	return t
}
