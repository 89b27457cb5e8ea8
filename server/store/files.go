//go:build !js

package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
)

// Files keeps each object in a file below one directory, which it holds a lock on.
// Every write goes to a temporary file first, which is synced, given its name in
// one step and synced again with its directory: after a crash an object is the old
// one or the new one, whole.
type Files struct {
	root *os.Root
	lock *os.File
	mu   sync.Mutex // held by writers
}

const (
	lockName   = ".lock"
	tempPrefix = ".new-" // no key begins with a dot
)

// OpenFiles opens the store in dir and makes the directory if need be. It returns
// ErrInUse while another store has it open, in this process or another.
func OpenFiles(dir string) (*Files, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the directory: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the directory: %w", err)
	}
	lock, err := acquire(dir)
	if err != nil {
		root.Close()
		return nil, fmt.Errorf("lock the directory: %w", err)
	}
	f := &Files{root: root, lock: lock}
	if err := f.sweep(); err != nil {
		f.Close()
		return nil, fmt.Errorf("clear what an earlier crash left: %w", err)
	}
	return f, nil
}

// Close lets another process open the directory.
func (f *Files) Close() error {
	return errors.Join(f.root.Close(), f.lock.Close())
}

// Exclusive marks that the lock keeps other processes out.
func (f *Files) Exclusive() {}

// Get implements Store. An object's ETag is the SHA-256 of its content.
func (f *Files) Get(_ context.Context, key string) (Object, error) {
	if err := checkKey(key); err != nil {
		return Object{}, fmt.Errorf("read %q: %w", key, err)
	}
	return f.read(key)
}

// Open implements Opener.
func (f *Files) Open(key string) (*os.File, error) {
	if err := checkKey(key); err != nil {
		return nil, fmt.Errorf("open %q: %w", key, err)
	}
	file, err := f.root.Open(key)
	if errors.Is(err, fs.ErrNotExist) {
		err = ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", key, err)
	}
	return file, nil
}

func (f *Files) read(key string) (Object, error) {
	file, err := f.root.Open(key)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
			err = ErrNotFound
		}
		return Object{}, fmt.Errorf("read %s: %w", key, err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = ErrNotFound
	}
	if err != nil {
		return Object{}, fmt.Errorf("read %s: %w", key, err)
	}
	body := make([]byte, info.Size())
	if _, err := file.ReadAt(body, 0); err != nil && len(body) > 0 {
		return Object{}, fmt.Errorf("read %s: %w", key, err)
	}
	return Object{Body: body, ETag: etagOf(body), Modified: info.ModTime()}, nil
}

// Create implements Store.
func (f *Files) Create(_ context.Context, key string, body []byte) error {
	if err := checkKey(key); err != nil {
		return fmt.Errorf("create %q: %w", key, err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.create(key, body); err != nil {
		return fmt.Errorf("create %s: %w", key, err)
	}
	return nil
}

// create links the new file to its name, which the file system refuses when the
// name is taken.
func (f *Files) create(key string, body []byte) error {
	if _, err := f.root.Lstat(key); err == nil {
		return ErrExists
	}
	temp, err := f.writeTemp(key, body)
	if err != nil {
		return err
	}
	defer f.root.Remove(temp)
	if err := f.root.Link(temp, key); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return ErrExists
		}
		return err
	}
	return f.syncDir(path.Dir(key))
}

// Swap implements Store.
func (f *Files) Swap(_ context.Context, key string, old ETag, body []byte) (ETag, error) {
	if err := checkKey(key); err != nil {
		return "", fmt.Errorf("replace %q: %w", key, err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.swap(key, old, body); err != nil {
		return "", fmt.Errorf("replace %s: %w", key, err)
	}
	return etagOf(body), nil
}

func (f *Files) swap(key string, old ETag, body []byte) error {
	current, err := f.read(key)
	switch {
	case errors.Is(err, ErrNotFound):
		if old != "" {
			return ErrConflict
		}
		err := f.create(key, body)
		if errors.Is(err, ErrExists) {
			return ErrConflict
		}
		return err
	case err != nil:
		return err
	case current.ETag != old:
		return ErrConflict
	}
	temp, err := f.writeTemp(key, body)
	if err != nil {
		return err
	}
	if err := f.root.Rename(temp, key); err != nil {
		f.root.Remove(temp)
		return err
	}
	return f.syncDir(path.Dir(key))
}

// List implements Store.
func (f *Files) List(_ context.Context, prefix string) ([]string, error) {
	if err := checkPrefix(prefix); err != nil {
		return nil, fmt.Errorf("list %q: %w", prefix, err)
	}
	var keys []string
	err := f.walk(strings.TrimSuffix(prefix, "/"), func(name string) error {
		if checkKey(name) == nil {
			keys = append(keys, name)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list %q: %w", prefix, err)
	}
	slices.Sort(keys)
	return keys, nil
}

// walk calls visit with every file below dir, which need not exist.
func (f *Files) walk(dir string, visit func(name string) error) error {
	if dir == "" {
		dir = "."
	}
	return fs.WalkDir(f.root.FS(), dir, func(name string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		return visit(name)
	})
}

// sweep removes temporary files that a crash left, so that they do not add up.
func (f *Files) sweep() error {
	return f.walk("", func(name string) error {
		if strings.HasPrefix(path.Base(name), tempPrefix) {
			return f.root.Remove(name)
		}
		return nil
	})
}

// writeTemp writes a synced temporary file beside key and returns its name.
func (f *Files) writeTemp(key string, body []byte) (name string, err error) {
	dir := path.Dir(key)
	if err := f.makeDir(dir); err != nil {
		return "", err
	}
	name = path.Join(dir, tempPrefix+strconv.FormatUint(rand.Uint64(), 36))
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", err
	}
	_, err = file.Write(body)
	if err == nil {
		err = file.Sync()
	}
	if err := errors.Join(err, file.Close()); err != nil {
		f.root.Remove(name)
		return "", err
	}
	return name, nil
}

// makeDir makes a directory and its parents, durably.
func (f *Files) makeDir(dir string) error {
	if dir == "." {
		return nil
	}
	err := f.root.Mkdir(dir, 0o700)
	if errors.Is(err, fs.ErrNotExist) {
		if err := f.makeDir(path.Dir(dir)); err != nil {
			return err
		}
		err = f.root.Mkdir(dir, 0o700)
	}
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.syncDir(path.Dir(dir))
}

func etagOf(body []byte) ETag {
	sum := sha256.Sum256(body)
	return ETag(hex.EncodeToString(sum[:]))
}
