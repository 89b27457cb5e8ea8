package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/bedside-md/bedside/core"
)

type checkCmd struct {
	Files []string `arg:"" optional:"" name:"file" help:"Drafts to read, one a file; - or none for standard input."`
	JSONL bool     `name:"jsonl" help:"Read lines {\"id\",\"text\",\"lang\"?} and write one report a line, with its id."`
	analyzerFlags
}

// Help is what "bedside check --help" says besides the flags.
func (checkCmd) Help() string {
	return `Without --jsonl, the findings are written for people, and the exit code is 1 when a
draft should be held ("stop"), else 0. With --jsonl, the verdict is in each report and
the exit code is 0. It is 2 when something could not be read or was no valid line.`
}

func (cmd *checkCmd) Run(c *console) error {
	a, err := cmd.open()
	if err != nil {
		return err
	}
	defer a.Close()
	files := cmd.Files
	if len(files) == 0 {
		if f, ok := c.in.(*os.File); ok && isTerminal(f) {
			c.complain("reading a draft from the keyboard; end it with Ctrl-D.")
		}
		files = []string{"-"}
	}
	if cmd.JSONL {
		return cmd.checkLines(c, a, files)
	}
	return cmd.checkDrafts(c, a, files)
}

// checkDrafts reads each file as one draft and writes its findings for people.
func (cmd *checkCmd) checkDrafts(c *console, a analyzer, files []string) error {
	out := bufio.NewWriter(c.out)
	p := &printer{w: out, colour: c.colour}
	trouble := false
	for _, name := range files {
		err := cmd.checkDraft(c, a, p, name)
		if err != nil {
			trouble = true
			if err := out.Flush(); err != nil {
				return fmt.Errorf("write the findings: %w", err)
			}
			c.complain("%v.", err)
		}
	}
	p.summary()
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write the findings: %w", err)
	}
	switch {
	case trouble:
		return exit(exitTrouble)
	case p.verdicts[core.Stop] > 0:
		return exit(exitFound)
	}
	return nil
}

func (cmd *checkCmd) checkDraft(c *console, a analyzer, p *printer, name string) error {
	in, shown, err := openInput(name, c.in)
	if err != nil {
		return err
	}
	defer in.Close()
	text, err := io.ReadAll(io.LimitReader(in, maxDraft+1))
	if err != nil {
		return unreadable(shown, err)
	}
	if len(text) > maxDraft {
		return fmt.Errorf("%s is longer than %d MiB, more than any draft", shown, maxDraft>>20)
	}
	report, err := analyze(a, text, cmd.options(""))
	if err != nil {
		return fmt.Errorf("check %s: %w", shown, err)
	}
	p.draft(shown, text, report)
	return nil
}

// analyze returns the decoded report on one draft.
func analyze(a analyzer, text []byte, o core.Options) (*core.Report, error) {
	b, err := a.Analyze(text, o)
	if err != nil {
		return nil, err
	}
	var r core.Report
	if err := json.Unmarshal(b, &r); err != nil {
		return nil, fmt.Errorf("decode the report: %w", err)
	}
	return &r, nil
}

// checkLines writes one report for each line of the files, in their order. A line
// that is not valid is told on standard error; the others are still answered.
func (cmd *checkCmd) checkLines(c *console, a analyzer, files []string) error {
	trouble := false
	for _, name := range files {
		in, shown, err := openInput(name, c.in)
		if err != nil {
			c.complain("%v.", err)
			trouble = true
			continue
		}
		bad, err := cmd.checkStream(c, a, in, shown)
		in.Close()
		if err != nil {
			return err
		}
		trouble = trouble || bad
	}
	if trouble {
		return exit(exitTrouble)
	}
	return nil
}

// checkStream answers the lines of one file and reports whether any was bad. Only
// a failure to write ends it early.
func (cmd *checkCmd) checkStream(c *console, a analyzer, in io.Reader, name string) (bad bool, err error) {
	lines := newLineReader(in)
	out := bufio.NewWriterSize(c.out, 64<<10)
	for {
		line, err := lines.next()
		if errors.Is(err, io.EOF) {
			break
		}
		var report []byte
		if err == nil {
			if len(bytes.TrimSpace(line)) == 0 {
				continue
			}
			report, err = cmd.answer(a, line)
		} else if !errors.Is(err, errLineTooLong) {
			c.complain("%v.", unreadable(name, err))
			bad = true
			break
		}
		if err != nil {
			c.complain("%s:%d: %v; no report for this line.", name, lines.number, err)
			bad = true
			continue
		}
		out.Write(report)
		if lines.idle() {
			if err := out.Flush(); err != nil {
				return bad, fmt.Errorf("write the reports: %w", err)
			}
		}
	}
	if err := out.Flush(); err != nil {
		return bad, fmt.Errorf("write the reports: %w", err)
	}
	return bad, nil
}

// answer returns the line that answers a line.
func (cmd *checkCmd) answer(a analyzer, line []byte) ([]byte, error) {
	d, err := decodeDraft(line)
	if err != nil {
		return nil, err
	}
	lang := ""
	if d.Lang != nil {
		lang = *d.Lang
	}
	report, err := a.Analyze([]byte(*d.Text), cmd.options(lang))
	if err != nil {
		return nil, err
	}
	answer := make([]byte, 0, len(`{"id":,`)+len(d.ID)+len(report))
	answer = append(answer, `{"id":`...)
	answer = append(answer, d.ID...)
	answer = append(answer, ',')
	answer = append(answer, report[1:]...)
	return append(answer, '\n'), nil
}
