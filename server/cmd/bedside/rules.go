package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/bedside-md/bedside/core/pack/rules"
	"github.com/bedside-md/bedside/core/pack/source"
)

type rulesCmd struct {
	New       rulesNewCmd       `cmd:"" help:"Begin a file of rules of your own, which add to the built-in ones."`
	Lint      rulesLintCmd      `cmd:"" help:"Say what is wrong with the rules as they are written."`
	Test      rulesTestCmd      `cmd:"" help:"Run the examples of every rule, and say what stopped those that fail."`
	Explain   rulesExplainCmd   `cmd:"" help:"Say what the rules make of a draft, and what they nearly make."`
	Fmt       rulesFmtCmd       `cmd:"" help:"Lay rule files out in the house style; comments stay."`
	Build     rulesBuildCmd     `cmd:"" help:"Compile the rules into a pack."`
	Catalogue rulesCatalogueCmd `cmd:"" help:"Write the built-in rules as the console lists them, for a server that is no \"bedside serve\"."`
}

// rulesDir is the directory whose rules a command works on.
type rulesDir struct {
	Dir string `arg:"" optional:"" help:"Directory of the rules' YAML files, or one such file; the built-in rules without one."`
}

// open returns the rules' file system, and the prefix of the names in it.
func (d rulesDir) open() (fsys fs.FS, prefix string, err error) {
	if d.Dir == "" {
		return rules.FS, "", nil
	}
	info, err := os.Stat(d.Dir)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, "", fmt.Errorf("there is no directory %s", d.Dir)
		}
		return nil, "", fmt.Errorf("read the rules: %w", err)
	}
	if !info.IsDir() {
		dir, name := filepath.Split(d.Dir)
		if filepath.Ext(name) != ".yaml" {
			return nil, "", fmt.Errorf("%s is neither a directory nor a YAML file; name the one that holds the rules", d.Dir)
		}
		return source.File(os.DirFS(filepath.Clean(dir)), name), dir, nil
	}
	return os.DirFS(d.Dir), d.Dir + string(filepath.Separator), nil
}

// uncompiled says why the rules do not compile, as lint would.
func (d rulesDir) uncompiled(prefix string, err error) error {
	var e *source.Error
	if !errors.As(err, &e) {
		return fmt.Errorf("compile the rules: %w", err)
	}
	for i := range e.Problems {
		e.Problems[i].File = prefix + e.Problems[i].File
	}
	return fmt.Errorf("the rules do not compile\n%w", e)
}

type rulesLintCmd struct {
	rulesDir
	baseFlag
	Strict bool `help:"Fail for advice too."`
}

func (cmd *rulesLintCmd) Run(c *console) error {
	fsys, prefix, err := cmd.open()
	if err != nil {
		return err
	}
	base, err := cmd.read()
	if err != nil {
		return err
	}
	var problems, advice []source.Problem
	for _, p := range source.Lint(fsys, base) {
		if p.File != "" {
			p.File = prefix + p.File
		}
		if p.Advice {
			advice = append(advice, p)
			continue
		}
		problems = append(problems, p)
		fmt.Fprintln(c.out, p)
	}
	writeAdvice(c.out, advice)
	switch {
	case len(problems) > 0:
		fmt.Fprintf(c.out, "%s.\n", count(len(problems), "problem", "problems"))
		return exit(exitFound)
	case len(advice) > 0 && cmd.Strict:
		return exit(exitFound)
	}
	fmt.Fprintln(c.out, "Nothing is wrong with the rules.")
	return nil
}

// writeAdvice writes advice by what it says, and for each file the rules and
// lines that are meant.
func writeAdvice(w io.Writer, advice []source.Problem) {
	type place struct{ message, file string }
	var order []place
	meant := map[place][]string{}
	for _, p := range advice {
		at := place{p.Message, p.File}
		if meant[at] == nil {
			order = append(order, at)
		}
		meant[at] = append(meant[at], strings.TrimSpace(fmt.Sprintf("%s line %d", p.Rule, p.Line)))
	}
	slices.SortStableFunc(order, func(a, b place) int { return strings.Compare(a.message, b.message) })
	last := ""
	for _, at := range order {
		if at.message != last {
			last = at.message
			fmt.Fprintf(w, "Advice: %s\n", last)
		}
		fmt.Fprintln(w, wrapped(at.file+": "+strings.Join(meant[at], ", "), "  "))
	}
	if len(advice) > 0 {
		fmt.Fprintln(w)
	}
}

// wrapped breaks a sentence into lines that fit, each after an indent.
func wrapped(s, indent string) string {
	lines := strings.Split(text.WrapSoft(s, 96), "\n")
	for i := range lines {
		lines[i] = indent + strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

type rulesTestCmd struct {
	rulesDir
	baseFlag
	Rule string `help:"Only the examples of this rule." placeholder:"ID"`
}

func (cmd *rulesTestCmd) Run(c *console) error {
	fsys, prefix, err := cmd.open()
	if err != nil {
		return err
	}
	base, err := cmd.read()
	if err != nil {
		return err
	}
	reader, err := explainer(cmd.rulesDir, cmd.baseFlag)
	if err != nil {
		return err
	}
	if cmd.Rule != "" && !slices.Contains(reader.Rules(), cmd.Rule) {
		return fmt.Errorf("there is no rule %s%s", cmd.Rule, source.Meant(cmd.Rule, reader.Rules()))
	}
	tested, err := source.Examples(fsys)
	if err != nil {
		return fmt.Errorf("test the rules: %w", err)
	}
	failures, err := source.Test(fsys, base, openRules)
	if err != nil {
		return fmt.Errorf("test the rules: %w", err)
	}
	if cmd.Rule != "" {
		tested = slices.DeleteFunc(tested, func(x source.Example) bool { return x.Rule != cmd.Rule })
		failures = slices.DeleteFunc(failures, func(f source.Failure) bool { return f.Rule != cmd.Rule })
	}
	rules := map[string]bool{}
	for _, x := range tested {
		rules[x.Rule] = true
	}
	p := printer{colour: c.colour}
	for _, f := range failures {
		should := "should let this pass"
		if f.Flag {
			should = "should flag this"
		}
		fmt.Fprintf(c.out, "%s%s:%d: %s %s:\n  %s\n%s\n\n", prefix, f.File, f.Line, p.styled(styleBold, f.Rule), should, quoted(f.Text),
			wrapped(reader.Why(f.Rule, f.Text, f.Jurisdiction), "  "))
	}
	ran := fmt.Sprintf("%s of %s", count(len(tested), "example", "examples"), count(len(rules), "rule", "rules"))
	if len(failures) > 0 {
		fmt.Fprintf(c.out, "%s: %s.\n", ran, count(len(failures), "fails", "fail"))
		return exit(exitFound)
	}
	fmt.Fprintf(c.out, "%s: all do what they say.\n", ran)
	return nil
}

type rulesBuildCmd struct {
	rulesDir
	baseFlag
	Output string `short:"o" required:"" placeholder:"FILE" help:"Where to write the compiled pack."`
}

func (cmd *rulesBuildCmd) Run(c *console) error {
	fsys, prefix, err := cmd.open()
	if err != nil {
		return err
	}
	base, err := cmd.read()
	if err != nil {
		return err
	}
	pack, info, err := source.CompileOn(fsys, base)
	if err != nil {
		return cmd.uncompiled(prefix, err)
	}
	if err := writeFile(cmd.Output, pack); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%s: %s %s, %s, %d bytes.\n",
		cmd.Output, info.Name, info.Version, count(info.Rules, "rule", "rules"), len(pack))
	return nil
}

type rulesCatalogueCmd struct {
	Output string `short:"o" required:"" placeholder:"FILE" help:"Where to write it, such as rules.json beside the console."`
}

func (cmd *rulesCatalogueCmd) Run(*console) error {
	all, err := catalogue()
	if err != nil {
		return err
	}
	return writeFile(cmd.Output, all)
}

// writeFile writes a whole file or leaves the old one as it was.
func writeFile(name string, b []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+"-*")
	if err != nil {
		return unwritable(name, err)
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	_, err = f.Write(b)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return unwritable(name, err)
	}
	if err := os.Rename(f.Name(), name); err != nil {
		return unwritable(name, err)
	}
	return nil
}

// unwritable says in a sentence why a file could not be written.
func unwritable(name string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no directory %s to write %s in", filepath.Dir(name), filepath.Base(name))
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("this user may not write in %s", filepath.Dir(name))
	}
	return fmt.Errorf("write %s: %s", name, strings.TrimSpace(err.Error()))
}
