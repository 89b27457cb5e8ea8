package server

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/bedside-md/bedside/core/tuf"
	"github.com/bedside-md/bedside/server/store"
)

// maxPublish is the longest body of a publish, in bytes: room for the metadata of
// a few dozen roles, in base64.
const maxPublish = 8 << 20

// abandoned is the age at which a file that never became current may be replaced
// where other processes publish too: much longer than a publish takes.
const abandoned = time.Hour

// mayPublish reports whether a request shows the token, and answers it otherwise.
// What may be published is for the signatures to say.
func (s *Server) mayPublish(w *response, r *http.Request) bool {
	if s.config.Token == "" || s.config.Signer == nil {
		w.fail(http.StatusForbidden, "closed", "This server does not take publications.")
		return false
	}
	shown := sha256.Sum256([]byte(r.Header.Get("Authorization")))
	right := sha256.Sum256([]byte("Bearer " + s.config.Token))
	if subtle.ConstantTimeCompare(shown[:], right[:]) != 1 {
		w.Header().Set("WWW-Authenticate", "Bearer")
		w.fail(http.StatusUnauthorized, "token", "To publish here, send the server's token in the Authorization header.")
		return false
	}
	return true
}

// maxBodies is how many request bodies are read at once: together they take no more
// memory than a small machine has.
const maxBodies = 16

// body reads a request's body of at most max bytes, and answers a longer one.
func (s *Server) body(w *response, r *http.Request, max int64) ([]byte, bool) {
	var tooLong *http.MaxBytesError
	if r.ContentLength > max {
		w.tooLong(max)
		return nil, false
	}
	select {
	case s.bodies <- struct{}{}:
		defer func() { <-s.bodies }()
	default:
		w.Header().Set("Retry-After", "5")
		w.fail(http.StatusServiceUnavailable, "busy", "Others are publishing now. Try again in a few seconds.")
		return nil, false
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, max))
	switch {
	case errors.As(err, &tooLong):
		w.tooLong(max)
	case err != nil:
		w.fail(http.StatusBadRequest, "body", "The request ended early.")
	default:
		return body, true
	}
	return nil, false
}

func (w *response) tooLong(max int64) {
	w.fail(http.StatusRequestEntityTooLarge, "length", fmt.Sprintf("This is longer than the %d bytes that are taken here.", max))
}

// upload stores a target under its SHA-256, with compressed copies.
func (s *Server) upload(w *response, r *http.Request, sum string) {
	if !isSum(sum) {
		w.fail(http.StatusBadRequest, "hash", "The path must end with the target's SHA-256 in lower-case hexadecimal digits.")
		return
	}
	body, ok := s.body(w, r, tuf.MaxTarget)
	if !ok {
		return
	}
	if digest(body) != sum {
		w.fail(http.StatusUnprocessableEntity, "hash", "The body does not have the SHA-256 that the path says.")
		return
	}
	status := http.StatusCreated
	_, err := s.blob(r.Context(), sum)
	switch {
	case err == nil:
		status = http.StatusOK
	case errors.Is(err, store.ErrNotFound):
		err = s.createBlob(r.Context(), sum, body)
	}
	if err != nil {
		s.failed(w, err)
		return
	}
	w.json(status, map[string]any{"sha256": sum, "length": len(body)})
}

// createBlob stores the copies first: where there is the target, there are they.
func (s *Server) createBlob(ctx context.Context, sum string, body []byte) error {
	for _, e := range []encoding{gzipped, brotlied} {
		encoded, ok := encode(e, body)
		if !ok {
			continue
		}
		err := s.store.Create(ctx, blobs+sum+"."+e.suffix(), encoded)
		if err != nil && !errors.Is(err, store.ErrExists) {
			return err
		}
	}
	err := s.store.Create(ctx, blobs+sum, body)
	if errors.Is(err, store.ErrExists) {
		return nil
	}
	return err
}

// signedFile is a metadata file in a publish: base64 of its bytes, or the JSON
// itself, whose bytes are then those between the braces of the request.
type signedFile []byte

// UnmarshalJSON implements json.Unmarshaler.
func (f *signedFile) UnmarshalJSON(b []byte) error {
	switch {
	case string(b) == "null":
		return nil
	case b[0] != '"':
		*f = bytes.Clone(b)
		return nil
	}
	var text string
	if err := json.Unmarshal(b, &text); err != nil {
		return err
	}
	var err error
	*f, err = base64.StdEncoding.DecodeString(text)
	return err
}

// publication is the body of a publish.
type publication struct {
	Root      []signedFile          `json:"root"`
	Snapshot  signedFile            `json:"snapshot"`
	Targets   signedFile            `json:"targets"`
	Delegated map[string]signedFile `json:"delegated"`
}

func (p *publication) files() tuf.Files {
	f := tuf.Files{Snapshot: p.Snapshot, Targets: p.Targets}
	for _, root := range p.Root {
		f.Roots = append(f.Roots, root)
	}
	for role, file := range p.Delegated {
		if f.Delegated == nil {
			f.Delegated = map[string][]byte{}
		}
		f.Delegated[role] = file
	}
	return f
}

// receipt is the answer to a publish: the versions that are current now.
type receipt struct {
	Root      int64 `json:"root"`
	Timestamp int64 `json:"timestamp"`
	Snapshot  int64 `json:"snapshot"`
	Targets   int64 `json:"targets"`
}

// publish makes signed metadata current.
func (s *Server) publish(w *response, r *http.Request) {
	body, ok := s.body(w, r, maxPublish)
	if !ok {
		return
	}
	var p publication
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(&p)
	if err == nil && decoder.More() {
		err = errors.New("something follows the JSON object")
	}
	if err != nil {
		w.fail(http.StatusBadRequest, "body", "The body is not a publication: "+strings.TrimPrefix(err.Error(), "json: ")+".")
		return
	}
	versions, err := s.commit(r.Context(), p.files())
	if err != nil {
		s.refuse(w, err)
		return
	}
	s.metrics.published.Add(1)
	s.config.Log.Info("published", "root", versions.Root, "timestamp", versions.Timestamp,
		"snapshot", versions.Snapshot, "targets", versions.Targets)
	w.json(http.StatusOK, receipt(versions))
}

// refuse answers a publish that came to nothing.
func (s *Server) refuse(w *response, err error) {
	code := tuf.CodeOf(err)
	switch {
	case errors.Is(err, store.ErrConflict), errors.Is(err, store.ErrExists):
		w.fail(http.StatusConflict, "conflict", "Somebody else published at the same time. Fetch what is current now, sign the version after it, and publish that.")
	case code == tuf.Conflict, code == tuf.Rollback:
		w.fail(http.StatusConflict, string(code), sentence(err))
	case code != "" && !errors.Is(err, ErrDamaged):
		w.fail(http.StatusUnprocessableEntity, string(code), sentence(err))
	default:
		s.failed(w, err)
		return
	}
	s.metrics.refused.Add(1)
	s.config.Log.Info("refused a publication", "code", string(code), "error", err)
}

// sentence returns the innermost sentence of a refusal, which is for people.
func sentence(err error) string {
	if e, ok := errors.AsType[*tuf.Error](err); ok {
		return e.Message
	}
	return err.Error()
}

// commit verifies new metadata as a client would meet it, stores its files, and
// swaps the timestamp: that is the moment from which clients take it.
func (s *Server) commit(ctx context.Context, next tuf.Files) (tuf.Versions, error) {
	defer s.wait()()
	etag, now, err := s.currentFiles(ctx)
	if err != nil {
		return tuf.Versions{}, err
	}
	p, err := tuf.VerifyPublish(now, next, s.config.Signer, s.config.Now().Unix(), int64(s.config.Lifetime.Seconds()))
	if err != nil {
		return tuf.Versions{}, fmt.Errorf("verify the publication: %w", err)
	}
	for _, b := range p.Blobs {
		if err := s.haveBlob(ctx, b); err != nil {
			return tuf.Versions{}, err
		}
	}
	write, err := s.plan(ctx, p.Create)
	if err != nil {
		return tuf.Versions{}, err
	}
	for _, f := range write {
		if _, err := s.store.Swap(ctx, repository+f.Path, f.replaces, f.Body); err != nil {
			return tuf.Versions{}, err
		}
	}
	current := receipt(p.Versions)
	entry := AuditEntry{Event: AuditPublished, Versions: &current, Files: auditFiles(p)}
	if err := s.commitTimestamp(ctx, entry, etag, p.Timestamp); err != nil {
		return tuf.Versions{}, err
	}
	return p.Versions, nil
}

// currentFiles reads what a publish follows, and the ETag of its timestamp. Roots
// count as soon as they are stored.
func (s *Server) currentFiles(ctx context.Context) (store.ETag, tuf.Files, error) {
	c, err := s.load(ctx)
	if errors.Is(err, ErrEmpty) {
		root, err := s.latestRoot(ctx, nil)
		if errors.Is(err, ErrEmpty) {
			return "", tuf.Files{}, nil
		}
		return "", tuf.Files{Roots: [][]byte{root}}, err
	}
	if err != nil {
		return "", tuf.Files{}, err
	}
	root, err := s.latestRoot(ctx, c)
	if err != nil {
		return "", tuf.Files{}, err
	}
	files := tuf.Files{Roots: [][]byte{root}, Timestamp: c.timestamp, Snapshot: c.snapshot, Targets: c.targets}
	for name, version := range c.files {
		role := strings.TrimSuffix(name, ".json")
		if role == "targets" {
			continue
		}
		body, err := s.metadata(ctx, version, role)
		if err != nil {
			return "", tuf.Files{}, err
		}
		if files.Delegated == nil {
			files.Delegated = map[string][]byte{}
		}
		files.Delegated[role] = body
	}
	return c.etag, files, nil
}

// haveBlob checks that a target is in the store, whole.
func (s *Server) haveBlob(ctx context.Context, b tuf.Blob) error {
	body, err := s.blob(ctx, b.SHA256)
	if errors.Is(err, store.ErrNotFound) {
		return &tuf.Error{Code: tuf.Unavailable, Message: "Target " + b.Name + " is not here yet: first upload it with PUT /publish/targets/" + b.SHA256 + "."}
	}
	if err == nil && int64(len(body)) != b.Length {
		return &tuf.Error{Code: tuf.Length, Message: fmt.Sprintf("Target %s is %d bytes long; the metadata says %d.", b.Name, len(body), b.Length)}
	}
	return err
}

// planned is a file to store, in the place of the object of an ETag or of none.
type planned struct {
	tuf.File
	replaces store.ETag
}

// plan decides which files to store before any is stored. One that is there with
// other bytes was left by a publish that did not come to its end (for what is
// current has a lower version), or belongs to one that is under way elsewhere.
func (s *Server) plan(ctx context.Context, files []tuf.File) ([]planned, error) {
	var write []planned
	for _, f := range files {
		o, err := s.store.Get(ctx, repository+f.Path)
		switch {
		case errors.Is(err, store.ErrNotFound):
			write = append(write, planned{File: f})
		case err != nil:
			return nil, err
		case bytes.Equal(o.Body, f.Body):
		case strings.HasSuffix(f.Path, ".root.json"):
			return nil, fmt.Errorf("store %s: %w", f.Path, store.ErrExists)
		case s.alone, s.config.Now().Sub(o.Modified) > abandoned:
			write = append(write, planned{f, o.ETag})
		default:
			return nil, &tuf.Error{Code: tuf.Conflict, Message: f.Path + " belongs to a publication that has not come to its end. Wait for it, or publish under the next version."}
		}
	}
	return write, nil
}

// Resign signs the timestamp anew when less than half of its life is left. Call it
// every now and then; it does nothing where nothing is published yet.
func (s *Server) Resign(ctx context.Context) error {
	if s.config.Signer == nil {
		return nil
	}
	defer s.wait()()
	c, err := s.load(ctx)
	if errors.Is(err, ErrEmpty) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("sign the timestamp anew: %w", err)
	}
	now, life := s.config.Now().Unix(), int64(s.config.Lifetime.Seconds())
	timestamp, err := inspect(timestampKey, c.timestamp, "timestamp")
	if err != nil {
		return fmt.Errorf("sign the timestamp anew: %w", err)
	}
	if timestamp.Expires-now >= life/2 {
		return nil
	}
	renewed, err := tuf.RenewTimestamp(c.root, c.timestamp, s.config.Signer, now, life)
	if err != nil {
		return fmt.Errorf("sign the timestamp anew: %w", err)
	}
	renewedTo := receipt(c.versions)
	renewedTo.Timestamp++
	err = s.commitTimestamp(ctx, AuditEntry{Event: AuditRenewed, Versions: &renewedTo}, c.etag, renewed)
	if errors.Is(err, store.ErrConflict) {
		return nil // somebody else did, or published
	}
	if err != nil {
		return fmt.Errorf("sign the timestamp anew: %w", err)
	}
	s.metrics.renewed.Add(1)
	s.config.Log.Info("signed the timestamp anew", "timestamp", timestamp.Version+1)
	return nil
}
