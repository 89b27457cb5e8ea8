package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bedside-md/bedside/core/tuf"
	"github.com/bedside-md/bedside/server/store"
)

// AuditEntry is an entry of the audit log: one change of what clients are to take. It
// names files by their SHA-256 and people not at all. Entries are stored once, under
// their number, and each holds the hash of the one before: who changes or drops one
// must change all that follow, and every copy of a later hash tells.
type AuditEntry struct {
	Number    int64       `json:"n"` // from 1, without a gap
	Time      time.Time   `json:"time"`
	Previous  string      `json:"previous"` // SHA-256 of the entry before, hexadecimal; "" for the first
	Event     AuditEvent  `json:"event"`
	Versions  *receipt    `json:"versions,omitempty"`  // current once this is done
	Timestamp string      `json:"timestamp,omitempty"` // SHA-256 of the timestamp that makes it so
	Files     []AuditFile `json:"files,omitempty"`     // that came with it
	Of        int64       `json:"of,omitempty"`        // of a withdrawal: the entry that came to nothing
}

// AuditFile is a file of a publication.
type AuditFile struct {
	Path   string `json:"path"` // below the update URL
	SHA256 string `json:"sha256"`
}

// AuditEvent is what an entry tells.
type AuditEvent string

// The events. Publications and renewals are written before they are done, so that
// nothing is ever current that is not in the log; one that was not done in the end is
// followed by a withdrawal.
const (
	AuditPublished AuditEvent = "published"
	AuditRenewed   AuditEvent = "renewed" // the timestamp signed anew
	AuditWithdrawn AuditEvent = "withdrawn"
)

// auditPrefix is where entries lie in the store.
const auditPrefix = "audit/"

// AuditFileName is where an entry lies below a data directory.
func AuditFileName(number int64) string { return auditKey(number) }

// auditKey is where an entry lies: numbers of ten digits, so that they sort.
func auditKey(n int64) string { return fmt.Sprintf("%s%010d.json", auditPrefix, n) }

// auditHead is the end of the log.
type auditHead struct {
	number int64
	hash   string
	last   *AuditEntry // nil for an empty log
}

// auditEnd finds the end of the log, from the one known last on.
func (s *Server) auditEnd(ctx context.Context) (auditHead, error) {
	var head auditHead
	if known := s.audited.Load(); known != nil {
		head = *known
	} else {
		keys, err := s.store.List(ctx, auditPrefix)
		if err != nil {
			return head, fmt.Errorf("find the end of the audit log: %w", err)
		}
		if len(keys) > 0 {
			n, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimPrefix(keys[len(keys)-1], auditPrefix), ".json"), 10, 64)
			if err != nil {
				return head, fmt.Errorf("%w: %s is no entry of the audit log", ErrDamaged, keys[len(keys)-1])
			}
			head.number = n - 1
		}
	}
	for {
		o, err := s.store.Get(ctx, auditKey(head.number+1))
		if errors.Is(err, store.ErrNotFound) {
			break
		}
		if err != nil {
			return head, err
		}
		var e AuditEntry
		if err := json.Unmarshal(o.Body, &e); err != nil || e.Number != head.number+1 {
			return head, fmt.Errorf("%w: entry %d of the audit log cannot be read", ErrDamaged, head.number+1)
		}
		head = auditHead{e.Number, digest(o.Body), &e}
	}
	s.audited.Store(&head)
	return head, nil
}

// audit appends an entry and returns its number. Several processes may append at
// once: a number that is taken is never overwritten.
func (s *Server) audit(ctx context.Context, e AuditEntry) (int64, error) {
	for {
		head, err := s.auditEnd(ctx)
		if err != nil {
			return 0, err
		}
		e.Number, e.Previous, e.Time = head.number+1, head.hash, s.config.Now().UTC().Truncate(time.Second)
		body, err := json.Marshal(e)
		if err != nil {
			return 0, err
		}
		err = s.store.Create(ctx, auditKey(e.Number), body)
		if errors.Is(err, store.ErrExists) {
			continue
		}
		if err != nil {
			return 0, fmt.Errorf("write to the audit log: %w", err)
		}
		s.audited.Store(&auditHead{e.Number, digest(body), &e})
		return e.Number, nil
	}
}

// commitTimestamp makes a timestamp current, and writes to the audit log that it is
// to be, first.
func (s *Server) commitTimestamp(ctx context.Context, e AuditEntry, old store.ETag, timestamp []byte) error {
	if err := s.settleAudit(ctx); err != nil {
		return err
	}
	e.Timestamp = digest(timestamp)
	n, err := s.audit(ctx, e)
	if err != nil {
		return err
	}
	defer s.changed()
	if _, err := s.store.Swap(ctx, timestampKey, old, timestamp); err != nil {
		// Whether it was swapped all the same is looked at before the next change.
		if errors.Is(err, store.ErrConflict) {
			if _, noted := s.audit(ctx, AuditEntry{Event: AuditWithdrawn, Of: n}); noted != nil {
				s.config.Log.Error("a withdrawal is missing in the audit log", "error", noted)
			}
		}
		return err
	}
	return nil
}

// settleAudit withdraws a change that is in the log and was not done, which a crash
// leaves. Where others write too, it may be under way: then it is left alone for an
// hour.
func (s *Server) settleAudit(ctx context.Context) error {
	head, err := s.auditEnd(ctx)
	if err != nil || head.last == nil || head.last.Event == AuditWithdrawn {
		return err
	}
	o, err := s.store.Get(ctx, timestampKey)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if digest(o.Body) == head.last.Timestamp || !s.alone && s.config.Now().Sub(head.last.Time) < abandoned {
		return nil
	}
	_, err = s.audit(ctx, AuditEntry{Event: AuditWithdrawn, Of: head.number})
	return err
}

// auditFiles are the files of a publication, for its entry.
func auditFiles(p *tuf.Published) []AuditFile {
	var files []AuditFile
	for _, f := range p.Create {
		files = append(files, AuditFile{f.Path, digest(f.Body)})
	}
	for _, b := range p.Blobs {
		files = append(files, AuditFile{b.Path, b.SHA256})
	}
	return files
}

// AuditReport is what the audit log comes to.
type AuditReport struct {
	Entries   []AuditEntry
	Head      string // SHA-256 of the last entry, hexadecimal: keep it, to compare later
	Timestamp string // SHA-256 of the timestamp that the log says is current; "" for none
}

// VerifyAudit reads the audit log from its first entry on and checks that it is whole.
// get returns an entry by its number, nil when there is none; current is the timestamp
// that is served, nil when nothing is.
func VerifyAudit(get func(number int64) ([]byte, error), current []byte) (AuditReport, error) {
	var r AuditReport
	var made []AuditEntry // but those withdrawn
	for n := int64(1); ; n++ {
		body, err := get(n)
		if err != nil {
			return r, fmt.Errorf("read entry %d of the audit log: %w", n, err)
		}
		if body == nil {
			break
		}
		var e AuditEntry
		switch err := json.Unmarshal(body, &e); {
		case err != nil:
			return r, fmt.Errorf("entry %d of the audit log cannot be read: %w", n, err)
		case e.Number != n:
			return r, fmt.Errorf("entry %d of the audit log says that it is number %d", n, e.Number)
		case e.Previous != r.Head:
			return r, fmt.Errorf("the audit log is broken at entry %d: entry %d was changed, dropped or added after it was written", n, n-1)
		case n > 1 && e.Time.Before(r.Entries[n-2].Time.Add(-time.Hour)):
			return r, fmt.Errorf("entry %d of the audit log is older than the one before it", n)
		}
		switch e.Event {
		case AuditPublished, AuditRenewed:
			made = append(made, e)
		case AuditWithdrawn:
			made = slices.DeleteFunc(made, func(m AuditEntry) bool { return m.Number == e.Of })
		default:
			return r, fmt.Errorf("entry %d of the audit log tells of an unknown event", n)
		}
		r.Entries, r.Head = append(r.Entries, e), digest(body)
	}
	if len(current) > 0 {
		r.Timestamp = digest(current)
		at := slices.IndexFunc(made, func(m AuditEntry) bool { return m.Timestamp == r.Timestamp })
		// What follows lost a race for the same version, or is the very next: it may be
		// under way, or have been cut off by a crash.
		if at < 0 || slices.ContainsFunc(made[at:], func(m AuditEntry) bool {
			return m.Versions == nil || made[at].Versions == nil || m.Versions.Timestamp > made[at].Versions.Timestamp+1
		}) {
			return r, errors.New("the timestamp that is served is not in the audit log: it was put there by something else than this server, or the end of the log is missing")
		}
	}
	return r, nil
}

// serveAudit answers requests for the audit log, which is public: "head.json" is
// {"n":…,"hash":…}, and "N.json" an entry.
func (s *Server) serveAudit(w *response, r *http.Request, name string) {
	head, err := s.auditEnd(r.Context())
	if err != nil {
		s.failed(w, err)
		return
	}
	if name == "head.json" {
		w.Header().Set("Cache-Control", soon)
		w.json(http.StatusOK, map[string]any{"n": head.number, "hash": head.hash})
		return
	}
	n, err := strconv.ParseInt(strings.TrimSuffix(name, ".json"), 10, 64)
	if err != nil || n < 1 || n > head.number || name != strconv.FormatInt(n, 10)+".json" {
		w.Header().Set("Cache-Control", soon)
		w.fail(http.StatusNotFound, "missing", "There is no such entry in the audit log.")
		return
	}
	o, err := s.store.Get(r.Context(), auditKey(n))
	if err != nil {
		s.failed(w, err)
		return
	}
	w.serve(compress(o.Body, identity), jsonType, forever)
}
