package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/bedside-md/bedside/server/release"
)

type keysCmd struct {
	New    keysNewCmd    `cmd:"" help:"Make a key: yours, sealed with a passphrase, or a server's."`
	List   keysListCmd   `cmd:"" help:"List the keys of this machine."`
	Show   keysShowCmd   `cmd:"" help:"Say what a key file holds."`
	Export keysExportCmd `cmd:"" help:"Write the public half, to hand to whoever names it in a root."`
}

// keyDirFlag is where this user's keys are kept.
type keyDirFlag struct {
	Keys string `placeholder:"DIR" env:"BEDSIDE_KEYS" help:"Where your keys are. (default: bedside/keys in this user's configuration directory)"`
}

// dir returns the directory.
func (f keyDirFlag) dir() (string, error) {
	if f.Keys != "" {
		return f.Keys, nil
	}
	dir, err := configDir()
	return filepath.Join(dir, "keys"), err
}

// configDir is where what an admin has chosen is kept.
func configDir() (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", errors.New("there is no home directory to keep keys in; name a directory with --keys")
	}
	return filepath.Join(dir, "bedside"), nil
}

// file reads a key file: "-" is standard input, and a name without a slash may be
// that of a key in the directory. Of its two files the one with suffix is preferred.
func (f keyDirFlag) file(c *console, which, suffix string) (body []byte, shown string, err error) {
	if which == "-" {
		body, err = io.ReadAll(io.LimitReader(c.in, 1<<20))
		return body, stdinName, err
	}
	dir, err := f.dir()
	if err != nil {
		return nil, which, err
	}
	candidates := []string{which}
	if filepath.Base(which) == which {
		for _, s := range []string{suffix, ".key", ".pub"} {
			candidates = append(candidates, filepath.Join(dir, which+s))
		}
	}
	for _, name := range candidates {
		body, err = os.ReadFile(name)
		if info, statErr := os.Stat(name); err == nil || statErr == nil && !info.IsDir() {
			break
		}
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, which, fmt.Errorf("there is no key %s, here or in %s; \"bedside keys list\" shows yours, and \"bedside keys new\" makes one", which, dir)
	case err != nil:
		return nil, which, unreadable(which, err)
	}
	return body, which, nil
}

// public reads the public key of a key file.
func (f keyDirFlag) public(c *console, which string) (release.PublicKey, error) {
	body, shown, err := f.file(c, which, ".pub")
	if err != nil {
		return release.PublicKey{}, err
	}
	if _, err := release.ReadServerKey("server", body); err == nil {
		return release.PublicKey{}, fmt.Errorf("%s is a server's key, which lies unsealed and signs timestamps alone; \"bedside keys new NAME\" makes one for an admin", shown)
	}
	k, err := release.ReadPublicKey(body)
	if err != nil {
		return k, fmt.Errorf("%s: %w", shown, err)
	}
	return k, nil
}

// server reads the public key of a key file like public, also that of a server's key.
func (f keyDirFlag) server(c *console, which string) (release.PublicKey, error) {
	body, shown, err := f.file(c, which, ".pub")
	if err != nil {
		return release.PublicKey{}, err
	}
	name := "server"
	if shown != stdinName {
		name = strings.TrimSuffix(filepath.Base(shown), ".key")
	}
	if k, err := release.ReadServerKey(name, body); err == nil {
		return k, nil
	}
	return f.public(c, which)
}

type keysNewCmd struct {
	Name   string `arg:"" help:"What the key is called, such as alice: it tells people whose it is."`
	Server bool   `help:"Make a server's timestamp key, which lies unsealed so that the server can start by itself. It can sign no rules."`
	keyDirFlag
	passphraseFlags
}

func (cmd *keysNewCmd) Run(c *console) error {
	dir, err := cmd.dir()
	if err != nil {
		return err
	}
	private, public := filepath.Join(dir, cmd.Name+".key"), filepath.Join(dir, cmd.Name+".pub")
	for _, name := range []string{private, public} {
		if _, err := os.Stat(name); err == nil {
			return fmt.Errorf("there is a key %s already (%s); choose another name", cmd.Name, name)
		}
	}
	var key release.PublicKey
	var file []byte
	if cmd.Server {
		key, file, err = release.NewServerKey(cmd.Name)
	} else {
		var secret string
		if secret, err = cmd.read(c, fmt.Sprintf("A passphrase for %s, of %d characters or more: ", cmd.Name, release.MinPassphrase), true); err == nil {
			key, file, err = release.NewKey(cmd.Name, secret)
		}
	}
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return unwritable(private, err)
	}
	if err := writeNew(private, file, 0o600); err != nil {
		return err
	}
	if err := writeNew(public, key.PublicFile(), 0o644); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "Made the key %s.\n\n  %s\n", key, private)
	if cmd.Server {
		fmt.Fprintf(c.out, "      for the server alone: bedside serve --timestamp-key %s\n", private)
	} else {
		fmt.Fprintln(c.out, "      sealed with your passphrase. Keep a copy off this machine: nobody can make it anew.")
	}
	fmt.Fprintf(c.out, "  %s\n      the public half, for whoever names it in a root or a delegation\n", public)
	return nil
}

// writeNew writes a file that must not be there yet.
func writeNew(name string, body []byte, mode fs.FileMode) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already; nothing was changed: %w", name, fs.ErrExist)
	}
	if err != nil {
		return unwritable(name, err)
	}
	_, err = f.Write(body)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return unwritable(name, err)
	}
	return nil
}

type keysListCmd struct {
	SSHAgent bool `name:"ssh-agent" help:"List the Ed25519 keys of the ssh-agent instead."`
	keyDirFlag
}

func (cmd *keysListCmd) Run(c *console) error {
	if cmd.SSHAgent {
		return cmd.agent(c)
	}
	dir, err := cmd.dir()
	if err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.pub"))
	if err != nil {
		return fmt.Errorf("list the keys in %s: %w", dir, err)
	}
	if len(files) == 0 {
		fmt.Fprintf(c.out, "There are no keys in %s. \"bedside keys new NAME\" makes one.\n", dir)
		return nil
	}
	t := newList("key", "ID", "can sign")
	for _, file := range files {
		k, err := cmd.public(c, file)
		if err != nil {
			return err
		}
		can := "no: public half only"
		if private, err := os.ReadFile(file[:len(file)-len(".pub")] + ".key"); err == nil {
			can = "yes, with its passphrase"
			if _, err := release.ReadPublicKey(private); err != nil {
				can = "timestamps, for a server"
			}
		}
		t.AppendRow(table.Row{k.Name, k.Short(), can})
	}
	fmt.Fprintf(c.out, "%s\n\nin %s\n", t.Render(), dir)
	return nil
}

func (cmd *keysListCmd) agent(c *console) error {
	agent, err := release.OpenAgent()
	if err != nil {
		return err
	}
	defer agent.Close()
	keys, err := agent.Keys()
	if err != nil {
		return err
	}
	if len(keys) == 0 {
		fmt.Fprintln(c.out, "The ssh-agent holds no Ed25519 key. Make one with \"ssh-keygen -t ed25519\" and add it with ssh-add.")
		return nil
	}
	slices.SortFunc(keys, func(a, b release.PublicKey) int { return cmp.Compare(a.Name, b.Name) })
	t := newList("key", "ID")
	for _, k := range keys {
		t.AppendRow(table.Row{k.Name, k.Short()})
	}
	fmt.Fprintln(c.out, t.Render())
	return nil
}

type keysShowCmd struct {
	Key string `arg:"" help:"A key's name in --keys, or its file."`
	keyDirFlag
}

func (cmd *keysShowCmd) Run(c *console) error {
	k, err := cmd.server(c, cmd.Key)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.out, "Name    %s\nID      %s\nPublic  %s (Ed25519)\n", k.Name, k.ID, k.Hex())
	return err
}

type keysExportCmd struct {
	Key      string `arg:"" help:"A key's name in --keys, or its file; with --ssh-agent, its comment."`
	SSHAgent bool   `name:"ssh-agent" help:"Export a key of the ssh-agent."`
	Output   string `short:"o" placeholder:"FILE" help:"Where to write it. (default: NAME.pub)"`
	keyDirFlag
}

func (cmd *keysExportCmd) Run(c *console) error {
	var k release.PublicKey
	if cmd.SSHAgent {
		agent, err := release.OpenAgent()
		if err != nil {
			return err
		}
		defer agent.Close()
		s, err := agent.Signer(cmd.Key)
		if err != nil {
			return err
		}
		k = s.PublicKey
	} else {
		var err error
		if k, err = cmd.server(c, cmd.Key); err != nil {
			return err
		}
	}
	name := cmp.Or(cmd.Output, k.Name+".pub")
	if err := writeFile(name, k.PublicFile()); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%s: the public half of %s.\n", name, k)
	return nil
}
