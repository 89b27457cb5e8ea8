package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"

	"github.com/bedside-md/bedside/core"
)

// editScore counts how well the offered edits mend the posts that were warned
// about.
type editScore struct {
	Cleared  ratio `json:"cleared"`  // posts that analyse below caution with the first edit of each finding
	Reached  ratio `json:"reached"`  // findings with an edit after which the whole post analyses below caution
	Offered  ratio `json:"offered"`  // findings with any edit
	Minimal  ratio `json:"minimal"`  // of the cleared posts: no part of the changes clears
	kept     []float64
}

// mostParts bounds the changes whose every part is tried for minimality; of more,
// only those that lack one change are.
const mostParts = 8

// add counts one post.
func (s *editScore) add(a analyzer, j *judged, o core.Options) error {
	if j.report.Verdict < core.Caution {
		return nil
	}
	below := func(changes []core.Change) (bool, error) {
		r, err := analyze(a, []byte(core.Apply(j.text, changes)), o)
		return err == nil && r.Verdict < core.Caution, err
	}
	var all []core.Change
	for _, f := range j.report.Findings {
		if f.Severity < core.Caution {
			continue
		}
		s.Offered.add(len(f.Edits) > 0)
		if len(f.Edits) > 0 {
			all = append(all, f.Edits[0].Changes...)
		}
		reached := false
		for _, e := range f.Edits {
			ok, err := below(e.Changes)
			if err != nil {
				return err
			}
			reached = reached || ok
		}
		s.Reached.add(reached)
	}
	all = core.Merge(all)
	ok, err := below(all)
	if err != nil {
		return err
	}
	s.Cleared.add(ok)
	j.cleared = ok
	if !ok {
		return nil
	}
	s.kept = append(s.kept, kept(j.text, all))
	smaller, err := anyPart(all, below)
	s.Minimal.add(!smaller)
	return err
}

// anyPart reports whether a proper part of the changes would do.
func anyPart(all []core.Change, below func([]core.Change) (bool, error)) (bool, error) {
	n := len(all)
	for set := range 1 << min(n, mostParts) {
		var part []core.Change
		switch {
		case n <= mostParts && set == 1<<n-1:
			continue
		case n <= mostParts:
			for i, x := range all {
				if set&(1<<i) != 0 {
					part = append(part, x)
				}
			}
		case set < n:
			part = slices.Concat(all[:set], all[set+1:])
		default:
			return false, nil
		}
		if ok, err := below(part); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
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
		{"mended posts of whose changes no part would do", s.Minimal},
	} {
		t.AppendRow([]any{line.name, percent(line.of)})
	}
	t.AppendRow([]any{"the author's text that is kept (median of mended posts)", fmt.Sprintf("%.3f", median)})
	_, err := fmt.Fprintln(w, "Edits\n"+t.Render())
	return err
}
