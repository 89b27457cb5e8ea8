package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bedside-md/bedside/core/pack/source"
)

type rulesFmtCmd struct {
	Files []string `arg:"" help:"Rule files, or directories of them."`
	Check bool     `short:"d" help:"Change nothing: show what would change, and exit 1 when something would."`
}

func (cmd *rulesFmtCmd) Run(c *console) error {
	files, err := ruleFiles(cmd.Files)
	if err != nil {
		return err
	}
	changed := 0
	for _, name := range files {
		was, err := readFile(name)
		if err != nil {
			return err
		}
		is, err := source.Format(name, was)
		if err != nil {
			return err
		}
		if bytes.Equal(was, is) {
			continue
		}
		changed++
		if cmd.Check {
			fmt.Fprint(c.out, diff(name, string(was), string(is)))
			continue
		}
		if err := writeFile(name, is); err != nil {
			return err
		}
		fmt.Fprintln(c.out, name)
	}
	switch {
	case changed == 0:
		fmt.Fprintf(c.out, "%s: all well laid out.\n", count(len(files), "file", "files"))
	case cmd.Check:
		fmt.Fprintf(c.out, "%d of %s would change; \"bedside rules fmt\" changes them.\n", changed, count(len(files), "file", "files"))
		return exit(exitFound)
	}
	return nil
}

// ruleFiles returns the files named, and those of the directories named.
func ruleFiles(names []string) ([]string, error) {
	var out []string
	for _, name := range names {
		info, err := os.Stat(name)
		if err != nil {
			return nil, unreadable(name, err)
		}
		if !info.IsDir() {
			out = append(out, name)
			continue
		}
		n := len(out)
		for _, pattern := range []string{"*.yaml", "lexicons/*.yaml"} {
			found, err := filepath.Glob(filepath.Join(name, pattern))
			if err != nil {
				return nil, fmt.Errorf("list the rule files of %s: %w", name, err)
			}
			out = append(out, found...)
		}
		if len(out) == n {
			return nil, fmt.Errorf("there is no *.yaml file in %s", name)
		}
	}
	return out, nil
}

// around is how many unchanged lines a diff shows around a change.
const around = 2

// diff returns the changes of a file as a unified diff without line counts.
func diff(name, was, is string) string {
	a, b := strings.Split(strings.TrimSuffix(was, "\n"), "\n"), strings.Split(strings.TrimSuffix(is, "\n"), "\n")
	var lines []string // "  same", "- was", "+ is"
	for len(a) > 0 || len(b) > 0 {
		if len(a) > 0 && len(b) > 0 && a[0] == b[0] {
			lines = append(lines, "  "+a[0])
			a, b = a[1:], b[1:]
			continue
		}
		i, j := resume(a, b)
		for _, l := range a[:i] {
			lines = append(lines, "- "+l)
		}
		for _, l := range b[:j] {
			lines = append(lines, "+ "+l)
		}
		a, b = a[i:], b[j:]
	}
	var out strings.Builder
	fmt.Fprintf(&out, "--- %s\n+++ %s, laid out\n", name, name)
	shown := -1
	for i, l := range lines {
		near := slices.ContainsFunc(lines[max(0, i-around):min(len(lines), i+around+1)], func(l string) bool { return l[0] != ' ' })
		if !near {
			continue
		}
		if i > shown+1 {
			out.WriteString("@@\n")
		}
		shown = i
		out.WriteString(l + "\n")
	}
	return out.String()
}

// resume returns how many lines of a and b to pass over until they agree again,
// as few as can be.
func resume(a, b []string) (i, j int) {
	for sum := 1; sum < len(a)+len(b); sum++ {
		for i := range min(sum, len(a)) + 1 {
			if j := sum - i; j <= len(b) && i < len(a) && j < len(b) && a[i] == b[j] && strings.TrimSpace(a[i]) != "" {
				return i, j
			}
		}
	}
	return len(a), len(b)
}
