package source

import (
	"io/fs"
	"strings"

	"github.com/bedside-md/bedside/core/pack"
)

// Entry is a rule for people to browse: what it says, why, and what it does.
type Entry struct {
	ID       string    `json:"id"`
	Category string    `json:"category"`
	Severity string    `json:"severity"`
	Lang     string    `json:"lang,omitempty"`
	Title    Both      `json:"title"`
	Why      Both      `json:"why"`
	Cites    []CiteOut `json:"cites"`
	Flags    []string  `json:"flags"`
	Passes   []string  `json:"passes"`
	YAML     string    `json:"yaml"` // as it is written, one item of a list of rules
}

// Both is a text in English and French.
type Both struct {
	En string `json:"en"`
	Fr string `json:"fr"`
}

// CiteOut is a clause that a rule cites.
type CiteOut struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Section string `json:"section,omitempty"`
	URL     string `json:"url,omitempty"`
}

// Catalogue returns the rules of fsys that make findings, in file order.
func Catalogue(fsys fs.FS) ([]Entry, error) {
	c, err := load(fsys)
	if err != nil {
		return nil, err
	}
	var out []Entry
	for _, r := range c.rules {
		if r.ID.Text == "" {
			continue
		}
		e := Entry{
			ID: r.ID.Text, Category: r.Category.Text, Severity: r.Severity.Text, Lang: r.Lang.Text,
			Title: Both(r.Title), Why: Both(r.Why), Flags: texts(r.Flags), Passes: texts(r.Passes),
			Cites: []CiteOut{}, YAML: c.written(r),
		}
		for _, s := range r.Cites {
			id, section, _ := strings.Cut(s.Text, ": ")
			q, ok := c.cite(id)
			if !ok {
				q = pack.Cite{ID: id}
			}
			e.Cites = append(e.Cites, CiteOut{ID: id, Title: q.Title, Section: section, URL: q.URL})
		}
		out = append(out, e)
	}
	return out, nil
}

func texts(list []str) []string {
	out := []string{}
	for _, s := range list {
		out = append(out, s.Text)
	}
	return out
}

// written is a rule as its file has it: from its first line to the next item of the
// list it is in.
func (c *compiler) written(r *fileRule) string {
	lines := strings.Split(string(c.files[r.file]), "\n")
	from := r.ID.Line - 1
	for from > 0 && !strings.HasPrefix(strings.TrimLeft(lines[from], " "), "- ") {
		from--
	}
	indent := len(lines[from]) - len(strings.TrimLeft(lines[from], " "))
	to := from + 1
	for to < len(lines) {
		line := strings.TrimLeft(lines[to], " ")
		if line != "" && len(lines[to])-len(line) <= indent {
			break
		}
		to++
	}
	return strings.TrimRight(strings.Join(lines[from:to], "\n"), "\n ") + "\n"
}
