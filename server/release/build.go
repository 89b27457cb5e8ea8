package release

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"github.com/bedside-md/bedside/core/pack"
)

// How long signatures are good for. A root that has less than rootRenewal left is
// signed anew along with the next release.
const (
	rootLife    = 365 * 24 * time.Hour
	rootRenewal = 120 * 24 * time.Hour
	targetsLife = 90 * 24 * time.Hour
)

// Release is signed metadata with the targets it announces.
type Release struct {
	Roots     [][]byte          // root files that are new with this release
	Targets   []byte            // targets metadata
	Snapshot  []byte            // snapshot metadata
	Delegated map[string][]byte // targets metadata of delegated roles, by role
	Blobs     map[string][]byte // the targets by SHA-256, hexadecimal
}

// Current is the metadata that a next release follows.
type Current struct {
	Root, Targets, Snapshot []byte

	Roots     [][]byte // all of them, in order
	Timestamp []byte
	Delegated map[string][]byte // by role
}

// BuildInitial signs the first release of a repository: version 1 of root, targets
// and snapshot, over targets by name. Snapshots are consistent.
func BuildInitial(keys *Keys, targets map[string][]byte, now time.Time) (*Release, error) {
	root := metadata.Root(expiry(now, rootLife))
	for role, k := range map[string]*key{
		metadata.ROOT: keys.root, metadata.TARGETS: keys.targets,
		metadata.SNAPSHOT: keys.snapshot, metadata.TIMESTAMP: keys.timestamp,
	} {
		if err := root.Signed.AddKey(k.public, role); err != nil {
			return nil, fmt.Errorf("name the %s key in the root: %w", role, err)
		}
	}
	rootFile, err := sign(root, keys.root)
	if err != nil {
		return nil, fmt.Errorf("sign the root: %w", err)
	}
	r, err := build(keys, metadata.Targets(), metadata.Snapshot(), targets, now)
	if err != nil {
		return nil, err
	}
	r.Roots = [][]byte{rootFile}
	return r, nil
}

// BuildNext signs the release after current, over targets by name: targets and
// snapshot one version up, delegations as they are, and the root anew when it is
// soon to expire. What is current comes from a server and is believed only as far
// as these keys signed it.
func BuildNext(keys *Keys, current Current, targets map[string][]byte, now time.Time) (*Release, error) {
	c, err := readCurrent(keys, current)
	if err != nil {
		return nil, err
	}
	var roots [][]byte
	if c.root.Signed.Expires.Before(now.Add(rootRenewal)) {
		c.root.Signed.Version++
		c.root.Signed.Expires = expiry(now, rootLife)
		file, err := sign(c.root, keys.root)
		if err != nil {
			return nil, fmt.Errorf("sign the root: %w", err)
		}
		roots = append(roots, file)
	}
	c.targets.Signed.Version++
	c.snapshot.Signed.Version++
	r, err := build(keys, c.targets, c.snapshot, targets, now)
	if err != nil {
		return nil, err
	}
	r.Roots = roots
	return r, nil
}

// Outdated reports whether a new release is due: because the targets differ from
// the current ones, or because a signature has less than a third of its life left.
func Outdated(keys *Keys, current Current, targets map[string][]byte, now time.Time) (bool, error) {
	c, err := readCurrent(keys, current)
	if err != nil {
		return false, err
	}
	soon := now.Add(targetsLife / 3)
	if c.root.Signed.Expires.Before(now.Add(rootRenewal)) ||
		c.targets.Signed.Expires.Before(soon) || c.snapshot.Signed.Expires.Before(soon) ||
		len(c.targets.Signed.Targets) != len(targets) {
		return true, nil
	}
	for name, body := range targets {
		f, ok := c.targets.Signed.Targets[name]
		if !ok || f.VerifyLengthHashes(body) != nil {
			return true, nil
		}
	}
	return false, nil
}

// currentRoles is what Current holds, read and verified.
type currentRoles struct {
	root     *metadata.Metadata[metadata.RootType]
	targets  *metadata.Metadata[metadata.TargetsType]
	snapshot *metadata.Metadata[metadata.SnapshotType]
}

func readCurrent(keys *Keys, current Current) (c currentRoles, err error) {
	if c.root, err = metadata.Root().FromBytes(current.Root); err != nil {
		return c, fmt.Errorf("read the current root: %w", err)
	}
	if c.targets, err = metadata.Targets().FromBytes(current.Targets); err != nil {
		return c, fmt.Errorf("read the current targets metadata: %w", err)
	}
	if c.snapshot, err = metadata.Snapshot().FromBytes(current.Snapshot); err != nil {
		return c, fmt.Errorf("read the current snapshot: %w", err)
	}
	ours := metadata.Root()
	if err := ours.Signed.AddKey(keys.root.public, metadata.ROOT); err != nil {
		return c, fmt.Errorf("name the root key: %w", err)
	}
	if ours.VerifyDelegate(metadata.ROOT, c.root) != nil {
		return c, errors.New("the repository on the server is not signed by these keys; use the keys that signed it, or an empty server")
	}
	if err := c.root.VerifyDelegate(metadata.TARGETS, c.targets); err != nil {
		return c, fmt.Errorf("verify the current targets metadata: %w", err)
	}
	if err := c.root.VerifyDelegate(metadata.SNAPSHOT, c.snapshot); err != nil {
		return c, fmt.Errorf("verify the current snapshot: %w", err)
	}
	return c, nil
}

// build fills and signs targets and snapshot, whose versions are set.
func build(keys *Keys, t *metadata.Metadata[metadata.TargetsType], s *metadata.Metadata[metadata.SnapshotType], targets map[string][]byte, now time.Time) (*Release, error) {
	r := &Release{Blobs: make(map[string][]byte, len(targets))}
	t.Signed.Expires = expiry(now, targetsLife)
	t.Signed.Targets = make(map[string]*metadata.TargetFiles, len(targets))
	for name, body := range targets {
		f, err := metadata.TargetFile().FromBytes(name, body, "sha256")
		if err != nil {
			return nil, fmt.Errorf("measure the target %s: %w", name, err)
		}
		if p, err := pack.Load(body); err == nil { // else there is nothing to say of it
			if err := setCustom(f, Custom{Pack: p.Name, Version: p.Version, Rules: len(p.Rules)}); err != nil {
				return nil, err
			}
		}
		t.Signed.Targets[name] = f
		r.Blobs[f.Hashes["sha256"].String()] = body
	}
	var err error
	if r.Targets, err = sign(t, keys.targets); err != nil {
		return nil, fmt.Errorf("sign the targets metadata: %w", err)
	}
	s.Signed.Expires = expiry(now, targetsLife)
	s.Signed.Meta["targets.json"] = metaFile(t.Signed.Version, r.Targets)
	if r.Snapshot, err = sign(s, keys.snapshot); err != nil {
		return nil, fmt.Errorf("sign the snapshot: %w", err)
	}
	return r, nil
}

func metaFile(version int64, body []byte) *metadata.MetaFiles {
	sum := sha256.Sum256(body)
	f := metadata.MetaFile(version)
	f.Length = int64(len(body))
	f.Hashes = metadata.Hashes{"sha256": sum[:]}
	return f
}

// sign replaces the signatures of m by one of k, and returns the file.
func sign[T metadata.Roles](m *metadata.Metadata[T], k *key) ([]byte, error) {
	m.ClearSignatures()
	if _, err := m.Sign(k.signer); err != nil {
		return nil, err
	}
	return m.ToBytes(false)
}

// expiry is when something signed now for a life runs out, in whole seconds.
func expiry(now time.Time, life time.Duration) time.Time {
	return now.Add(life).UTC().Truncate(time.Second)
}
