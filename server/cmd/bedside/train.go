package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/bedside-md/bedside/core/pack/rules"
	"github.com/bedside-md/bedside/core/pack/source"
)

type trainCmd struct {
	Files  []string `arg:"" name:"posts" help:"Files of labelled posts, one JSON object a line."`
	Output string   `short:"o" required:"" placeholder:"FILE" help:"Where to write the model, for example core/pack/rules/story.model."`
}

func (cmd *trainCmd) Run(c *console) error {
	drafts, err := labelledDrafts(cmd.Files, "")
	if err != nil {
		return err
	}
	model := source.Train(drafts)
	if err := writeFile(cmd.Output, model); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%s: fitted to %s, %d bytes.\n", cmd.Output, count(len(drafts), "post", "posts"), len(model))
	return nil
}

// labelledDrafts reads the posts of every file but one: whether each tells of one
// real patient follows from its categories.
func labelledDrafts(files []string, except string) ([]source.Labelled, error) {
	var out []source.Labelled
	for _, name := range files {
		if name == except {
			continue
		}
		in, shown, err := openInput(name, nil)
		if err != nil {
			return nil, err
		}
		lines := newLineReader(in)
		for {
			line, err := lines.next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				in.Close()
				return nil, unreadable(shown, err)
			}
			if len(bytes.TrimSpace(line)) == 0 {
				continue
			}
			var p post
			if err := decode(line, &p); err != nil || p.Text == nil {
				in.Close()
				return nil, fmt.Errorf("%s:%d: not a labelled post: %w", shown, lines.number, errors.Join(err, errors.New("it needs a text and categories")))
			}
			x := source.Labelled{Text: *p.Text}
			for _, category := range p.Categories {
				if category == "reidentification" || category == "patient-mention" || strings.HasPrefix(category, "identifier.") {
					x.Story = true
				}
			}
			out = append(out, x)
		}
		in.Close()
	}
	return out, nil
}

// withoutFile opens an analyzer whose story model never saw the posts of one file.
func withoutFile(files []string, except string) (analyzer, error) {
	drafts, err := labelledDrafts(files, except)
	if err != nil {
		return nil, err
	}
	packed, _, err := source.CompileWith(rules.FS, source.Train(drafts))
	if err != nil {
		return nil, fmt.Errorf("compile the built-in rules: %w", err)
	}
	return openNative(packFile{bytes: packed})
}
