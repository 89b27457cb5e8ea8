package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"path"
	"strconv"
	"strings"

	"github.com/bedside-md/bedside/core/tuf"
	"github.com/bedside-md/bedside/server/store"
)

// The errors that callers tell apart with errors.Is.
var (
	ErrEmpty   = errors.New("nothing is published yet")
	ErrDamaged = errors.New("the stored data is damaged")
)

// Where the repository lies in the store. Below it the keys are the paths below the
// update URL, but for targets, which lie under their SHA-256 alone.
const (
	repository   = "tuf/"
	timestampKey = repository + "timestamp.json"
	blobs        = repository + "targets/"
)

// sumLength is the length of a SHA-256 in hexadecimal digits.
const sumLength = 64

// current is the metadata that clients are to take now.
type current struct {
	stale     bool       // only marks that it changed; the rest is empty
	etag      store.ETag // of the timestamp
	timestamp []byte
	root      []byte // the latest
	snapshot  []byte
	targets   []byte
	versions  tuf.Versions
	files     map[string]int64 // the versions that the snapshot names, by file name
	expires   int64            // when the first of them runs out, unix seconds
}

// load returns what is current, or ErrEmpty or ErrDamaged.
func (s *Server) load(ctx context.Context) (*current, error) {
	mark := s.current.Load()
	known := mark
	if known != nil && known.stale {
		known = nil
	}
	if known != nil && s.alone {
		return known, nil
	}
	o, err := s.store.Get(ctx, timestampKey)
	if errors.Is(err, store.ErrNotFound) {
		return nil, ErrEmpty
	}
	if err != nil {
		return nil, err
	}
	if known != nil && known.etag == o.ETag {
		return known, nil
	}
	c := &current{etag: o.ETag, timestamp: o.Body}
	if err := s.follow(ctx, c, known); err != nil {
		return nil, err
	}
	s.current.CompareAndSwap(mark, c) // not over a change since
	return c, nil
}

// follow reads what a timestamp leads to.
func (s *Server) follow(ctx context.Context, c, known *current) error {
	timestamp, err := inspect(timestampKey, c.timestamp, "timestamp")
	if err != nil {
		return err
	}
	c.root, err = s.latestRoot(ctx, known)
	if errors.Is(err, ErrEmpty) {
		err = fmt.Errorf("%w: there is no 1.root.json", ErrDamaged)
	}
	if err != nil {
		return err
	}
	root, err := inspect("the latest root", c.root, "root")
	if err != nil {
		return err
	}
	c.snapshot, err = s.metadata(ctx, timestamp.Meta["snapshot.json"], "snapshot")
	if err != nil {
		return err
	}
	snapshot, err := inspect("the current snapshot", c.snapshot, "snapshot")
	if err != nil {
		return err
	}
	c.files = snapshot.Meta
	c.targets, err = s.metadata(ctx, snapshot.Meta["targets.json"], "targets")
	if err != nil {
		return err
	}
	targets, err := inspect("the current targets", c.targets, "targets")
	if err != nil {
		return err
	}
	c.versions = tuf.Versions{Root: root.Version, Timestamp: timestamp.Version, Snapshot: snapshot.Version, Targets: targets.Version}
	c.expires = min(root.Expires, timestamp.Expires, snapshot.Expires, targets.Expires)
	return nil
}

// latestRoot reads the roots from the latest known one on.
func (s *Server) latestRoot(ctx context.Context, known *current) ([]byte, error) {
	var root []byte
	version := int64(1)
	if known != nil {
		root, version = known.root, known.versions.Root+1
	}
	for ; ; version++ {
		o, err := s.store.Get(ctx, repository+versioned(version, "root"))
		if errors.Is(err, store.ErrNotFound) {
			break
		}
		if err != nil {
			return nil, err
		}
		root = o.Body
	}
	if root == nil {
		return nil, ErrEmpty
	}
	return root, nil
}

// metadata reads a file that the current metadata names.
func (s *Server) metadata(ctx context.Context, version int64, role string) ([]byte, error) {
	name := versioned(version, role)
	o, err := s.store.Get(ctx, repository+name)
	if errors.Is(err, store.ErrNotFound) {
		return nil, fmt.Errorf("%w: %s is missing", ErrDamaged, name)
	}
	return o.Body, err
}

func versioned(version int64, role string) string {
	return strconv.FormatInt(version, 10) + "." + role + ".json"
}

// inspect reads a stored metadata file.
func inspect(name string, body []byte, role string) (tuf.Summary, error) {
	summary, err := tuf.Inspect(body)
	if err == nil && summary.Role != role {
		err = fmt.Errorf("it says that it is %q", summary.Role)
	}
	if err != nil {
		return tuf.Summary{}, fmt.Errorf("%w: %s cannot be read: %w", ErrDamaged, strings.TrimPrefix(name, repository), err)
	}
	return summary, nil
}

// changed makes the next load read the store. The mark is new each time, so that a
// load that began before cannot put back what it read.
func (s *Server) changed() {
	s.current.Store(&current{stale: true})
	s.prepared.Store(&readyTable{})
}

// file returns the key of what lies at a path below the update URL. A path that
// names no file gives "", and so does a version that is not current yet: it may be
// left over from a publish that did not come to its end, and be replaced.
func (c *current) file(name string) (key string, isTarget bool) {
	if rest, ok := strings.CutPrefix(name, "targets/"); ok {
		sum, _, named := strings.Cut(path.Base(rest), ".")
		if !named || !isSum(sum) {
			return "", true
		}
		return blobs + sum, true
	}
	number, role, ok := strings.Cut(name, ".")
	version, err := strconv.ParseInt(number, 10, 64)
	if !ok || err != nil || version < 1 || number != strconv.FormatInt(version, 10) {
		return "", false
	}
	switch role {
	case "root.json":
		return repository + name, false
	case "snapshot.json":
		ok = version <= c.versions.Snapshot
	default:
		ok = version <= c.files[role]
	}
	if !ok {
		return "", false
	}
	return repository + name, false
}

// isSum reports whether s is a SHA-256 in lower-case hexadecimal digits.
func isSum(s string) bool {
	return len(s) == sumLength && strings.Trim(s, "0123456789abcdef") == ""
}

// serveRepository answers requests below the update URL. Pages of any origin may
// read it: it is public, and the same for everybody.
func (s *Server) serveRepository(w *response, r *http.Request, name string) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "ETag")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	if r.Method == http.MethodOptions {
		h.Set("Access-Control-Allow-Methods", "GET, HEAD")
		h.Set("Access-Control-Allow-Headers", "If-None-Match")
		h.Set("Access-Control-Max-Age", "86400")
		w.WriteHeader(http.StatusNoContent)
		return
	}
	if !w.allow(http.MethodGet, http.MethodHead) {
		return
	}
	c, err := s.load(r.Context())
	switch {
	case errors.Is(err, ErrEmpty):
		w.fail(http.StatusNotFound, "empty", "Nothing is published here yet.")
		return
	case err != nil:
		s.failed(w, err)
		return
	}
	encoding := negotiate(r.Header.Get("Accept-Encoding"))
	if name == "timestamp.json" {
		w.route = "/tuf/timestamp.json"
		// The name is part of the cached one, so that the old one is never found again.
		p, _ := s.cache.get(string(encoding)+" "+digest(c.timestamp), func() (*representation, error) {
			return compress(c.timestamp, encoding), nil
		})
		w.serve(p, jsonType, soon)
		return
	}
	key, isTarget := c.file(name)
	contentType, read := jsonType, s.readMetadata
	if isTarget {
		w.route = "/tuf/targets/"
		contentType, read = "application/octet-stream", s.readBlob
	}
	var p *representation
	err = store.ErrNotFound
	if key != "" {
		p, err = s.cache.get(string(encoding)+" "+key, func() (*representation, error) {
			return read(r.Context(), key, encoding)
		})
	}
	switch {
	case errors.Is(err, store.ErrNotFound), errors.Is(err, store.ErrKey):
		h.Set("Cache-Control", soon)
		w.fail(http.StatusNotFound, "missing", "There is no such file in this repository.")
	case err != nil:
		s.failed(w, err)
	default:
		w.serve(p, contentType, forever)
	}
}

func (s *Server) readMetadata(ctx context.Context, key string, e encoding) (*representation, error) {
	o, err := s.store.Get(ctx, key)
	if err != nil {
		return nil, err
	}
	return compress(o.Body, e), nil
}

// readBlob reads a target, compressed as it was when it came, and checks that it is
// what its name says.
func (s *Server) readBlob(ctx context.Context, key string, e encoding) (*representation, error) {
	sum := key[len(blobs):]
	if e != identity {
		o, err := s.store.Get(ctx, key+"."+e.suffix())
		if err == nil {
			if body, err := decode(e, o.Body, tuf.MaxTarget); err == nil && digest(body) == sum {
				return represent(o.Body, e, sum), nil
			}
			s.config.Log.Warn("a compressed copy is damaged; the target is served as it is", "sha256", sum, "encoding", string(e))
		} else if !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
	}
	body, err := s.blob(ctx, sum)
	if err != nil {
		return nil, err
	}
	return represent(body, identity, sum), nil
}

// blob reads the target of a SHA-256.
func (s *Server) blob(ctx context.Context, sum string) ([]byte, error) {
	o, err := s.store.Get(ctx, blobs+sum)
	if err != nil {
		return nil, err
	}
	if digest(o.Body) != sum {
		return nil, fmt.Errorf("%w: target %s has other content", ErrDamaged, sum)
	}
	return o.Body, nil
}

// Verify reads the whole repository as a client does that comes for the first time,
// and takes every target of the top-level role. It returns ErrEmpty, ErrDamaged or
// an error with one of core/tuf's codes, such as tuf.Expired.
func (s *Server) Verify(ctx context.Context) error {
	s.changed()
	c, err := s.load(ctx)
	if err != nil {
		return err
	}
	root, err := s.metadata(ctx, 1, "root")
	if err != nil {
		return err
	}
	summary, err := inspect("the current targets", c.targets, "targets")
	if err != nil {
		return err
	}
	for _, target := range summary.Targets {
		if err := s.verifyTarget(ctx, c, root, target); err != nil {
			return err
		}
	}
	return nil
}

func (s *Server) verifyTarget(ctx context.Context, c *current, root []byte, target tuf.Blob) error {
	client, err := tuf.Open(root, nil, s.config.Now().Unix(), target.Name)
	for err == nil {
		need, more := client.Need()
		if !more {
			return nil
		}
		body, readErr := c.timestamp, error(nil)
		if key, isTarget := c.file(need.Path); isTarget {
			body, readErr = s.blob(ctx, target.SHA256)
		} else if need.Path != "timestamp.json" {
			var o store.Object
			o, readErr = s.store.Get(ctx, key)
			body = o.Body
		}
		status := http.StatusOK
		if errors.Is(readErr, store.ErrNotFound) || errors.Is(readErr, store.ErrKey) {
			if !strings.HasSuffix(need.Path, ".root.json") {
				return fmt.Errorf("%w: %s is missing", ErrDamaged, need.Path)
			}
			status = http.StatusNotFound
		} else if readErr != nil {
			return readErr
		}
		err = client.Give(status, bytes.Clone(body))
	}
	if tuf.CodeOf(err) == tuf.Expired {
		return err
	}
	return fmt.Errorf("%w: %w", ErrDamaged, err)
}
