package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"github.com/bedside-md/bedside/core"
)

type evalCmd struct {
	Files       []string `arg:"" name:"posts" help:"Files of labelled posts, one JSON object a line; - for standard input."`
	ByFile      bool     `help:"Add a table by file."`
	JSON        bool     `name:"json" help:"Write the counts as JSON."`
	Worst       int      `placeholder:"N" help:"List the N posts whose verdict is furthest off."`
	Misses      string   `placeholder:"CATEGORY" help:"List the posts that carry this category and were not flagged with it."`
	CV          bool     `name:"cv" help:"Leave one file out: score each file with a model fitted to the others."`
	With        []string `placeholder:"FILES" help:"With --cv: more files of labelled posts to fit to, not scored (a glob pattern, or several with commas)."`
	Edits       bool     `help:"Make the offered edits and tell how many posts they mend."`
	Unmended    bool     `help:"List the posts that the first edit of each finding does not bring below caution."`
	FalseAlarms bool     `help:"List the clear posts that were warned about (caution or stop)."`
	Lost        bool     `help:"Tell where the labelled spans that were not reported got lost, by label and by file."`
	Facts       bool     `help:"Count the details that could be labelled spans, found or not by facts, whatever the verdict."`
	Lacking     string   `placeholder:"LABEL" help:"List the labelled spans of LABEL that no fact touches."`
	Surplus     string   `placeholder:"LABEL" help:"List the facts of LABEL that touch no labelled span."`
	analyzerFlags
}

// Validate is called by kong.
func (cmd *evalCmd) Validate() error {
	if cmd.Worst < 0 {
		return errors.New("--worst takes a number of posts, 0 or more")
	}
	if cmd.CV && slices.Contains(cmd.Files, "-") {
		return errors.New("--cv reads every file twice, which standard input cannot be; name a file instead of -")
	}
	return cmd.analyzerFlags.Validate()
}

// evaluation is what one run of eval counted.
type evaluation struct {
	All    *score            `json:"all"`
	ByLang map[string]*score `json:"byLang"`
	ByFile map[string]*score `json:"byFile"`
	Rules  *score            `json:"rulesAlone,omitempty"` // of all posts, by rules without a model; with --cv
	files  []string          // keys of ByFile in the order of the command line
	posts  []judged
	edits  editScore
	lost   lost
}

func (cmd *evalCmd) Run(c *console) error {
	if cmd.Facts || cmd.Lacking != "" || cmd.Surplus != "" {
		return cmd.details(c)
	}
	a, err := cmd.open()
	if err != nil {
		return err
	}
	defer a.Close()
	var t *trainer
	if cmd.CV {
		with, err := globs(cmd.With)
		if err != nil {
			return err
		}
		if t, err = newTrainer(cmd.Files, with, c.in); err != nil {
			return err
		}
	}
	e := newEvaluation()
	var reader *core.Analyzer
	if cmd.Lost {
		if reader, err = cmd.reader(); err != nil {
			return err
		}
	}
	trouble := false
	for _, name := range cmd.Files {
		judge := a
		if cmd.CV {
			if judge, err = t.without(name); err != nil {
				return err
			}
		}
		bad, err := cmd.judgeFile(c, judge, reader, e, name)
		if err != nil {
			return err
		}
		trouble = trouble || bad
	}
	if cmd.CV && cmd.counts() {
		if e.Rules, err = cmd.rulesAlone(c); err != nil {
			return err
		}
	}
	if err := cmd.write(c, e); err != nil {
		return fmt.Errorf("write the scores: %w", err)
	}
	if trouble {
		return exit(exitTrouble)
	}
	return nil
}

func newEvaluation() *evaluation {
	return &evaluation{All: newScore(), ByLang: map[string]*score{}, ByFile: map[string]*score{}, lost: lost{}}
}

// counts reports whether what is written are counts, not a list of posts or of edits.
func (cmd *evalCmd) counts() bool {
	return cmd.JSON || cmd.Worst == 0 && cmd.Misses == "" && !cmd.Lost && !cmd.Edits && !cmd.Unmended && !cmd.FalseAlarms
}

// rulesAlone scores the posts by the built-in rules without a model, so that the
// model shows what it adds. Bad lines were told before.
func (cmd *evalCmd) rulesAlone(c *console) (*score, error) {
	a, err := openWith([]byte{})
	if err != nil {
		return nil, err
	}
	defer a.Close()
	quiet := *c
	quiet.err = io.Discard
	e := newEvaluation()
	for _, name := range cmd.Files {
		if _, err := cmd.judgeFile(&quiet, a, nil, e, name); err != nil {
			return nil, err
		}
	}
	return e.All, nil
}

// globs returns the files that some patterns name, each of which must name one.
func globs(patterns []string) (files []string, err error) {
	for _, p := range patterns {
		found, err := filepath.Glob(p)
		if err != nil || len(found) == 0 {
			return nil, fmt.Errorf("no file is named %s", p)
		}
		files = append(files, found...)
	}
	return files, nil
}

// judgeFile analyzes and counts the posts of one file; bad lines are told and
// left out. Facts are counted too where there is a reader.
func (cmd *evalCmd) judgeFile(c *console, a analyzer, reader *core.Analyzer, e *evaluation, file string) (bad bool, err error) {
	in, name, err := openInput(file, c.in)
	if err != nil {
		return false, err
	}
	defer in.Close()
	lines := newLineReader(in)
	for {
		line, err := lines.next()
		switch {
		case errors.Is(err, io.EOF):
			return bad, nil
		case err != nil && !errors.Is(err, errLineTooLong):
			return bad, unreadable(name, err)
		case err == nil && len(bytes.TrimSpace(line)) == 0:
			continue
		}
		var j judged
		if err == nil {
			j, err = cmd.judge(a, line)
		}
		if err != nil {
			c.complain("%s:%d: %v; the line is left out.", name, lines.number, err)
			bad = true
			continue
		}
		j.file, j.line = name, lines.number
		if cmd.Edits || cmd.Unmended {
			if err := e.edits.add(a, &j, cmd.options(j.lang)); err != nil {
				return bad, err
			}
		}
		if reader != nil {
			e.lost.add(&j, reader.Details([]byte(j.text), cmd.options(j.lang)))
		}
		e.add(j)
	}
}

// judge analyzes the post on one line.
func (cmd *evalCmd) judge(a analyzer, line []byte) (judged, error) {
	p, err := decodePost(line)
	if err != nil {
		return judged{}, err
	}
	want, _ := core.ParseVerdict(p.Verdict)
	r, err := analyze(a, []byte(*p.Text), cmd.options(p.Lang))
	if err != nil {
		return judged{}, err
	}
	return newJudged(p, want, r), nil
}

func (e *evaluation) add(j judged) {
	if !slices.Contains(e.files, j.file) {
		e.files = append(e.files, j.file)
		e.ByFile[j.file] = newScore()
	}
	if e.ByLang[j.lang] == nil {
		e.ByLang[j.lang] = newScore()
	}
	for _, s := range []*score{e.All, e.ByLang[j.lang], e.ByFile[j.file]} {
		s.add(&j)
	}
	e.posts = append(e.posts, j)
}

// write writes the tables, or the lists that were asked for instead.
func (cmd *evalCmd) write(c *console, e *evaluation) error {
	switch {
	case cmd.JSON:
		enc := json.NewEncoder(c.out)
		enc.SetIndent("", "  ")
		return enc.Encode(e)
	case cmd.Worst > 0:
		return listPosts(c.out, worst(e.posts, cmd.Worst))
	case cmd.Misses != "":
		return listPosts(c.out, e.missed(cmd.Misses))
	case cmd.Lost:
		return e.lost.write(c.out)
	case cmd.Edits:
		return e.edits.write(c.out)
	case cmd.Unmended:
		return listPosts(c.out, e.filter(func(j *judged) bool { return j.report.Verdict >= core.Caution && !j.cleared }))
	case cmd.FalseAlarms:
		return listPosts(c.out, e.falseAlarms())
	}
	return writeTables(c.out, e, cmd.ByFile)
}

// missed returns the posts that carry a category and were not flagged with it.
func (e *evaluation) missed(category string) []judged {
	return e.filter(func(j *judged) bool {
		return slices.Contains(j.labels, category) && !slices.Contains(j.flagged, category)
	})
}

// falseAlarms returns the clear posts that were warned about.
func (e *evaluation) falseAlarms() []judged {
	return e.filter(func(j *judged) bool { return j.want == core.Clear && j.report.Verdict >= core.Caution })
}

func (e *evaluation) filter(keep func(*judged) bool) []judged {
	var kept []judged
	for i := range e.posts {
		if keep(&e.posts[i]) {
			kept = append(kept, e.posts[i])
		}
	}
	return kept
}

// listPosts writes posts with their labels, what was reported, and by which rules.
func listPosts(w io.Writer, posts []judged) error {
	for _, j := range posts {
		pg := newPage([]byte(j.text))
		if _, err := fmt.Fprintf(w, "%s:%d %s: labelled %s %v, reported %s\n  %s\n",
			filepath.Base(j.file), j.line, j.id, j.want, j.labels, j.report.Verdict,
			printable(pg.runes)); err != nil {
			return err
		}
		for _, f := range j.report.Findings {
			if _, err := fmt.Fprintf(w, "  - %s %s (%s) “%s”\n", f.Severity, f.Rule, f.Category, pg.text(f.Start, f.End)); err != nil {
				return err
			}
		}
		if _, err := fmt.Fprintln(w); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "%s.\n", count(len(posts), "post", "posts"))
	return err
}
