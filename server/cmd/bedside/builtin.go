package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"

	"github.com/bedside-md/bedside/core"
	"github.com/bedside-md/bedside/core/pack/rules"
	"github.com/bedside-md/bedside/core/pack/source"
)

// builtInPack returns the built-in rules, compiled. Compiling takes most of a
// second, so the pack is kept in the user's cache for the next run of this very
// binary.
func builtInPack() ([]byte, error) {
	file, key := keptPack()
	if pack, ok := readKept(file, key); ok {
		return pack, nil
	}
	pack, _, err := source.Compile(rules.FS)
	if err != nil {
		return nil, fmt.Errorf("compile the built-in rules: %w", err)
	}
	if file != "" {
		// Without a cache the next run compiles again; that is all.
		_ = writeFile(file, seal(key, pack))
	}
	return pack, nil
}

// keptPack returns where the compiled pack is kept, "" for nowhere, and a key that
// changes with the binary.
func keptPack() (file string, key []byte) {
	dir := cacheDir()
	exe, err := os.Executable()
	if err != nil || dir == "" {
		return "", nil
	}
	info, err := os.Stat(exe)
	if err != nil {
		return "", nil
	}
	h := sha256.New()
	fmt.Fprintln(h, core.Version, info.Size(), info.ModTime().UnixNano())
	return filepath.Join(dir, "base.pack.kept"), h.Sum(nil)
}

// keptHeader is the length in bytes of what goes before a kept pack: the key, and
// the SHA-256 of the pack.
const keptHeader = 2 * sha256.Size

func seal(key, pack []byte) []byte {
	sum := sha256.Sum256(pack)
	b := make([]byte, 0, keptHeader+len(pack))
	b = append(b, key...)
	b = append(b, sum[:]...)
	return append(b, pack...)
}

// readKept returns the pack that was kept under a key, if it is whole.
func readKept(file string, key []byte) (pack []byte, ok bool) {
	if file == "" {
		return nil, false
	}
	b, err := os.ReadFile(file)
	if err != nil || len(b) < keptHeader || !bytes.Equal(b[:sha256.Size], key) {
		return nil, false
	}
	pack = b[keptHeader:]
	sum := sha256.Sum256(pack)
	return pack, bytes.Equal(b[sha256.Size:keptHeader], sum[:])
}

// cacheDir is where this user's machine keeps what can be made again, "" for
// nowhere.
func cacheDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	dir = filepath.Join(dir, "bedside")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return ""
	}
	return dir
}
