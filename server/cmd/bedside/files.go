package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// maxDraft is the longest draft, and the longest line of JSON, in bytes.
const maxDraft = 16 << 20

// stdinName stands for standard input where a file name is shown.
const stdinName = "<stdin>"

// openInput opens a file to read; "-" is standard input.
func openInput(name string, stdin io.Reader) (in io.ReadCloser, shown string, err error) {
	if name == "-" {
		return io.NopCloser(stdin), stdinName, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, name, unreadable(name, err)
	}
	return f, name, nil
}

// readFile reads a whole file, or says in a sentence why it cannot.
func readFile(name string) ([]byte, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, unreadable(name, err)
	}
	return b, nil
}

// unreadable says in a sentence why a file could not be read.
func unreadable(name string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no file %s", name)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("this user may not read %s", name)
	case errors.Is(err, syscall.EISDIR):
		return fmt.Errorf("%s is a directory; name the files in it", name)
	}
	return fmt.Errorf("read %s: %w", name, err)
}
