// Package main is the bedside command: it checks drafts, scores itself against
// labelled posts, works on rule packs and serves them. It holds no judgement of
// its own; everything said about a draft comes from core.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/alecthomas/kong"

	"github.com/bedside-md/bedside/core"
	"github.com/bedside-md/bedside/server/release"
)

// Exit codes of every command.
const (
	exitFound   = 1 // the work was done, and it found what it looks for
	exitTrouble = 2 // wrong usage, or something could not be read, used or written
)

// exit ends a command with a code after it has said all there is to say.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// console is where a command reads and writes.
type console struct {
	in       io.Reader
	out, err io.Writer
	colour   bool // out is a terminal that shows colours
}

// complain writes one sentence to standard error.
func (c *console) complain(format string, args ...any) {
	fmt.Fprintf(c.err, "bedside: "+format+"\n", args...)
}

// commands is the command line, as kong reads it.
type commands struct {
	Check   checkCmd   `cmd:"" help:"Read drafts and say what may need care before posting."`
	Eval    evalCmd    `cmd:"" help:"Score the reports on labelled posts against their labels."`
	Train   trainCmd   `cmd:"" help:"Fit the model of a rule pack to labelled posts."`
	Serve   serveCmd   `cmd:"" help:"Serve the playground and signed rules, and take publications."`
	Rules   rulesCmd   `cmd:"" help:"Lint, test, explain, lay out and build rules."`
	Keys    keysCmd    `cmd:"" help:"Make, list and hand out the keys that sign releases."`
	Release releaseCmd `cmd:"" help:"Review, sign and publish rules, several people together."`
	Audit   auditCmd   `cmd:"" help:"Read and check the log of what a server published."`
	Version versionCmd `cmd:"" help:"Print the version."`
}

type versionCmd struct{}

func (versionCmd) Run(c *console) error {
	_, err := fmt.Fprintf(c.out, "bedside %s\n", core.Version)
	return err
}

func main() {
	os.Exit(run(os.Args[1:], &console{
		in:     os.Stdin,
		out:    os.Stdout,
		err:    os.Stderr,
		colour: isTerminal(os.Stdout) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb",
	}))
}

// run executes one command line and returns the exit code.
func run(args []string, c *console) int {
	parser, err := kong.New(&commands{},
		kong.Name("bedside"),
		kong.Description("Reads a draft post the way a careful colleague would. Nothing you give it leaves this machine."),
		kong.Writers(c.out, c.err),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Vars{
			"maxFalseAlarms": fmt.Sprint(release.DefaultLimits.FalseAlarms),
			"maxSlower":      fmt.Sprint(release.DefaultLimits.Slower),
			"maxLarger":      fmt.Sprint(release.DefaultLimits.Larger),
		},
		kong.Bind(c),
		kong.BindTo(context.Background(), (*context.Context)(nil)),
	)
	if err != nil {
		c.complain("build the command line: %v", err)
		return exitTrouble
	}
	command, err := parser.Parse(args)
	if err != nil {
		c.complain("%v. Run \"bedside --help\" to see what there is.", err)
		return exitTrouble
	}
	err = command.Run()
	var code exit
	switch {
	case err == nil:
		return 0
	case errors.As(err, &code):
		return int(code)
	}
	c.complain("%v", err)
	return exitTrouble
}

// isTerminal reports whether f is a terminal rather than a file or a pipe.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
