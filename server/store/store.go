// Package store keeps the files of an update repository under keys, natively in a
// directory and on Cloudflare Workers in an R2 bucket. It knows nothing of what is
// in them, and must not lose, mix or half-write one: an object is created once, or
// swapped whole for another that was read before.
package store

import (
	"context"
	"errors"
	"os"
	"time"
)

// The errors that callers tell apart with errors.Is.
var (
	ErrNotFound = errors.New("there is no such object")
	ErrExists   = errors.New("the object is there already")
	ErrConflict = errors.New("the object was changed by somebody else")
	ErrKey      = errors.New("this is not a key")
	ErrInUse    = errors.New("another process is using the directory")
)

// ETag names one content of an object. It is the store's own: never compare
// those of two stores, nor send one to a client.
type ETag string

// Object is a stored object as it was read.
type Object struct {
	Body     []byte // the caller's to keep, not to change
	ETag     ETag
	Modified time.Time // when it was last written
}

// Store keeps objects under keys. A write is seen by every later read, wherever
// the reader runs. All methods may be called concurrently.
//
// A key is one or more segments joined by "/"; a segment is made of ASCII letters,
// digits, ".", "_" and "-", and begins with a letter or a digit. Anything else is
// ErrKey. Keys must not differ in case alone: some file systems take them for one.
type Store interface {
	// Get returns an object, or ErrNotFound.
	Get(ctx context.Context, key string) (Object, error)

	// Create stores a new object. When there is one already it changes nothing
	// and returns ErrExists.
	Create(ctx context.Context, key string, body []byte) error

	// Swap replaces the object whose ETag is old, and returns the new one's. With
	// old "" there must be none. Otherwise it changes nothing and returns
	// ErrConflict.
	Swap(ctx context.Context, key string, old ETag, body []byte) (ETag, error)

	// List returns the keys that begin with prefix, sorted. The prefix is "" or
	// ends with "/".
	List(ctx context.Context, prefix string) ([]string, error)
}

// Opener is implemented by stores whose objects are files: what is sent from one need
// not pass through this process.
type Opener interface {
	// Open returns the file of an object, or ErrNotFound. The caller closes it.
	Open(key string) (*os.File, error)
}

// Exclusive is implemented by stores that no other process can write to while
// they are open.
type Exclusive interface{ Exclusive() }

// maxKey is the longest key, in bytes: short enough for every file system and R2.
const maxKey = 400

// maxSegment leaves room for the names of temporary files.
const maxSegment = 200

// checkKey returns ErrKey for what is not a key.
func checkKey(key string) error {
	if len(key) > maxKey {
		return ErrKey
	}
	start := 0
	for i := 0; i <= len(key); i++ {
		if i < len(key) && key[i] != '/' {
			if !keyByte(key[i], i == start) {
				return ErrKey
			}
			continue
		}
		if n := i - start; n == 0 || n > maxSegment {
			return ErrKey
		}
		start = i + 1
	}
	return nil
}

// checkPrefix returns ErrKey for what is not the beginning of keys.
func checkPrefix(prefix string) error {
	if prefix == "" {
		return nil
	}
	if prefix[len(prefix)-1] != '/' {
		return ErrKey
	}
	return checkKey(prefix[:len(prefix)-1])
}

func keyByte(c byte, first bool) bool {
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		return true
	case c == '.', c == '_', c == '-':
		return !first
	}
	return false
}
