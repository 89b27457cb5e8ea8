package release

import (
	"context"
	"net/http"
	"time"
)

// Keys are the private keys of one repository.
type Keys struct {
	// TimestampSeed is what the server needs: the seed of the timestamp key,
	// 64 hexadecimal digits.
	TimestampSeed string
}

// DevKeys returns the development keys in dir, and makes them on first use. The
// files are named DEVELOPMENT-<role>.key.json, readable by the owner only.
func DevKeys(dir string) (*Keys, error) { return nil, nil }

// Release is a set of signed metadata with the targets it announces.
type Release struct {
	Roots    [][]byte
	Targets  []byte
	Snapshot []byte
	Blobs    map[string][]byte // by SHA-256, hexadecimal
}

// BuildInitial signs the first release of a repository: root, targets and snapshot
// version 1 over the given targets, name to bytes.
func BuildInitial(keys *Keys, targets map[string][]byte, now time.Time) (*Release, error) {
	return nil, nil
}

// Current is the metadata that a next release follows.
type Current struct {
	Root, Targets, Snapshot []byte
}

// BuildNext signs the release after current: the same root, targets and snapshot
// one version up.
func BuildNext(keys *Keys, current Current, targets map[string][]byte, now time.Time) (*Release, error) {
	return nil, nil
}

// Receipt is what the server says is current after a publish.
type Receipt struct {
	Root      int64 `json:"root"`
	Timestamp int64 `json:"timestamp"`
	Snapshot  int64 `json:"snapshot"`
	Targets   int64 `json:"targets"`
}

// Publish uploads the targets and posts the signed metadata to the server at
// baseURL ("https://rules.example.org"). client may be nil.
func Publish(ctx context.Context, client *http.Client, baseURL, token string, r *Release) (Receipt, error) {
	return Receipt{}, nil
}

// Fetch reads the current metadata of the repository at baseURL; ok is false when
// nothing was published yet.
func Fetch(ctx context.Context, client *http.Client, baseURL string) (current Current, ok bool, err error) {
	return Current{}, false, nil
}
