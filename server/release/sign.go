package release

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// Duty is what a file of a release asks for before it can be published.
type Duty struct {
	Role    string // "root", "targets", "snapshot" or a delegated role
	Version int64
	Expires time.Time
	Groups  []Group // all must be met; a new root asks the old keys too
}

// Group is keys of which some must sign.
type Group struct {
	Of        string // whose they are: "root", "root before", …
	Threshold int
	Keys      []PublicKey
	Signed    []PublicKey
}

// Missing is how many signatures the group still lacks.
func (g Group) Missing() int { return max(0, g.Threshold-len(g.Signed)) }

// Open returns the keys of the group that have not signed.
func (g Group) Open() []PublicKey {
	return slices.DeleteFunc(slices.Clone(g.Keys), func(k PublicKey) bool {
		return slices.ContainsFunc(g.Signed, func(s PublicKey) bool { return s.ID == k.ID })
	})
}

// Met reports whether the file carries all signatures it needs.
func (d Duty) Met() bool {
	return !slices.ContainsFunc(d.Groups, func(g Group) bool { return g.Missing() > 0 })
}

// Duties returns who has to sign what, and has. It fails when a signature does not
// hold any more.
func (f *File) Duties() ([]Duty, error) {
	var out []Duty
	for _, role := range f.roles() {
		d, err := f.duty(role)
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, nil
}

func (f *File) duty(role string) (Duty, error) {
	file := f.Next[role]
	d := Duty{Role: role}
	header, err := readHeader(file)
	if err != nil {
		return d, fmt.Errorf("it is damaged: read %s: %w", role, err)
	}
	d.Version, d.Expires = header.Version, header.Expires
	switch role {
	case metadata.ROOT, metadata.TARGETS, metadata.SNAPSHOT:
		for _, from := range []struct {
			file *signedFile
			of   string
		}{{f.metadataOf(metadata.ROOT), role}, {f.Current[metadata.ROOT], "root before"}} {
			if from.file == nil || from.of == "root before" && role != metadata.ROOT {
				continue
			}
			root, err := parse(from.file, metadata.Root())
			if err != nil {
				return d, fmt.Errorf("it is damaged: read the root: %w", err)
			}
			r := root.Signed.Roles[role]
			if r == nil {
				return d, fmt.Errorf("it is damaged: the root names nobody for %s", role)
			}
			d.Groups = append(d.Groups, groupOf(from.of, r.KeyIDs, r.Threshold, root.Signed.Keys, root.Signed.UnrecognizedFields))
		}
	default:
		top, err := parse(f.metadataOf(metadata.TARGETS), metadata.Targets())
		if err != nil {
			return d, fmt.Errorf("it is damaged: read targets: %w", err)
		}
		if !delegates(top, role) {
			return d, fmt.Errorf("it is damaged: nobody is said to sign %s", role)
		}
		for _, r := range top.Signed.Delegations.Roles {
			if r.Name == role {
				d.Groups = append(d.Groups, groupOf(role, r.KeyIDs, r.Threshold, top.Signed.Delegations.Keys, top.Signed.UnrecognizedFields))
			}
		}
	}
	return d, d.count(file)
}

func groupOf(of string, ids []string, threshold int, keys map[string]*metadata.Key, fields map[string]any) Group {
	g := Group{Of: of, Threshold: threshold}
	for _, id := range ids {
		if key := keys[id]; key != nil {
			g.Keys = append(g.Keys, keyNamed(fields, id, key))
		}
	}
	return g
}

// count finds who has signed.
func (d *Duty) count(file *signedFile) error {
	for _, s := range file.Signatures {
		known := false
		for i := range d.Groups {
			g := &d.Groups[i]
			at := slices.IndexFunc(g.Keys, func(k PublicKey) bool { return k.ID == s.KeyID })
			if at < 0 {
				continue
			}
			known = true
			if !file.holds(g.Keys[at].key, s.Sig) {
				return fmt.Errorf("%s was altered after %s signed it; get the file again from whoever signed last, or make the release anew", d.Role, g.Keys[at].Name)
			}
			if !slices.ContainsFunc(g.Signed, func(k PublicKey) bool { return k.ID == s.KeyID }) {
				g.Signed = append(g.Signed, g.Keys[at])
			}
		}
		if !known {
			return fmt.Errorf("%s carries a signature of a key that may not sign it (%s…); somebody altered the file", d.Role, s.KeyID[:min(8, len(s.KeyID))])
		}
	}
	return nil
}

type fileHeader struct {
	Version int64     `json:"version"`
	Expires time.Time `json:"expires"`
}

func readHeader(f *signedFile) (h fileHeader, err error) {
	return h, json.Unmarshal(f.Signed, &h)
}

// Sign adds a key's signature to every file of the release that it may sign, and
// returns those roles.
func (f *File) Sign(s *Signer, now time.Time) ([]string, error) {
	duties, err := f.Duties()
	if err != nil {
		return nil, err
	}
	if err := fresh(duties, now); err != nil {
		return nil, err
	}
	var did, had []string
	for _, d := range duties {
		may := slices.ContainsFunc(d.Groups, func(g Group) bool {
			return slices.ContainsFunc(g.Keys, func(k PublicKey) bool { return k.ID == s.ID })
		})
		switch file := f.Next[d.Role]; {
		case !may:
		case file.has(s.ID):
			had = append(had, d.Role)
		default:
			if err := file.add(s); err != nil {
				return nil, fmt.Errorf("sign %s: %w", d.Role, err)
			}
			did = append(did, d.Role)
		}
	}
	switch {
	case len(did) > 0:
		return did, nil
	case len(had) > 0:
		return nil, fmt.Errorf("%s has signed this release already; it takes the key of somebody else. %s", s.Name, Wanted(duties))
	}
	return nil, fmt.Errorf("%s may sign nothing in this release. %s", s.PublicKey, Wanted(duties))
}

// Wanted says in a sentence whose signatures are missing.
func Wanted(duties []Duty) string {
	var parts []string
	for _, d := range duties {
		for _, g := range d.Groups {
			if g.Missing() > 0 {
				part := fmt.Sprintf("%s: %d more of %s", d.Role, g.Missing(), list(g.Open()))
				if g.Of == "root before" {
					part = fmt.Sprintf("%s (as it was until now): %d more of %s", metadata.ROOT, g.Missing(), list(g.Open()))
				}
				if !slices.Contains(parts, part) {
					parts = append(parts, part)
				}
			}
		}
	}
	if len(parts) == 0 {
		return "It carries all signatures it needs."
	}
	return "Missing signatures: " + strings.Join(parts, "; ") + "."
}

// fresh fails when something in the release has run out already.
func fresh(duties []Duty, now time.Time) error {
	for _, d := range duties {
		if !d.Expires.After(now) {
			return fmt.Errorf("%s in this release ran out on %s; make the release anew with \"bedside release new\" and have it signed sooner", d.Role, d.Expires.Format(time.DateOnly))
		}
	}
	return nil
}

// isPublished reports whether this very release is what a server has.
func (f *File) isPublished(r *Repository) bool {
	has := currentOf(r)
	for role, next := range f.Next {
		if !same(has[role], next) {
			return false
		}
	}
	return r != nil
}

// Follows reports whether what the file says is published is what a server has: the
// changes that a release shows are those from there.
func (f *File) Follows(r *Repository) bool {
	has := currentOf(r)
	for role, file := range has {
		if !same(file, f.Current[role]) {
			return false
		}
	}
	return r != nil && len(has) == len(f.Current)
}

// currentOf is what a repository has, by role; nothing where it cannot be read.
func currentOf(r *Repository) map[string]*signedFile {
	var f File
	if r == nil || f.keepCurrent(r) != nil {
		return nil
	}
	return f.Current
}

// same reports whether two files say the same, whoever signed them.
func same(a, b *signedFile) bool {
	if a == nil || b == nil {
		return false
	}
	x, errX := a.message()
	y, errY := b.message()
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

// ErrStale is the error of a release that follows what is no longer current.
var ErrStale = errors.New("somebody has published since this release was made")

// Submit publishes a release whose signatures are complete. published is what the
// server has now, nil for nothing.
func Submit(ctx context.Context, client *http.Client, baseURL, token string, f *File, published *Repository, now time.Time) (Receipt, error) {
	duties, err := f.Duties()
	if err != nil {
		return Receipt{}, err
	}
	if err := fresh(duties, now); err != nil {
		return Receipt{}, err
	}
	if slices.ContainsFunc(duties, func(d Duty) bool { return !d.Met() }) {
		return Receipt{}, errors.New("it cannot be published yet. " + Wanted(duties))
	}
	var is Base
	if published != nil {
		is = published.Base()
	}
	if f.isPublished(published) {
		return Receipt{}, errors.New("it is published already; \"bedside release status\" shows it")
	}
	if is != f.Base {
		return Receipt{}, fmt.Errorf("%w: it follows root %d, targets %d, snapshot %d, and the server has %d, %d, %d. Make it anew with \"bedside release new\", on top of what is there",
			ErrStale, f.Base.Root, f.Base.Targets, f.Base.Snapshot, is.Root, is.Targets, is.Snapshot)
	}
	r := &Release{Blobs: map[string][]byte{}}
	for sum, body := range f.Packs {
		r.Blobs[sum] = body
	}
	for role, file := range f.Next {
		b, err := file.bytes()
		if err != nil {
			return Receipt{}, err
		}
		switch role {
		case metadata.ROOT:
			r.Roots = [][]byte{b}
		case metadata.TARGETS:
			r.Targets = b
		case metadata.SNAPSHOT:
			r.Snapshot = b
		default:
			if r.Delegated == nil {
				r.Delegated = map[string][]byte{}
			}
			r.Delegated[role] = b
		}
	}
	return Publish(ctx, client, baseURL, token, r)
}
