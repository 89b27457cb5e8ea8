package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/bedside-md/bedside/core"
)

// editScore counts how well the offered edits mend the posts that were warned
// about.
type editScore struct {
	Cleared ratio `json:"cleared"` // posts that analyse below caution with the first edit of each finding
	Reached ratio `json:"reached"` // findings with an edit after which the whole post analyses below caution
	Offered ratio `json:"offered"` // findings with any edit
	Minimal ratio `json:"minimal"` // first edits: no part of the changes does what all do
	kept    []float64
}

// mostParts bounds the changes whose every part is tried for minimality; of more,
// only those that lack one change are.
const mostParts = 8

// left is what a draft still shows: how many findings warn, and how many of them in
// one category or, for a story, about it.
type left struct{ all, alike int }

// add counts one post.
func (s *editScore) add(a analyzer, j *judged, o core.Options) error {
	if j.report.Verdict < core.Caution {
		return nil
	}
	var trouble error
	after := func(changes []core.Change, category string) (l left) {
		r, err := analyze(a, []byte(core.Apply(j.text, changes)), o)
		if err != nil {
			trouble = err
			return left{}
		}
		for _, f := range r.Findings {
			if f.Severity >= core.Caution {
				l.all++
				if kindred(f.Category) == kindred(category) {
					l.alike++
				}
			}
		}
		return l
	}
	var all []core.Change
	for _, f := range j.report.Findings {
		if f.Severity < core.Caution {
			continue
		}
		s.Offered.add(len(f.Edits) > 0)
		reached := false
		for _, e := range f.Edits {
			reached = reached || after(e.Changes, f.Category).all == 0
		}
		s.Reached.add(reached)
		if len(f.Edits) == 0 {
			continue
		}
		first := f.Edits[0].Changes
		all = append(all, first...)
		whole := after(first, f.Category)
		s.Minimal.add(!anyPart(first, func(part []core.Change) bool {
			if stands(j.text, &f, first, part) {
				return false
			}
			l := after(part, f.Category)
			return l.alike <= whole.alike && (l.all == 0 || whole.all > 0)
		}))
	}
	all = core.Merge(all)
	j.cleared = after(all, "").all == 0
	s.Cleared.add(j.cleared)
	if j.cleared {
		s.kept = append(s.kept, kept(j.text, all))
	}
	return trouble
}

// stands reports whether a name or a number that a finding is about, and that all changes
// take out, is still there with a part of them, be it where it is said again.
func stands(text string, f *core.Finding, all, part []core.Change) bool {
	if !strings.HasPrefix(f.Category, "identifier.") {
		return false
	}
	units := utf16.Encode([]rune(text))
	words := func(x core.Change) string { return strings.TrimSpace(string(utf16.Decode(units[x.Start:x.End]))) }
	for _, x := range all {
		if slices.Contains(part, x) {
			continue
		}
		if x.Start < f.End && f.Start < x.End {
			return true
		}
		for _, y := range part {
			if a, b := words(x), words(y); a != "" && b != "" && (strings.Contains(a, b) || strings.Contains(b, a)) {
				return true
			}
		}
	}
	return false
}

// kindred is what a category may turn into when details go.
func kindred(category string) string {
	if category == "patient-mention" {
		return "reidentification"
	}
	return category
}

// anyPart reports whether a proper part of the changes will do.
func anyPart(all []core.Change, do func([]core.Change) bool) bool {
	n := len(all)
	if n > mostParts {
		for i := range all {
			if do(slices.Concat(all[:i], all[i+1:])) {
				return true
			}
		}
		return false
	}
	for set := range 1<<n - 1 {
		var part []core.Change
		for i, x := range all {
			if set&(1<<i) != 0 {
				part = append(part, x)
			}
		}
		if do(part) {
			return true
		}
	}
	return false
}

// kept is the share of the author's text that the changes leave.
func kept(text string, changes []core.Change) float64 {
	n, gone := 0, 0
	for _, r := range text {
		n++
		if r > 0xffff {
			n++
		}
	}
	for _, x := range changes {
		gone += x.End - x.Start
	}
	return float64(n-gone) / float64(max(n, 1))
}

func (s *editScore) write(w io.Writer) error {
	slices.SortFunc(s.kept, cmp.Compare[float64])
	median := 0.0
	if len(s.kept) > 0 {
		median = s.kept[len(s.kept)/2]
	}
	t := newTable("share of", "all")
	for _, line := range []struct {
		name string
		of   ratio
	}{
		{"posts below caution with the first edit of each finding", s.Cleared},
		{"findings with an edit that brings the post below caution", s.Reached},
		{"findings with an edit", s.Offered},
		{"first edits of whose changes no part would do", s.Minimal},
	} {
		t.AppendRow([]any{line.name, percent(line.of)})
	}
	t.AppendRow([]any{"the author's text that is kept (median of mended posts)", fmt.Sprintf("%.3f", median)})
	_, err := fmt.Fprintln(w, "Edits\n"+t.Render())
	return err
}
