package release

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"github.com/bedside-md/bedside/core/tuf"
)

// kindRelease is what a release file says it is.
const kindRelease = "bedside release 1"

// File is a release on its way: what admins pass around until enough have signed.
// It holds all one needs to review it, and no secret.
type File struct {
	Kind   string    `json:"kind"`
	Made   time.Time `json:"made"`
	Server string    `json:"server,omitempty"` // what it follows was fetched there
	What   []string  `json:"what"`             // the changes, a sentence each, as its maker's program said them
	Base   Base      `json:"base"`             // what it follows

	Current map[string]*signedFile `json:"current,omitempty"` // what is published, by role
	Next    map[string]*signedFile `json:"next"`              // what is to be published, by role
	Packs   map[string]packed      `json:"packs,omitempty"`   // new packs by SHA-256
	Checked *Checked               `json:"checked,omitempty"`
}

// packed is a pack, compressed in files.
type packed []byte

// MarshalJSON implements json.Marshaler.
func (p packed) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err == nil {
		_, err = w.Write(p)
	}
	if err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return json.Marshal(b.Bytes())
}

// UnmarshalJSON implements json.Unmarshaler.
func (p *packed) UnmarshalJSON(b []byte) error {
	var compressed []byte
	if err := json.Unmarshal(b, &compressed); err != nil {
		return err
	}
	r, err := gzip.NewReader(bytes.NewReader(compressed))
	if err != nil {
		return err
	}
	*p, err = io.ReadAll(io.LimitReader(r, tuf.MaxTarget+1))
	return err
}

// File finishes a draft: versions, expiries and the snapshot. Nobody has signed it.
func (d *Draft) File(server string) (*File, error) {
	if len(d.changed) == 0 {
		return nil, errors.New("nothing would change: name a pack to release, or say what is to change")
	}
	if d.isPublished() {
		return nil, fmt.Errorf("nothing would change, for this is published already: %s. Release another pack or on other terms; to sign the same anew, before it runs out, there is --renew", strings.Join(d.what, "; "))
	}
	f := &File{
		Kind: kindRelease, Made: d.now.UTC().Truncate(time.Second), Server: server, What: d.what,
		Next: map[string]*signedFile{}, Packs: map[string]packed{},
	}
	for sum, body := range d.packs {
		f.Packs[sum] = body
	}
	if d.published != nil {
		f.Base = d.published.Base()
		if err := f.keepCurrent(d.published); err != nil {
			return nil, err
		}
	}
	first := d.published == nil
	if d.changed[metadata.ROOT] {
		if !first {
			d.root.Signed.Version++
		}
		d.root.Signed.Expires = expiry(d.now, rootLife)
		if err := f.next(metadata.ROOT, d.root); err != nil {
			return nil, err
		}
	}
	for role, m := range d.targets {
		if d.changed[role] {
			if !first {
				m.Signed.Version++
			}
			m.Signed.Expires = expiry(d.now, targetsLife)
			next, err := unsigned(m)
			if err != nil {
				return nil, err
			}
			f.Next[role] = next
		}
		// Versions alone: lengths and hashes would depend on who has signed already.
		d.snapshot.Signed.Meta[role+".json"] = metadata.MetaFile(m.Signed.Version)
	}
	if !first {
		d.snapshot.Signed.Version++
	}
	d.snapshot.Signed.Expires = expiry(d.now, targetsLife)
	next, err := unsigned(d.snapshot)
	if err != nil {
		return nil, err
	}
	f.Next[metadata.SNAPSHOT] = next
	return f, nil
}

// isPublished reports whether all that the draft says is what is published.
func (d *Draft) isPublished() bool {
	if d.published == nil || d.again || d.changed[metadata.ROOT] {
		return false
	}
	for role := range d.changed {
		was := d.published.Delegated[role]
		if role == metadata.TARGETS {
			was = d.published.Targets
		}
		if was == nil || !sameContent(was.Signed, d.targets[role].Signed) {
			return false
		}
	}
	return true
}

func sameContent(a, b metadata.TargetsType) bool {
	content := func(t metadata.TargetsType) []byte {
		b, err := json.Marshal([]any{t.Targets, t.Delegations})
		if err != nil {
			panic(err) // it was read from such bytes
		}
		return b
	}
	return bytes.Equal(content(a), content(b))
}

func (f *File) next(role string, m *metadata.Metadata[metadata.RootType]) (err error) {
	f.Next[role], err = unsigned(m)
	return err
}

func (f *File) keepCurrent(r *Repository) error {
	f.Current = map[string]*signedFile{}
	last := r.files.Roots[len(r.files.Roots)-1]
	files := map[string][]byte{metadata.ROOT: last, metadata.TARGETS: r.files.Targets, metadata.SNAPSHOT: r.files.Snapshot}
	maps.Copy(files, r.files.Delegated)
	for role, b := range files {
		var s signedFile
		if err := json.Unmarshal(b, &s); err != nil {
			return fmt.Errorf("read the published %s: %w", role, err)
		}
		f.Current[role] = &s
	}
	return nil
}

// Bytes is the file as it is written.
func (f *File) Bytes() ([]byte, error) {
	b, err := json.MarshalIndent(f, "", " ")
	return append(b, '\n'), err
}

// ReadFile reads a release file and refuses one that was altered: every pack must
// be what is signed for, and every signature must still hold.
func ReadFile(b []byte) (*File, error) {
	var f File
	if err := json.Unmarshal(b, &f); err != nil || f.Kind != kindRelease || f.Next[metadata.SNAPSHOT] == nil {
		return nil, errors.New("it is no release file of this version of Bedside; \"bedside release new\" makes one")
	}
	for role, s := range f.Next {
		if s == nil {
			return nil, fmt.Errorf("it is damaged: %s is empty", role)
		}
	}
	for sum, body := range f.Packs {
		if digest(body) != sum {
			return nil, errors.New("a pack in it was altered; get the file again from whoever made it")
		}
	}
	if _, err := f.Duties(); err != nil {
		return nil, err
	}
	return &f, nil
}

// metadataOf returns what a role would say: the next file, or the current one.
func (f *File) metadataOf(role string) *signedFile {
	if next := f.Next[role]; next != nil {
		return next
	}
	return f.Current[role]
}

func (f *File) roles() []string {
	order := func(role string) int {
		return slices.Index([]string{metadata.SNAPSHOT, metadata.TARGETS, metadata.ROOT}, role)
	}
	return slices.SortedFunc(maps.Keys(f.Next), func(a, b string) int {
		if order(a) != order(b) {
			return order(b) - order(a)
		}
		return bytes.Compare([]byte(a), []byte(b))
	})
}

// Targets returns the targets as they are now and as the release leaves them.
func (f *File) Targets() (now, next []Target, err error) {
	if now, err = targetsIn(f.Current, nil); err != nil {
		return nil, nil, err
	}
	next, err = targetsIn(f.Current, f.Next)
	return now, next, err
}

func targetsIn(current, next map[string]*signedFile) ([]Target, error) {
	merged := maps.Clone(current)
	if merged == nil {
		merged = map[string]*signedFile{}
	}
	maps.Copy(merged, next)
	roles := map[string]*metadata.Metadata[metadata.TargetsType]{}
	for role, s := range merged {
		if role == metadata.ROOT || role == metadata.SNAPSHOT {
			continue
		}
		m, err := parse(s, metadata.Targets())
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", role, err)
		}
		roles[role] = m
	}
	if top := roles[metadata.TARGETS]; top != nil {
		for role := range roles {
			if role != metadata.TARGETS && !delegates(top, role) {
				delete(roles, role)
			}
		}
	}
	return targetsOf(roles)
}

func delegates(top *metadata.Metadata[metadata.TargetsType], role string) bool {
	return top.Signed.Delegations != nil && slices.ContainsFunc(top.Signed.Delegations.Roles, func(r metadata.DelegatedRole) bool { return r.Name == role })
}

// File returns the file of a role as it is published.
func (f *File) File(role string) ([]byte, error) {
	s := f.Next[role]
	if s == nil {
		return nil, fmt.Errorf("the release has no new %s", role)
	}
	return s.bytes()
}

// KeyChanges says in sentences who may sign after the release and could not before,
// the other way round, and how many must.
func (f *File) KeyChanges() ([]string, error) {
	was, err := authorities(f.Current)
	if err != nil {
		return nil, err
	}
	merged := maps.Clone(f.Current)
	if merged == nil {
		merged = map[string]*signedFile{}
	}
	maps.Copy(merged, f.Next)
	is, err := authorities(merged)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, role := range slices.Sorted(maps.Keys(is)) {
		before, now := was[role], is[role]
		if before.Threshold == 0 {
			out = append(out, fmt.Sprintf("%s is signed by %d of %s", role, now.Threshold, list(now.Keys)))
			continue
		}
		if more := without(now.Keys, before.Keys); len(more) > 0 {
			out = append(out, fmt.Sprintf("%s may be signed by %s too", role, list(more)))
		}
		if fewer := without(before.Keys, now.Keys); len(fewer) > 0 {
			out = append(out, fmt.Sprintf("%s is not signed by %s any more", role, list(fewer)))
		}
		if before.Threshold != now.Threshold {
			out = append(out, fmt.Sprintf("%s asks for %d signatures, not %d", role, now.Threshold, before.Threshold))
		}
	}
	for _, role := range slices.Sorted(maps.Keys(was)) {
		if is[role].Threshold == 0 {
			out = append(out, fmt.Sprintf("nobody signs %s any more", role))
		}
	}
	return out, nil
}

func without(keys, others []PublicKey) []PublicKey {
	return slices.DeleteFunc(slices.Clone(keys), func(k PublicKey) bool {
		return slices.ContainsFunc(others, func(o PublicKey) bool { return o.ID == k.ID })
	})
}

// authorities is who may sign each role.
func authorities(files map[string]*signedFile) (map[string]Group, error) {
	out := map[string]Group{}
	if s := files[metadata.ROOT]; s != nil {
		root, err := parse(s, metadata.Root())
		if err != nil {
			return nil, fmt.Errorf("read the root: %w", err)
		}
		for role, r := range root.Signed.Roles {
			out[role] = groupOf(role, r.KeyIDs, r.Threshold, root.Signed.Keys, root.Signed.UnrecognizedFields)
		}
	}
	if s := files[metadata.TARGETS]; s != nil {
		top, err := parse(s, metadata.Targets())
		if err != nil {
			return nil, fmt.Errorf("read targets: %w", err)
		}
		if d := top.Signed.Delegations; d != nil {
			for _, r := range d.Roles {
				out[r.Name] = groupOf(r.Name, r.KeyIDs, r.Threshold, d.Keys, top.Signed.UnrecognizedFields)
			}
		}
	}
	return out, nil
}
