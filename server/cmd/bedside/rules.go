package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/bedside-md/bedside/core/pack/rules"
	"github.com/bedside-md/bedside/core/pack/source"
)

type rulesCmd struct {
	Lint  rulesLintCmd  `cmd:"" help:"Say what is wrong with the rules as they are written."`
	Test  rulesTestCmd  `cmd:"" help:"Run the examples of every rule."`
	Build rulesBuildCmd `cmd:"" help:"Compile the rules into a pack."`
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

type rulesLintCmd struct {
	rulesDir
	baseFlag
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
	problems := source.Lint(fsys, base)
	faults := 0
	for _, p := range problems {
		if !p.Advice {
			faults++
			fmt.Fprintln(c.out, describe(prefix, p))
		}
	}
	if faults > 0 {
		fmt.Fprintf(c.out, "%s.\n", count(faults, "problem", "problems"))
		return exit(exitFound)
	}
	fmt.Fprintln(c.out, "The rules are well written.")
	return nil
}

// describe returns a problem as one line, with as much of its place as is known.
func describe(prefix string, p source.Problem) string {
	var b strings.Builder
	if p.File != "" {
		b.WriteString(prefix + p.File)
		if p.Line > 0 {
			fmt.Fprintf(&b, ":%d:%d", p.Line, p.Column)
		}
		b.WriteString(": ")
	}
	if p.Rule != "" {
		b.WriteString(p.Rule + ": ")
	}
	b.WriteString(p.Message)
	return b.String()
}

type rulesTestCmd struct {
	rulesDir
	baseFlag
}

func (cmd *rulesTestCmd) Run(c *console) error {
	fsys, _, err := cmd.open()
	if err != nil {
		return err
	}
	base, err := cmd.read()
	if err != nil {
		return err
	}
	failures, err := source.Test(fsys, base, openRules)
	if err != nil {
		return fmt.Errorf("test the rules: %w", err)
	}
	for _, f := range failures {
		fmt.Fprintf(c.out, "%s: %q\n  want %s, got %s\n", f.Rule, f.Example, f.Want, f.Got)
	}
	if len(failures) > 0 {
		fmt.Fprintf(c.out, "%s.\n", count(len(failures), "example fails", "examples fail"))
		return exit(exitFound)
	}
	fmt.Fprintln(c.out, "Every example does what it says.")
	return nil
}

type rulesBuildCmd struct {
	rulesDir
	baseFlag
	Output string `short:"o" required:"" placeholder:"FILE" help:"Where to write the compiled pack."`
}

func (cmd *rulesBuildCmd) Run(c *console) error {
	fsys, _, err := cmd.open()
	if err != nil {
		return err
	}
	base, err := cmd.read()
	if err != nil {
		return err
	}
	pack, info, err := source.CompileOn(fsys, base)
	if err != nil {
		return fmt.Errorf("compile the rules: %w", err)
	}
	if err := writeFile(cmd.Output, pack); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%s: %s %s, %s, %d bytes.\n",
		cmd.Output, info.Name, info.Version, count(info.Rules, "rule", "rules"), len(pack))
	return nil
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
