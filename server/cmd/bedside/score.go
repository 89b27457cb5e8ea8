package main

import (
	"cmp"
	"maps"
	"slices"
	"sort"
	"strings"

	"github.com/bedside-md/bedside/core"
)

// judged is a labelled post with what the analyzer made of it.
type judged struct {
	file    string
	line    int
	id      string
	lang    string
	text    string
	want    core.Verdict
	labels  []string // categories, as labelled
	spans   []labelledSpan
	report  *core.Report
	flagged []string // categories of the findings, sorted, each once
	cleared bool     // the first edit of each finding brings it below caution
}

func newJudged(p post, want core.Verdict, r *core.Report) judged {
	j := judged{id: strings.Trim(string(p.ID), `"`), lang: p.Lang, text: *p.Text, want: want,
		labels: p.Categories, spans: p.Spans, report: r}
	seen := map[string]bool{}
	for _, f := range r.Findings {
		seen[f.Category] = true
	}
	j.flagged = slices.Sorted(maps.Keys(seen))
	return j
}

// few is the number of people below which a patient's story should not stay below
// caution.
const few = 20

// consented reports whether the labels say that the patient agreed: details that add
// up, and yet no more than a nudge.
func (j *judged) consented() bool {
	return j.want == core.Nudge && slices.Contains(j.labels, "reidentification")
}

// off is by how many steps the verdict missed; positive for too harsh.
func (j *judged) off() int { return int(j.report.Verdict) - int(j.want) }

// ratio is a share: of those that count, how many are so.
type ratio struct {
	N  int `json:"n"`
	Of int `json:"of"`
}

func (r *ratio) add(is bool) {
	r.Of++
	if is {
		r.N++
	}
}

// share returns the ratio as a fraction, 0 of nothing.
func (r ratio) share() float64 {
	if r.Of == 0 {
		return 0
	}
	return float64(r.N) / float64(r.Of)
}

// categoryScore counts the posts of one category.
type categoryScore struct {
	Found  int `json:"found"` // labelled and flagged
	Missed int `json:"missed"`
	False  int `json:"false"` // flagged and not labelled
}

// Support is the number of posts that carry the label.
func (s categoryScore) Support() int { return s.Found + s.Missed }

// Recall is the share of the labelled posts that were flagged.
func (s categoryScore) Recall() float64 { return ratio{s.Found, s.Found + s.Missed}.share() }

// Precision is the share of the flagged posts that are labelled.
func (s categoryScore) Precision() float64 { return ratio{s.Found, s.Found + s.False}.share() }

// F1 is the harmonic mean of recall and precision.
func (s categoryScore) F1() float64 {
	return ratio{2 * s.Found, 2*s.Found + s.Missed + s.False}.share()
}

// macroF1 is the mean F1 of the categories that some post carries.
func (s *score) macroF1() float64 {
	sum, n := 0.0, 0
	for _, c := range s.Categories {
		if c.Support() > 0 {
			sum, n = sum+c.F1(), n+1
		}
	}
	return sum / float64(max(n, 1))
}

// spanScore counts the labelled spans of one label.
type spanScore struct {
	Exact  int `json:"exact"`  // covered by what carries the same label
	Family int `json:"family"` // covered by what carries a label of the same family
	Of     int `json:"of"`
}

// score is how well the reports on some posts agree with their labels.
type score struct {
	Posts         int                               `json:"posts"`
	Verdicts      [core.Stop + 1][core.Stop + 1]int `json:"verdicts"` // [labelled][reported]
	Agreed        ratio                             `json:"agreed"`
	StopHeld      ratio                             `json:"stopHeld"`
	RiskyWarned   ratio                             `json:"riskyWarned"`
	ClearWarned   ratio                             `json:"clearWarned"`
	ClearTouched  ratio                             `json:"clearTouched"`
	FewLeft       ratio                             `json:"fewLeft"` // of real patients whom few people fit: left below caution
	Categories    map[string]*categoryScore         `json:"categories"`
	Spans         map[string]*spanScore             `json:"spans"`
	SpansByFamily map[string]*spanScore             `json:"spansByFamily"`
}

func newScore() *score {
	return &score{Categories: map[string]*categoryScore{}, Spans: map[string]*spanScore{}, SpansByFamily: map[string]*spanScore{}}
}

// of returns the entry of a map of counters, made when it is new.
func of[T any](m map[string]*T, key string) *T {
	if m[key] == nil {
		m[key] = new(T)
	}
	return m[key]
}

// add counts one post.
func (s *score) add(j *judged) {
	got := j.report.Verdict
	s.Posts++
	s.Verdicts[j.want][got]++
	s.Agreed.add(got == j.want)
	switch {
	case j.want == core.Clear:
		s.ClearWarned.add(got >= core.Caution)
		s.ClearTouched.add(got > core.Clear)
	case j.want >= core.Caution:
		s.RiskyWarned.add(got >= core.Caution)
	}
	if j.want == core.Stop {
		s.StopHeld.add(got == core.Stop)
	}
	if a := j.report.Anonymity; a != nil && a.K < few && !j.consented() {
		s.FewLeft.add(got < core.Caution)
	}
	for _, c := range j.labels {
		if slices.Contains(j.flagged, c) {
			of(s.Categories, c).Found++
		} else {
			of(s.Categories, c).Missed++
		}
	}
	for _, c := range j.flagged {
		if !slices.Contains(j.labels, c) {
			of(s.Categories, c).False++
		}
	}
	for _, span := range j.spans {
		if f := family(span.Label); f == "identifier" || f == "reid" {
			exact := covered(span, j.report, func(label string) bool { return label == span.Label })
			kin := covered(span, j.report, func(label string) bool { return family(label) == f })
			of(s.Spans, span.Label).add(exact, kin)
			of(s.SpansByFamily, f).add(exact, kin)
		}
	}
}

func (s *spanScore) add(exact, kin bool) {
	s.Of++
	if exact {
		s.Exact++
	}
	if kin {
		s.Family++
	}
}

// spanRule says, under the table, what spanScore counts.
const spanRule = `A labelled span is found when findings (by category) and factors (by label) together
cover at least half of its UTF-16 code units: those of the same label (same), or of
any label of the same family, identifier.* or reid.* (family).`

// family is the part of a label before the dot.
func family(label string) string {
	before, _, _ := strings.Cut(label, ".")
	return before
}

// covered reports whether at least half of a span is covered by the findings and
// factors whose label counts.
func covered(span labelledSpan, r *core.Report, counts func(label string) bool) bool {
	type stretch struct{ start, end int }
	var parts []stretch
	take := func(label string, start, end int) {
		if counts(label) && start < span.End && end > span.Start {
			parts = append(parts, stretch{max(start, span.Start), min(end, span.End)})
		}
	}
	for _, f := range r.Findings {
		take(f.Category, f.Start, f.End)
		for _, d := range f.Factors {
			take(d.Label, d.Start, d.End)
		}
	}
	slices.SortFunc(parts, func(a, b stretch) int { return cmp.Compare(a.start, b.start) })
	sum, upTo := 0, span.Start
	for _, p := range parts {
		if p.end > upTo {
			sum += p.end - max(p.start, upTo)
			upTo = p.end
		}
	}
	return sum > 0 && 2*sum >= span.End-span.Start
}

// worst returns the n posts whose verdict is furthest off, the harm of a missed
// stop before that of a false alarm.
func worst(posts []judged, n int) []judged {
	var off []judged
	for _, j := range posts {
		if j.off() != 0 {
			off = append(off, j)
		}
	}
	sort.SliceStable(off, func(a, b int) bool {
		x, y := off[a].off(), off[b].off()
		if abs(x) != abs(y) {
			return abs(x) > abs(y)
		}
		return x < y
	})
	return off[:min(n, len(off))]
}

func abs(n int) int { return max(n, -n) }
