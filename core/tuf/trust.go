package tuf

import (
	"slices"
	"strconv"
	"strings"
)

// trust is the metadata that has been verified so far. Every file enters through
// one of its methods, in a client as in a server; a refused file changes nothing.
type trust struct {
	now       int64 // the fixed start of the update, unix seconds (specification 5.1)
	root      *root
	rootFiles [][]byte // the roots after the one that came with the program
	timestamp *index   // nil when there is none
	snapshot  *index
	targets   map[string]*targets // by role
}

// openTrust begins with a root that is trusted for where it came from
// (specification 5.2). It must be signed as it demands itself.
func openTrust(file string, body []byte, now int64) (*trust, error) {
	e, err := readEnvelope(file, body)
	if err != nil {
		return nil, err
	}
	r, err := e.readRoot()
	if err != nil {
		return nil, err
	}
	if err := r.verify(e, roleRoot); err != nil {
		return nil, err
	}
	return &trust{now: now, root: r, targets: map[string]*targets{}}, nil
}

// updateRoot takes the root that follows the trusted one. newer is false when the
// file is of the very version that is trusted already: nothing more follows then.
func (t *trust) updateRoot(file string, body []byte) (newer bool, err error) {
	e, err := readEnvelope(file, body)
	if err != nil {
		return false, err
	}
	// 5.3.4: signed by a threshold of the old root's keys, and of its own.
	if err := t.root.verify(e, roleRoot); err != nil {
		return false, err
	}
	r, err := e.readRoot()
	if err != nil {
		return false, err
	}
	if err := r.verify(e, roleRoot); err != nil {
		return false, err
	}
	// 5.3.5: exactly the next version.
	switch {
	case r.version < t.root.version:
		return false, refuse(Rollback, file+" is root version "+decimal(r.version)+", older than version "+decimal(t.root.version)+", which is trusted.")
	case r.version == t.root.version:
		return false, nil
	case r.version > t.root.version+1:
		return false, refuse(Version, file+" is root version "+decimal(r.version)+"; version "+decimal(t.root.version+1)+" must come first.")
	}
	// 5.3.11: when the keys of the timestamp or the snapshot were changed, forget
	// both, so that versions which a thief of the old keys set too high lose their hold.
	if !r.authority[roleTimestamp].equal(t.root.authority[roleTimestamp]) ||
		!r.authority[roleSnapshot].equal(t.root.authority[roleSnapshot]) {
		t.timestamp, t.snapshot = nil, nil
	}
	t.root, t.rootFiles = r, append(t.rootFiles, e.body) // 5.3.7
	return true, nil
}

// checkRoot ends the update of the root (specification 5.3.10).
func (t *trust) checkRoot() error {
	return t.root.fresh("The latest root", t.now)
}

// readSigned reads a timestamp or snapshot and verifies its signatures.
func (t *trust) readSigned(file, role, mustName string, body []byte) (*index, error) {
	e, err := readEnvelope(file, body)
	if err != nil {
		return nil, err
	}
	if err := t.root.verify(e, role); err != nil { // 5.4.2, 5.5.3
		return nil, err
	}
	return e.readIndex(role, mustName)
}

// recall takes the timestamp and snapshot that were trusted before, either may be
// nothing. They may have expired. When the keys of the root did not sign one of them,
// the keys were rotated since, and both are forgotten (specification 5.3.11).
func (t *trust) recall(timestamp, snapshot []byte) error {
	var x, y *index
	var err error
	if len(timestamp) > 0 {
		x, err = t.readSigned("The stored timestamp", roleTimestamp, snapshotFile, timestamp)
	}
	if len(snapshot) > 0 && err == nil {
		y, err = t.readSigned("The stored snapshot", roleSnapshot, targetsFile, snapshot)
	}
	if CodeOf(err) == Signature {
		return nil
	}
	if err == nil && x != nil {
		t.timestamp, t.snapshot = x, y
	}
	return err
}

const (
	timestampFile = "timestamp.json"
	snapshotFile  = "snapshot.json"
	targetsFile   = "targets.json"
)

// updateTimestamp takes a timestamp.
func (t *trust) updateTimestamp(body []byte) error {
	x, err := t.readSigned(timestampFile, roleTimestamp, snapshotFile, body)
	if err != nil {
		return err
	}
	if old := t.timestamp; old != nil {
		// 5.4.3.1: never older; one of the same version is discarded without an error.
		if x.version < old.version {
			return refuse(Rollback, "timestamp.json is version "+decimal(x.version)+", older than version "+decimal(old.version)+", which was seen before.")
		}
		if x.version == old.version {
			return old.fresh(timestampFile, t.now)
		}
		// 5.4.3.2: nor may it point to an older snapshot.
		if is, was := x.meta[snapshotFile].version, old.meta[snapshotFile].version; is < was {
			return refuse(Rollback, "timestamp.json points to snapshot version "+decimal(is)+", older than version "+decimal(was)+", which was seen before.")
		}
	}
	if err := x.fresh(timestampFile, t.now); err != nil { // 5.4.4
		return err
	}
	t.timestamp = x
	return nil
}

// updateSnapshot takes the snapshot that the timestamp points to.
func (t *trust) updateSnapshot(file string, body []byte) error {
	m := t.timestamp.meta[snapshotFile]
	if err := m.check(file, body); err != nil { // 5.5.2
		return err
	}
	x, err := t.readSigned(file, roleSnapshot, targetsFile, body)
	if err != nil {
		return err
	}
	if err := t.checkSnapshot(file, x); err != nil {
		return err
	}
	t.snapshot = x
	return nil
}

// checkSnapshot checks a signed snapshot against what is trusted.
func (t *trust) checkSnapshot(file string, x *index) error {
	// 5.5.4: the version that the timestamp announced.
	if m := t.timestamp.meta[snapshotFile]; x.version != m.version {
		return refuse(Version, file+" is version "+decimal(x.version)+"; the timestamp announced "+decimal(m.version)+".")
	}
	// 5.5.5: no targets metadata may become older or vanish.
	if t.snapshot != nil {
		for name, was := range t.snapshot.meta {
			is, ok := x.meta[name]
			if !ok {
				return refuse(Rollback, file+" no longer names "+name+".")
			}
			if is.version < was.version {
				return refuse(Rollback, file+" names "+name+" version "+decimal(is.version)+", older than version "+decimal(was.version)+", which was seen before.")
			}
		}
	}
	return x.fresh(file, t.now) // 5.5.6
}

// snapshotIsCurrent reports whether the trusted snapshot is the one the timestamp
// points to, and need not be fetched again.
func (t *trust) snapshotIsCurrent() bool {
	if t.snapshot == nil {
		return false
	}
	m := t.timestamp.meta[snapshotFile]
	return m.check(snapshotFile, t.snapshot.body) == nil && t.checkSnapshot(snapshotFile, t.snapshot) == nil
}

// updateTargets takes metadata of the targets role, or of a role delegated to.
func (t *trust) updateTargets(v visit, file string, body []byte) error {
	m, ok := t.snapshot.meta[v.role+".json"]
	if !ok {
		return notInSnapshot(v.role)
	}
	if err := m.check(file, body); err != nil { // 5.6.2
		return err
	}
	x, err := t.readTargets(v, file, body)
	if err != nil {
		return err
	}
	// 5.6.4: the version that the snapshot announced.
	if x.version != m.version {
		return refuse(Version, file+" is version "+decimal(x.version)+"; the snapshot announced "+decimal(m.version)+".")
	}
	if err := x.fresh(file, t.now); err != nil { // 5.6.5
		return err
	}
	t.targets[v.role] = x
	return nil
}

// readTargets reads targets metadata and verifies its signatures with the keys
// that the delegating role names (specification 5.6.3).
func (t *trust) readTargets(v visit, file string, body []byte) (*targets, error) {
	e, err := readEnvelope(file, body)
	if err != nil {
		return nil, err
	}
	if v.role == roleTargets {
		err = t.root.verify(e, roleTargets)
	} else {
		parent := t.targets[v.parent]
		i := slices.IndexFunc(parent.delegations, func(d delegation) bool { return d.name == v.role })
		err = e.verify(parent.delegations[i].authority, parent.keys)
	}
	if err != nil {
		return nil, err
	}
	return e.readTargets()
}

// check compares a metadata file with the length and hash announced for it, if any.
func (m fileMeta) check(file string, body []byte) error {
	if m.length > 0 && int64(len(body)) != m.length {
		return lengthDiffers(file, int64(len(body)), m.length)
	}
	if m.sha256 != "" {
		return checkHash(file, body, m.sha256)
	}
	return nil
}

// check compares a target with its metadata (specification 5.7.3).
func (m targetMeta) check(file string, body []byte) error {
	if int64(len(body)) != m.length {
		return lengthDiffers(file, int64(len(body)), m.length)
	}
	return checkHash(file, body, m.sha256)
}

func lengthDiffers(file string, is, announced int64) error {
	return refuse(Length, file+" is "+decimal(is)+" bytes long; "+decimal(announced)+" were announced.")
}

func checkHash(file string, body []byte, announced string) error {
	if sum := sum256(body); enhex(sum[:]) != announced {
		return refuse(Hash, file+" does not have the SHA-256 that was announced.")
	}
	return nil
}

// expires returns when the first of the trusted metadata runs out, unix seconds.
func (t *trust) expires() int64 {
	first := t.root.expires
	for _, x := range []*index{t.timestamp, t.snapshot} {
		if x != nil {
			first = min(first, x.expires)
		}
	}
	for _, x := range t.targets {
		first = min(first, x.expires)
	}
	return first
}

func (t *trust) versions() Versions {
	v := Versions{Root: t.root.version}
	if t.timestamp != nil {
		v.Timestamp = t.timestamp.version
	}
	if t.snapshot != nil {
		v.Snapshot = t.snapshot.version
	}
	if x := t.targets[roleTargets]; x != nil {
		v.Targets = x.version
	}
	return v
}

// metadataPath is where a metadata file lies below the update URL: with its version
// in front when snapshots are consistent (specification 6.2).
func (t *trust) metadataPath(role string, version int64) string {
	if !t.root.consistent {
		return role + ".json"
	}
	return decimal(version) + "." + role + ".json"
}

// targetPath is where a target lies below the update URL: with its hash in front of
// the last segment when snapshots are consistent (specification 5.7.3).
func (t *trust) targetPath(name, sum string) string {
	if !t.root.consistent {
		return "targets/" + name
	}
	dir := strings.LastIndexByte(name, '/') + 1
	return "targets/" + name[:dir] + sum + "." + name[dir:]
}

func notInSnapshot(role string) error {
	return refuse(Version, "The snapshot does not name "+role+".json.")
}

func decimal(n int64) string { return strconv.FormatInt(n, 10) }
