//go:build !wasip1

package tuf

import (
	"bytes"
	"slices"
)

// Files are metadata files as bytes. In what is to be published, nothing given
// means nothing changed.
type Files struct {
	Roots     [][]byte // in rising order of version
	Timestamp []byte   // only in what is current: the server makes the new one
	Snapshot  []byte
	Targets   []byte            // of the top-level role
	Delegated map[string][]byte // of the roles it delegates to, by name
}

// File is a file of the repository: its path below the update URL and its bytes.
type File struct {
	Path string
	Body []byte
}

// Published is what a publish comes to when it has been verified.
type Published struct {
	Create    []File // new files, to be created in this order before the commit, never replaced
	Timestamp []byte // the new timestamp.json: to put it in place is the commit
	Blobs     []Blob // every target that must be in store before the commit
	Versions  Versions
	Expires   int64 // when the first of the metadata runs out, unix seconds
}

// VerifyPublish checks a publish as a client meets it that trusts the current
// files, signs the timestamp that makes it current, and returns what to store.
// now is in unix seconds, lifetime the seconds the new timestamp is good for.
//
// Of the current roots only the latest counts. Without any (an empty store) the
// first root of next is taken on trust, which a server does once; like any other it
// must name signer as the timestamp key. Roots that are stored already may be sent
// again and are passed over.
func VerifyPublish(current, next Files, signer *Signer, now, lifetime int64) (*Published, error) {
	p := &publish{current: current, next: next}
	if err := p.roots(now); err != nil {
		return nil, err
	}
	if err := p.timestamp(signer, now, lifetime); err != nil {
		return nil, err
	}
	if err := p.targets(); err != nil {
		return nil, err
	}
	slices.SortFunc(p.out.Blobs, func(a, b Blob) int { return bytes.Compare([]byte(a.Path), []byte(b.Path)) })
	p.out.Versions, p.out.Expires = p.trust.versions(), p.trust.expires()
	return &p.out, nil
}

// publish is a publish under verification.
type publish struct {
	trust         *trust
	current, next Files
	out           Published
}

func (p *publish) create(path string, body []byte) {
	p.out.Create = append(p.out.Create, File{path, body})
}

// roots takes what is current, and then the new roots.
func (p *publish) roots(now int64) (err error) {
	incoming := p.next.Roots
	if n := len(p.current.Roots); n > 0 {
		p.trust, err = openTrust("The current root", p.current.Roots[n-1], now)
	} else if len(incoming) > 0 {
		if p.trust, err = openTrust("The first root", incoming[0], now); err == nil {
			p.create(decimal(p.trust.root.version)+".root.json", incoming[0])
		}
	} else {
		err = refuse(Format, "Nothing is published here yet: send the root too.")
	}
	if err != nil {
		return err
	}
	if err := p.trust.recall(p.current.Timestamp, p.current.Snapshot); err != nil {
		return err
	}
	for _, body := range incoming {
		if len(body) > MaxRoot {
			return tooLong("A root", MaxRoot)
		}
		s, err := Inspect(body)
		if err != nil {
			return err
		}
		if s.Role == roleRoot && s.Version <= p.trust.root.version {
			continue
		}
		path := decimal(p.trust.root.version+1) + ".root.json"
		if _, err := p.trust.updateRoot(path, body); err != nil {
			return err
		}
		p.create(path, body)
	}
	if !p.trust.root.consistent {
		return refuse(Format, "The root must ask for consistent snapshots.")
	}
	return p.trust.checkRoot()
}

// timestamp signs a timestamp for the snapshot, and takes both as a client would.
func (p *publish) timestamp(signer *Signer, now, lifetime int64) error {
	if err := signer.mayTimestamp(p.trust.root); err != nil {
		return err
	}
	body := p.next.Snapshot
	if len(body) == 0 {
		body = p.current.Snapshot
	}
	s, err := Inspect(body)
	if err != nil {
		return err
	}
	path := p.trust.metadataPath(roleSnapshot, s.Version)
	if err := conflict(path, p.current.Snapshot, body); err != nil {
		return err
	}
	if len(body) > MaxSnapshot {
		return tooLong(path, MaxSnapshot)
	}
	version := int64(1)
	if old, err := Inspect(p.current.Timestamp); err == nil && old.Version < maxVersion {
		version = old.Version + 1
	}
	sum := sum256(body)
	p.out.Timestamp = signer.timestamp(version, now+lifetime,
		fileMeta{version: s.Version, length: int64(len(body)), sha256: enhex(sum[:])})
	if err := p.trust.updateTimestamp(p.out.Timestamp); err != nil {
		return err
	}
	if err := p.trust.updateSnapshot(path, body); err != nil {
		return err
	}
	if !bytes.Equal(body, p.current.Snapshot) {
		p.create(path, body)
	}
	return nil
}

// targets takes the targets metadata of every role that is delegated to, and
// gathers the targets. A role that was not sent is taken from the current files.
func (p *publish) targets() error {
	queue, seen := []visit{{roleTargets, roleRoot}}, map[string]bool{roleTargets: true}
	blobs := map[string]bool{}
	for len(queue) > 0 {
		v := queue[0]
		queue = queue[1:]
		if err := p.role(v); err != nil {
			return err
		}
		x := p.trust.targets[v.role]
		for name, m := range x.files {
			path := p.trust.targetPath(name, m.sha256)
			if !isTargetName(name) {
				return refuse(Format, "A target has a name that cannot be part of a URL; use letters, digits, '-', '_', '.' and '/'.")
			}
			if m.length > MaxTarget {
				return tooLong(path, MaxTarget)
			}
			if !blobs[path] {
				blobs[path] = true
				p.out.Blobs = append(p.out.Blobs, Blob{Name: name, Path: path, SHA256: m.sha256, Length: m.length})
			}
		}
		for _, d := range x.delegations {
			if !seen[d.name] {
				seen[d.name] = true
				queue = append(queue, visit{d.name, v.role})
			}
		}
	}
	for role := range p.next.Delegated {
		if !seen[role] {
			return refuse(Format, "Targets metadata was sent for a role that no other delegates to.")
		}
	}
	if len(seen) > maxRoles {
		return refuse(Format, "There are more roles than a client looks into ("+decimal(maxRoles)+").")
	}
	return nil
}

// role takes the targets metadata of one role.
func (p *publish) role(v visit) error {
	sent, stored := p.next.Targets, p.current.Targets
	if v.role != roleTargets {
		sent, stored = p.next.Delegated[v.role], p.current.Delegated[v.role]
	}
	body := sent
	if len(body) == 0 {
		body = stored
	}
	path := p.trust.metadataPath(v.role, p.trust.snapshot.meta[v.role+".json"].version)
	if len(body) == 0 {
		return refuse(Format, path+" is missing.")
	}
	if len(body) > MaxTargets {
		return tooLong(path, MaxTargets)
	}
	if err := conflict(path, stored, body); err != nil {
		return err
	}
	if err := p.trust.updateTargets(v, path, body); err != nil {
		return err
	}
	if !bytes.Equal(body, stored) {
		p.create(path, body)
	}
	return nil
}

// conflict refuses a file of a version that is stored already with other bytes:
// clients that have it would never see the other.
func conflict(path string, stored, body []byte) error {
	old, err := Inspect(stored)
	if err != nil || bytes.Equal(stored, body) {
		return nil
	}
	s, err := Inspect(body)
	if err == nil && s.Version == old.Version {
		return refuse(Conflict, path+" is published already with other content; publish it under the next version.")
	}
	return err
}

// RenewTimestamp signs the current snapshot anew, one version up and good for
// lifetime seconds from now (unix seconds). root is the latest root file.
func RenewTimestamp(root, timestamp []byte, signer *Signer, now, lifetime int64) ([]byte, error) {
	t, err := openTrust("The current root", root, now)
	if err != nil {
		return nil, err
	}
	if err := t.checkRoot(); err != nil {
		return nil, err
	}
	if err := signer.mayTimestamp(t.root); err != nil {
		return nil, err
	}
	if t.timestamp, err = t.readSigned("The current timestamp", roleTimestamp, snapshotFile, timestamp); err != nil {
		return nil, err
	}
	renewed := signer.timestamp(t.timestamp.version+1, now+lifetime, t.timestamp.meta[snapshotFile])
	return renewed, t.updateTimestamp(renewed)
}
