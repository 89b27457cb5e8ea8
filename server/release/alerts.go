package release

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/bedside-md/bedside/core"
)

// Post is a draft to try packs on. It stays on this machine.
type Post struct {
	ID      string `json:"id"`
	Text    string `json:"text"`
	Lang    string `json:"lang"`
	Verdict string `json:"verdict"` // what it is labelled, "" when it is not
}

//go:embed sample.jsonl
var sample string

// Sample returns a sixth of ten files of the labelled posts, which this program
// carries for those who have no others. All are invented.
func Sample() []Post {
	var out []Post
	for line := range strings.Lines(sample) {
		var p Post
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			panic(err) // a test reads them
		}
		out = append(out, p)
	}
	return out
}

// Alerts is what two sets of packs say differently of the same posts.
type Alerts struct {
	Posts   int         `json:"posts"`
	Changed int         `json:"changed"` // posts with another verdict or other findings
	Clear   int         `json:"clear"`   // posts labelled clear
	False   [2]int      `json:"false"`   // of those, warned about (caution or stop), before and after
	Rules   []RuleAlert `json:"rules"`
	Shifts  []Shift     `json:"shifts"`
}

// RuleAlert is where one rule newly fires or falls silent.
type RuleAlert struct {
	Rule     string    `json:"rule"`
	Newly    int       `json:"newly"`   // posts
	OnClear  int       `json:"onClear"` // of those, labelled clear
	Silent   int       `json:"silent"`
	Louder   int       `json:"louder"` // posts where it fires as before, but graver
	Softer   int       `json:"softer"`
	Examples []Example `json:"examples"`
}

// Example is a post on which a rule changed its mind.
type Example struct {
	How   string `json:"how"` // "newly", "silent", "louder" or "softer"
	Post  string `json:"post"`
	Label string `json:"label,omitempty"`
	// The words around the finding.
	Before string `json:"before"`
	Words  string `json:"words"`
	After  string `json:"after"`
}

// Shift counts the posts whose verdict changed in one way.
type Shift struct {
	From  string `json:"from"`
	To    string `json:"to"`
	Posts int    `json:"posts"`
}

// maxExamples is how many examples a rule has, at most, of each kind.
const maxExamples = 3

// Reading is what packs make of posts.
type Reading struct {
	reports []*core.Report
}

// Reader loads packs, the base before its overlays.
func Reader(packs ...[]byte) (*core.Analyzer, error) {
	a := core.New()
	for _, p := range packs {
		if _, err := a.Load(p); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// Read reads posts.
func Read(a *core.Analyzer, posts []Post) *Reading {
	r := &Reading{}
	for _, p := range posts {
		r.reports = append(r.reports, a.Analyze([]byte(p.Text), core.Options{Lang: p.Lang}))
	}
	a.Forget()
	return r
}

// CompareAlerts compares two readings of the same posts.
func CompareAlerts(posts []Post, was, is *Reading) *Alerts {
	a := &Alerts{Posts: len(posts)}
	rules, shifts := map[string]*RuleAlert{}, map[[2]core.Verdict]int{}
	for i, p := range posts {
		x, y := was.reports[i], is.reports[i]
		if p.Verdict == core.Clear.String() {
			a.Clear++
			for k, r := range []*core.Report{x, y} {
				if r.Verdict >= core.Caution {
					a.False[k]++
				}
			}
		}
		changed := x.Verdict != y.Verdict
		if changed {
			shifts[[2]core.Verdict{x.Verdict, y.Verdict}]++
		}
		before, after := gravest(x), gravest(y)
		for rule := range union(before, after) {
			f, g := before[rule], after[rule]
			if f != nil && g != nil && f.Severity == g.Severity {
				continue
			}
			changed = true
			r := rules[rule]
			if r == nil {
				r = &RuleAlert{Rule: rule}
				rules[rule] = r
			}
			r.count(p, f, g)
		}
		if changed {
			a.Changed++
		}
	}
	a.Rules, a.Shifts = []RuleAlert{}, []Shift{}
	for _, r := range rules {
		a.Rules = append(a.Rules, *r)
	}
	slices.SortFunc(a.Rules, func(x, y RuleAlert) int {
		return cmp.Or(cmp.Compare(y.Newly+y.Silent+y.Louder+y.Softer, x.Newly+x.Silent+x.Louder+x.Softer), strings.Compare(x.Rule, y.Rule))
	})
	for _, k := range slices.SortedFunc(maps.Keys(shifts), func(x, y [2]core.Verdict) int {
		return cmp.Or(cmp.Compare(x[0], y[0]), cmp.Compare(x[1], y[1]))
	}) {
		a.Shifts = append(a.Shifts, Shift{k[0].String(), k[1].String(), shifts[k]})
	}
	return a
}

// gravest returns the gravest finding of each rule.
func gravest(r *core.Report) map[string]*core.Finding {
	out := map[string]*core.Finding{}
	for i := range r.Findings {
		f := &r.Findings[i]
		if old := out[f.Rule]; old == nil || f.Severity > old.Severity {
			out[f.Rule] = f
		}
	}
	return out
}

func union[V any](a, b map[string]V) map[string]bool {
	out := map[string]bool{}
	for k := range a {
		out[k] = true
	}
	for k := range b {
		out[k] = true
	}
	return out
}

// count takes in a post on which the rule found f before and g now.
func (r *RuleAlert) count(p Post, f, g *core.Finding) {
	how, at := "newly", g
	switch {
	case f == nil:
		r.Newly++
		if p.Verdict == core.Clear.String() {
			r.OnClear++
		}
	case g == nil:
		how, at = "silent", f
		r.Silent++
	case g.Severity > f.Severity:
		how = "louder"
		r.Louder++
	default:
		how = "softer"
		r.Softer++
	}
	n := 0
	for _, e := range r.Examples {
		if e.How == how {
			n++
		}
	}
	if n < maxExamples {
		e := Example{How: how, Post: p.ID, Label: p.Verdict}
		e.Before, e.Words, e.After = excerpt(p.Text, at.Start, at.End)
		r.Examples = append(r.Examples, e)
	}
}

// around is how many UTF-16 code units are shown on either side of a finding.
const around = 48

var spaces = regexp.MustCompile(`\s+`)

// excerpt cuts a post around a stretch in UTF-16 code units.
func excerpt(text string, start, end int) (before, words, after string) {
	units := utf16.Encode([]rune(text))
	start, end = min(start, len(units)), min(end, len(units))
	from, to := max(0, start-around), min(len(units), end+around)
	one := func(u []uint16) string { return spaces.ReplaceAllString(string(utf16.Decode(u)), " ") }
	before, words, after = one(units[from:start]), one(units[start:end]), one(units[end:to])
	if from > 0 {
		before = "…" + before
	}
	if to < len(units) {
		after += "…"
	}
	return before, words, after
}

// speedPosts is how many posts speed is measured on, at most.
const speedPosts = 150

// Speed returns how long two sets of packs take for a post, on average of the first of
// the posts: of each post the least of several rounds in turn, so that what else the
// machine does distorts little. Where the new packs seem slower, it looks again: what is
// slower stays so.
func Speed(was, is *core.Analyzer, posts []Post) (before, after time.Duration) {
	const (
		rounds = 4
		looks  = 5
		alike  = 1.1 // that much slower is no more than chance
	)
	posts = posts[:min(len(posts), speedPosts)]
	least := make([][2]time.Duration, len(posts))
	for range looks {
		before, after = 0, 0
		for i, p := range posts {
			for range rounds {
				for k, a := range []*core.Analyzer{was, is} {
					a.Forget() // or it would read what it has just read
					began := time.Now()
					a.Analyze([]byte(p.Text), core.Options{Lang: p.Lang})
					if took := time.Since(began); least[i][k] == 0 || took < least[i][k] {
						least[i][k] = took
					}
				}
			}
			before, after = before+least[i][0], after+least[i][1]
		}
		if after.Seconds() <= alike*before.Seconds() {
			break
		}
	}
	n := time.Duration(max(1, len(posts)))
	return before / n, after / n
}

// ReadPosts reads posts of a file: lines of JSON with a "text", and maybe "id",
// "lang" and "verdict"; or plain text, in which an empty line ends a post.
func ReadPosts(name string, body []byte) ([]Post, error) {
	var out []Post
	if !strings.HasPrefix(strings.TrimSpace(string(body)), "{") {
		for part := range strings.SplitSeq(strings.ReplaceAll(string(body), "\r\n", "\n"), "\n\n") {
			if text := strings.TrimSpace(part); text != "" {
				out = append(out, Post{ID: fmt.Sprintf("%s#%d", name, len(out)+1), Text: text})
			}
		}
	} else {
		n := 0
		for line := range strings.Lines(string(body)) {
			n++
			if strings.TrimSpace(line) == "" {
				continue
			}
			var p struct {
				Post
				ID   json.RawMessage `json:"id"`
				Text *string         `json:"text"`
			}
			if err := json.Unmarshal([]byte(line), &p); err != nil {
				return nil, fmt.Errorf("%s:%d: the line is no JSON object with a \"text\": %w", name, n, err)
			}
			if p.Text == nil {
				return nil, fmt.Errorf("%s:%d: the line has no \"text\"", name, n)
			}
			if _, ok := core.ParseVerdict(p.Verdict); p.Verdict != "" && !ok {
				return nil, fmt.Errorf("%s:%d: %q is no verdict; label it clear, nudge, caution or stop, or not at all", name, n, p.Verdict)
			}
			id := strings.Trim(string(p.ID), `"`)
			out = append(out, Post{ID: cmp.Or(id, fmt.Sprintf("%s:%d", name, n)), Text: *p.Text, Lang: p.Lang, Verdict: p.Verdict})
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s holds no post", name)
	}
	return out, nil
}
