package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/bedside-md/bedside/core/tuf"
	"github.com/bedside-md/bedside/server/release"
)

type releaseCmd struct {
	Init     releaseInitCmd     `cmd:"" help:"Begin a repository: say who holds which key."`
	New      releaseNewCmd      `cmd:"" help:"Put the next release together: packs, roll-outs, switches, rollbacks."`
	Rotate   releaseRotateCmd   `cmd:"" help:"Change who signs: add keys, revoke keys, ask for more or fewer signatures."`
	Delegate releaseDelegateCmd `cmd:"" help:"Let an organisation sign its own packs, or not any more."`
	Show     releaseShowCmd     `cmd:"" help:"Say what a release file would change, and whose signatures it lacks."`
	Diff     releaseDiffCmd     `cmd:"" help:"Compare its packs with the published ones: rules, and what would newly be flagged or fall silent."`
	Check    releaseCheckCmd    `cmd:"" help:"Refuse a release whose rules fail, cry wolf, slow reading down or grow too large."`
	Sign     releaseSignCmd     `cmd:"" help:"Add your signature to a release file."`
	Submit   releaseSubmitCmd   `cmd:"" help:"Publish a release that carries all its signatures."`
	Status   releaseStatusCmd   `cmd:"" help:"Say what a server publishes: packs, channels, roll-outs, keys and when they run out."`
	Take     releaseTakeCmd     `cmd:"" help:"Take the packs as a colleague's browser would, and verify them alike."`
	Policy   releasePolicyCmd   `cmd:"" help:"Print the browser policy that points an organisation's browsers to this server."`
}

// repositoryFlags say which server, and what is trusted of it.
type repositoryFlags struct {
	Server string `env:"BEDSIDE_SERVER" default:"http://localhost:8787" placeholder:"URL" help:"The update server. (default: ${default})"`
	Root   string `env:"BEDSIDE_ROOT" placeholder:"FILE" help:"The trusted root of the server. Without one, the root seen first is trusted, and kept."`
}

// client fetches; a server that does not answer must not hang an admin.
var client = &http.Client{Timeout: 2 * time.Minute}

func (f repositoryFlags) url() (string, error) {
	u, err := url.Parse(f.Server)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", fmt.Errorf("%q is no address of a server; --server takes one like https://rules.example.org", f.Server)
	}
	return strings.TrimSuffix(strings.TrimSuffix(f.Server, "/"), "/tuf"), nil
}

// published fetches and verifies what the server publishes.
func (f repositoryFlags) published(ctx context.Context, c *console) (*release.Repository, error) {
	base, err := f.url()
	if err != nil {
		return nil, err
	}
	root, err := f.trusted(ctx, c, base)
	if err != nil {
		return nil, err
	}
	r, err := release.Published(ctx, client, base, root)
	return r, unreachable(base, err)
}

// unreachable says in a sentence that a server does not answer.
func unreachable(base string, err error) error {
	var dial *url.Error
	if errors.As(err, &dial) {
		return fmt.Errorf("%s does not answer (%v); check --server, and that the server runs", base, dial.Err)
	}
	return err
}

// trusted returns the root to trust: the one named, the one kept from the first
// time, or the server's first, which is kept from now on.
func (f repositoryFlags) trusted(ctx context.Context, c *console, base string) ([]byte, error) {
	if f.Root != "" {
		return readFile(f.Root)
	}
	kept, err := keptRoot(base)
	if err != nil {
		return nil, err
	}
	if root, err := os.ReadFile(kept); err == nil {
		return root, nil
	}
	root, err := release.FetchRoot(ctx, client, base)
	if err != nil {
		return nil, unreachable(base, err)
	}
	if err := keepRoot(kept, root); err != nil {
		return nil, err
	}
	c.complain("trusting %s from now on, by its first root (SHA-256 %s…). Ask a colleague whether theirs is the same; it is kept in %s.", base, release.Fingerprint(root), kept)
	return root, nil
}

func keepRoot(file string, root []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return unwritable(file, err)
	}
	return writeFile(file, root)
}

var notInFile = regexp.MustCompile(`[^A-Za-z0-9.-]+`)

// keptRoot is where the trusted root of a server is kept.
func keptRoot(base string) (string, error) {
	dir, err := configDir()
	return filepath.Join(dir, "roots", notInFile.ReplaceAllString(base, "_")+".json"), err
}

// outputFlag is where a release file is written.
type outputFlag struct {
	Output string `short:"o" default:"next.release" placeholder:"FILE" help:"Where to write the release file. (default: ${default})"`
}

// write writes a release file and says what comes next.
func (f outputFlag) write(c *console, r *release.File) error {
	if err := writeRelease(f.Output, r); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%s:\n", f.Output)
	for _, what := range r.What {
		fmt.Fprintln(c.out, wrapped("- "+what, "  "))
	}
	duties, err := r.Duties()
	if err != nil {
		return err
	}
	fmt.Fprintln(c.out, wrapped(whatNext(f.Output, duties), ""))
	if len(r.Packs) > 0 {
		fmt.Fprintln(c.out, wrapped(fmt.Sprintf("\"bedside release diff %[1]s\" shows what it changes, \"bedside release check %[1]s\" whether it may go out.", f.Output), ""))
	}
	return nil
}

func writeRelease(name string, r *release.File) error {
	b, err := r.Bytes()
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return writeFile(name, b)
}

func readRelease(name string) (*release.File, error) {
	b, err := readFile(name)
	if err != nil {
		return nil, err
	}
	f, err := release.ReadFile(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return f, nil
}

// fileArg is a release file to work on.
type fileArg struct {
	File string `arg:"" optional:"" default:"next.release" help:"The release file. (default: ${default})"`
}

type releaseTakeCmd struct {
	repositoryFlags
	Packs   []string `arg:"" optional:"" help:"Packs to take, such as base. (default: all of the channel)"`
	Channel string   `default:"stable" placeholder:"NAME" help:"The channel: stable, beta or org/NAME. (default: ${default})"`
	Random  string   `placeholder:"TEXT" help:"The client's random number, to see who is in a roll-out; without one every roll-out is taken."`
	Version string   `placeholder:"N.N.N" help:"The client's version, for packs that ask for a minimum."`
	Output  string   `short:"o" default:"." placeholder:"DIR" help:"Where to write the packs. (default: here)"`
}

func (cmd *releaseTakeCmd) Run(ctx context.Context, c *console) error {
	if err := release.CheckChannel(cmd.Channel); err != nil {
		return err
	}
	base, err := cmd.url()
	if err != nil {
		return err
	}
	root, err := cmd.trusted(ctx, c, base)
	if err != nil {
		return err
	}
	names := cmd.Packs
	if len(names) == 0 {
		r, err := release.Published(ctx, client, base, root)
		if err != nil {
			return unreachable(base, err)
		}
		if names, err = r.PacksIn(cmd.Channel); err != nil {
			return err
		}
	}
	for _, name := range names {
		target := strings.TrimSuffix(name, ".pack") + ".pack"
		result, pack, err := release.Take(ctx, client, base, root, target, tuf.Local{Channel: cmd.Channel, Random: cmd.Random, Version: cmd.Version}, time.Now())
		if err != nil {
			return fmt.Errorf("take %s: %w", target, unreachable(base, err))
		}
		if result.None != "" {
			fmt.Fprintf(c.out, "%s: this client takes none (%s%s).\n", target, result.None, parenthesis(result.Reason))
		} else {
			if err := os.MkdirAll(cmd.Output, 0o755); err != nil {
				return unwritable(cmd.Output, err)
			}
			file := filepath.Join(cmd.Output, target)
			if err := writeFile(file, pack); err != nil {
				return err
			}
			fmt.Fprintf(c.out, "%s: verified, %d bytes, offered as %s until %s.\n", file, len(pack), result.From, time.Unix(result.Expires, 0).UTC().Format(time.DateOnly))
		}
		if len(result.Off) > 0 {
			fmt.Fprintf(c.out, "  switched off: %s\n", strings.Join(result.Off, ", "))
		}
	}
	return nil
}

func parenthesis(reason string) string {
	if reason == "" {
		return ""
	}
	return ": " + reason
}
