package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"github.com/bedside-md/bedside/server/release"
)

// passphraseFlags say where the passphrase of a key comes from. It is never an
// argument, which other users of the machine could read.
type passphraseFlags struct {
	PassphraseFile string `placeholder:"FILE" help:"Read the passphrase from the first line of this file; - is standard input. Without it, BEDSIDE_PASSPHRASE counts, and else you are asked."`
	PassphraseFd   int    `name:"passphrase-fd" placeholder:"N" help:"Read it from this open file descriptor, as password managers offer."`
}

// read returns the passphrase; new asks for it twice.
func (f passphraseFlags) read(c *console, prompt string, isNew bool) (string, error) {
	switch {
	case f.PassphraseFile == "-":
		return firstLine(c.in, "standard input")
	case f.PassphraseFile != "":
		file, err := os.Open(f.PassphraseFile)
		if err != nil {
			return "", unreadable(f.PassphraseFile, err)
		}
		defer file.Close()
		return firstLine(file, f.PassphraseFile)
	case f.PassphraseFd > 0:
		name := fmt.Sprintf("file descriptor %d", f.PassphraseFd)
		file := os.NewFile(uintptr(f.PassphraseFd), name)
		if file == nil {
			return "", fmt.Errorf("there is no %s", name)
		}
		defer file.Close()
		return firstLine(file, name)
	case os.Getenv("BEDSIDE_PASSPHRASE") != "":
		return os.Getenv("BEDSIDE_PASSPHRASE"), nil
	}
	secret, err := ask(c, prompt)
	if err != nil || !isNew {
		return secret, err
	}
	again, err := ask(c, "Once more: ")
	if err == nil && again != secret {
		err = errors.New("the two passphrases differ; nothing was written")
	}
	return secret, err
}

func firstLine(r io.Reader, name string) (string, error) {
	line, err := bufio.NewReader(io.LimitReader(r, 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read the passphrase from %s: %w", name, err)
	}
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", fmt.Errorf("the first line of %s is empty, where the passphrase should be", name)
	}
	return line, nil
}

// ask asks the person at the terminal, who does not see what is typed.
func ask(c *console, prompt string) (string, error) {
	tty, close, err := terminal()
	if err != nil {
		return "", err
	}
	defer close()
	fmt.Fprint(c.err, prompt)
	b, err := term.ReadPassword(int(tty.Fd()))
	fmt.Fprintln(c.err)
	if err != nil {
		return "", fmt.Errorf("read the passphrase: %w", err)
	}
	return string(b), nil
}

// terminal returns where somebody can type.
func terminal() (tty *os.File, close func(), err error) {
	if term.IsTerminal(int(os.Stdin.Fd())) {
		return os.Stdin, func() {}, nil
	}
	if tty, err = os.OpenFile("/dev/tty", os.O_RDWR, 0); err == nil {
		return tty, func() { tty.Close() }, nil
	}
	return nil, nil, errors.New("there is no terminal to ask for the passphrase; give it with --passphrase-file, --passphrase-fd or BEDSIDE_PASSPHRASE")
}

// signerFlags say which key signs.
type signerFlags struct {
	Key      string `short:"k" xor:"key" placeholder:"NAME" help:"The key to sign with: a name in --keys, or a file; - is standard input."`
	SSHAgent string `name:"ssh-agent" xor:"key" placeholder:"NAME" help:"Sign with this Ed25519 key of the ssh-agent: its comment, or the beginning of its ID."`
	keyDirFlag
	passphraseFlags
}

// open returns the signer, and what to call when it has signed.
func (f signerFlags) open(c *console) (*release.Signer, func(), error) {
	switch {
	case f.SSHAgent != "":
		agent, err := release.OpenAgent()
		if err != nil {
			return nil, nil, err
		}
		signer, err := agent.Signer(f.SSHAgent)
		if err != nil {
			agent.Close()
			return nil, nil, err
		}
		return signer, func() { agent.Close() }, nil
	case f.Key == "":
		return nil, nil, errors.New("with which key? Name one with --key or --ssh-agent; \"bedside keys list\" shows yours")
	}
	file, shown, err := f.file(c, f.Key, ".key")
	if err != nil {
		return nil, nil, err
	}
	signer, err := release.OpenKey(file, func(k release.PublicKey) (string, error) {
		return f.read(c, fmt.Sprintf("Passphrase of %s: ", k.Name), false)
	})
	if errors.Is(err, release.ErrPassphrase) {
		return nil, nil, fmt.Errorf("this is not the passphrase of %s; try again. Nothing was signed. If it is lost, have somebody else revoke the key with \"bedside release rotate\"", shown)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", shown, err)
	}
	return signer, func() {}, nil
}
