package main

import (
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bedside-md/bedside/core"
)

// lostScore says what became of the labelled spans of one label.
type lostScore struct {
	of      int
	found   int // reported under the label
	other   int // reported under another label of its family
	silent  int // the report speaks of no patient
	unsaid  int // there is a fact of the label, but it was not reported
	unknown int // nothing was seen there
}

func (s *lostScore) add(span labelledSpan, r *core.Report, seen *core.Report) {
	same := func(label string) bool { return label == span.Label }
	s.of++
	switch {
	case covered(span, r, same):
		s.found++
	case !aboutPatient(r):
		s.silent++
	case covered(span, r, func(label string) bool { return family(label) == family(span.Label) }):
		s.other++
	case covered(span, seen, same):
		s.unsaid++
	default:
		s.unknown++
	}
}

// aboutPatient reports whether a report holds that a patient can be recognised.
func aboutPatient(r *core.Report) bool {
	return slices.ContainsFunc(r.Findings, func(f core.Finding) bool {
		return family(f.Category) == "identifier" || f.Category == "reidentification" || strings.HasPrefix(f.Category, "patient-")
	})
}

// lost is where labelled spans got lost, by label and by file.
type lost map[string]*lostScore

func (l lost) add(j *judged, details []core.Detail) {
	seen := factsReport(details)
	for _, span := range j.spans {
		if f := family(span.Label); f == "identifier" || f == "reid" {
			for _, row := range []string{span.Label, f + ".*", f + ".* " + filepath.Base(j.file)} {
				of(l, row).add(span, j.report, seen)
			}
		}
	}
}

func (l lost) write(w io.Writer) error {
	t := newTable("labelled spans", "of", "found", "under another label", "fact, not reported", "no fact", "post says no patient")
	for _, row := range slices.Sorted(maps.Keys(l)) {
		s := l[row]
		t.AppendRow([]any{row, s.of, percent(ratio{s.found, s.of}), s.other, s.unsaid, s.unknown, s.silent})
	}
	_, err := fmt.Fprintln(w, t.Render())
	return err
}

// factsReport is a report of facts, to be compared with labelled spans.
func factsReport(found []core.Detail) *core.Report {
	r := &core.Report{}
	for _, d := range found {
		r.Findings = append(r.Findings, core.Finding{Category: d.Label, Start: d.Start, End: d.End})
	}
	return r
}
