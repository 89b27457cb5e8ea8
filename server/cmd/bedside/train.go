package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/bedside-md/bedside/core/judge"
	"github.com/bedside-md/bedside/core/judge/fit"
	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/pack/rules"
	"github.com/bedside-md/bedside/core/pack/source"
	"github.com/bedside-md/bedside/core/scan"
	"github.com/bedside-md/bedside/core/text"
)

type trainCmd struct {
	Files  []string `arg:"" name:"posts" help:"Files of labelled posts, one JSON object a line."`
	With   []string `placeholder:"FILES" help:"More files of labelled posts, each of which counts less (a glob pattern, or several with commas)."`
	Output string   `short:"o" required:"" placeholder:"FILE" help:"Where to write the model, for example core/pack/rules/judge.model."`
}

func (cmd *trainCmd) Run(c *console) error {
	with, err := globs(cmd.With)
	if err != nil {
		return err
	}
	t, err := newTrainer(cmd.Files, with, c.in)
	if err != nil {
		return err
	}
	model := t.fit("")
	if err := writeFile(cmd.Output, model); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%s: fitted to %s, %d bytes.\n", cmd.Output, count(len(t.examples), "post", "posts"), len(model))
	return nil
}

// trainer holds labelled posts as the model sees them.
type trainer struct {
	examples []fit.Example
	file     []string // of each example
}

// weight is how many times a post counts that is like those to be judged, against one
// written only to fit to. Chosen on held-out files.
const weight = 4

// netOnly ends the names of files that only the net is fitted to: posts that words, each by
// itself, tell nothing of, and on which the linear half is better silent.
const netOnly = ".net.jsonl"

// newTrainer reads the posts of some files by the built-in rules, and those of others
// that count less.
func newTrainer(files, with []string, stdin io.Reader) (*trainer, error) {
	packed, _, err := source.CompileWith(rules.FS, []byte{})
	if err != nil {
		return nil, fmt.Errorf("compile the built-in rules: %w", err)
	}
	p, err := pack.Load(packed)
	if err != nil {
		return nil, refused("", err)
	}
	s := scan.New()
	if err := s.Add(p); err != nil {
		return nil, refused("", err)
	}
	t := &trainer{}
	j := judge.New(s)
	var facts scan.Facts
	for i, name := range slices.Concat(files, with) {
		counts := 1.0
		if i < len(files) {
			counts = weight
		}
		err := eachPost(name, stdin, func(p *post) {
			s.Next()
			s.Read([]byte(*p.Text), "", &facts)
			yes := answers(p)
			t.examples = append(t.examples, fit.Example{Features: j.Features(&facts), Yes: yes, Tags: tags(p, yes, facts.Doc), Weight: counts, NetOnly: strings.HasSuffix(name, netOnly)})
			t.file = append(t.file, name)
		})
		if err != nil {
			return nil, err
		}
	}
	return t, nil
}

// answers lists the model's questions to which a post's labels say yes.
func answers(p *post) []string {
	yes := slices.Clone(p.Categories)
	switch p.Verdict {
	case "stop":
		yes = append(yes, judge.AskAny, judge.AskRisky, judge.AskStop)
	case "caution":
		yes = append(yes, judge.AskAny, judge.AskRisky)
	case "nudge":
		yes = append(yes, judge.AskAny)
	}
	for _, c := range p.Categories {
		if c == "reidentification" || c == "patient-mention" || strings.HasPrefix(c, "identifier.") {
			return append(yes, judge.AskStory)
		}
	}
	return yes
}

// tags returns the index in judge.Tags of each token's label where the post, by its answers,
// tells of a patient and its details are marked, otherwise nil.
func tags(p *post, yes []string, d *text.Doc) []uint8 {
	if p.Spans == nil || !slices.Contains(yes, judge.AskStory) {
		return nil
	}
	out := make([]uint8, len(d.Tokens))
	for _, span := range p.Spans {
		k := slices.Index(judge.Tags[:], span.Label)
		for i := range out {
			start, end := d.TokenSpan(int32(i), int32(i+1))
			if k > 0 && start < span.End && span.Start < end && out[i] == 0 {
				out[i] = uint8(k)
			}
		}
	}
	return out
}

// fit fits a model to the posts of every file but one.
func (t *trainer) fit(except string) []byte {
	var seen []fit.Example
	for i, x := range t.examples {
		if t.file[i] != except {
			seen = append(seen, x)
		}
	}
	return fit.Fit(judge.Asks(), seen)
}

// without opens an analyzer whose model never saw the posts of one file.
func (t *trainer) without(except string) (analyzer, error) {
	return openWith(t.fit(except))
}

// openWith opens an analyzer of the built-in rules with a model; empty for none.
func openWith(model []byte) (analyzer, error) {
	packed, _, err := source.CompileWith(rules.FS, model)
	if err != nil {
		return nil, fmt.Errorf("compile the built-in rules: %w", err)
	}
	return openNative(packFile{bytes: packed})
}
