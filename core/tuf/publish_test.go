package tuf_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/theupdateframework/go-tuf/v2/metadata"

	"github.com/bedside-md/bedside/core/tuf"
)

const day = int64(24 * 60 * 60)

// signerOf is the server's signer for a key of the simulator.
func signerOf(t testing.TB, name string) *tuf.Signer {
	t.Helper()
	seed := sha256.Sum256([]byte(name))
	s, err := tuf.ParseSigner(" " + hex.EncodeToString(seed[:]) + "\n")
	require.NoError(t, err)
	assert.Equal(t, keyOf(t, name).id, s.KeyID(), "go-tuf has the same key id")
	return s
}

// submission is what a publisher sends: all roots but the timestamp's work.
func (r *repo) submission() tuf.Files {
	f := tuf.Files{
		Snapshot: r.files[fmt.Sprintf("%d.snapshot.json", r.snapshot.Signed.Version)],
		Targets:  r.files[fmt.Sprintf("%d.targets.json", r.targets["targets"].Signed.Version)],
	}
	for n := int64(1); n <= r.root.Signed.Version; n++ {
		f.Roots = append(f.Roots, r.files[fmt.Sprintf("%d.root.json", n)])
	}
	for role, x := range r.targets {
		if role != "targets" {
			if f.Delegated == nil {
				f.Delegated = map[string][]byte{}
			}
			f.Delegated[role] = r.files[fmt.Sprintf("%d.%s.json", x.Signed.Version, role)]
		}
	}
	return f
}

// commit is what current becomes by a publish.
func commit(current, next tuf.Files, p *tuf.Published) tuf.Files {
	if len(next.Roots) > 0 {
		current.Roots = next.Roots
	}
	if next.Snapshot != nil {
		current.Snapshot = next.Snapshot
	}
	if next.Targets != nil {
		current.Targets = next.Targets
	}
	if next.Delegated != nil {
		current.Delegated = next.Delegated
	}
	current.Timestamp = p.Timestamp
	return current
}

func paths(files []tuf.File) (list []string) {
	for _, f := range files {
		list = append(list, f.Path)
	}
	return list
}

// serveTo puts what a publish creates where clients fetch it.
func serveTo(files map[string][]byte, p *tuf.Published) {
	for _, f := range p.Create {
		files[f.Path] = f.Body
	}
	files["timestamp.json"] = p.Timestamp
}

func TestPublishes(t *testing.T) {
	r := newRepo(t)
	signer := signerOf(t, "timestamp")
	served := map[string][]byte{targetPath(targetName, []byte("pack one")): []byte("pack one")}
	var current tuf.Files

	first := r.submission()
	p, err := tuf.VerifyPublish(current, first, signer, r.now.Unix(), 2*day)
	require.NoError(t, err)
	assert.Equal(t, []string{"1.root.json", "1.snapshot.json", "1.targets.json"}, paths(p.Create))
	assert.Equal(t, tuf.Versions{Root: 1, Timestamp: 1, Snapshot: 1, Targets: 1}, p.Versions)
	assert.Equal(t, r.in(2).Unix(), p.Expires)
	sum := sha256.Sum256([]byte("pack one"))
	assert.Equal(t, []tuf.Blob{{Name: targetName, Path: targetPath(targetName, []byte("pack one")), SHA256: hex.EncodeToString(sum[:]), Length: 8}}, p.Blobs)
	serveTo(served, p)
	current = commit(current, first, p)
	_, state, err := update(r.shipped, nil, r.now, served)
	require.NoError(t, err)

	// go-tuf reads the timestamp and finds the signature good.
	timestamp, err := metadata.Timestamp().FromBytes(p.Timestamp)
	require.NoError(t, err)
	require.NoError(t, r.root.VerifyDelegate("timestamp", timestamp))
	assert.Equal(t, r.in(2), timestamp.Signed.Expires)

	// The next release, with a new root and a delegation.
	r.rotate(func() { r.replaceKeys("targets", "targets 2") })
	r.delegate("targets", "ward", false, "ward/*")
	r.addTarget("ward", "ward/rules.pack", []byte("ward rules"))
	r.publish("pack two")
	next := r.submission()
	p, err = tuf.VerifyPublish(current, next, signer, r.now.Unix(), 2*day)
	require.NoError(t, err)
	assert.Equal(t, []string{"2.root.json", "2.snapshot.json", "2.targets.json", "2.ward.json"}, paths(p.Create))
	assert.Len(t, p.Blobs, 2)
	assert.Equal(t, int64(2), p.Versions.Timestamp)
	serveTo(served, p)
	served[targetPath(targetName, []byte("pack two"))] = []byte("pack two")
	current = commit(current, next, p)
	result, state, err := update(r.shipped, state, r.now, served)
	require.NoError(t, err)
	assert.True(t, result.Changed)

	// The same again is no conflict and creates nothing.
	p, err = tuf.VerifyPublish(current, next, signer, r.now.Unix(), 2*day)
	require.NoError(t, err)
	assert.Empty(t, p.Create)
	current = commit(current, next, p)

	// Nothing but the timestamp is renewed.
	renewed, err := tuf.RenewTimestamp(current.Roots[1], current.Timestamp, signer, r.in(1).Unix(), 2*day)
	require.NoError(t, err)
	served["timestamp.json"] = renewed
	result, _, err = update(r.shipped, state, r.in(2).Add(time.Hour), served)
	require.NoError(t, err)
	assert.Equal(t, int64(4), result.Versions.Timestamp)
	assert.False(t, result.Changed)

	// Only the root changes: the server goes over to a new timestamp key.
	r.rotate(func() { r.replaceKeys("timestamp", "timestamp 2") })
	rotation := tuf.Files{Roots: [][]byte{r.files["3.root.json"]}}
	_, err = tuf.VerifyPublish(current, rotation, signer, r.now.Unix(), 2*day)
	require.ErrorIs(t, err, tuf.Key)
	p, err = tuf.VerifyPublish(current, rotation, signerOf(t, "timestamp 2"), r.now.Unix(), 2*day)
	require.NoError(t, err)
	assert.Equal(t, []string{"3.root.json"}, paths(p.Create))
	assert.Equal(t, int64(4), p.Versions.Timestamp)

	// A crash after the root was stored and before the commit heals at the next publish.
	torn := current
	torn.Roots = rotation.Roots
	p, err = tuf.VerifyPublish(torn, tuf.Files{}, signerOf(t, "timestamp 2"), r.now.Unix(), 2*day)
	require.NoError(t, err)
	assert.Empty(t, p.Create)
}

func TestPublishRefuses(t *testing.T) {
	for _, c := range []struct {
		name string
		code tuf.Code
		do   func(r *repo, next *tuf.Files)
	}{
		{"targets signed by another", tuf.Signature, func(r *repo, next *tuf.Files) {
			r.bare = true
			r.writeAll()
			*next = r.submission()
			r.forge("2.targets.json", keysOf(r.t, "thief"), func(map[string]any) {})
			next.Targets = r.files["2.targets.json"]
		}},
		{"targets the snapshot does not know", tuf.Hash, func(r *repo, next *tuf.Files) {
			next.Targets = []byte(strings.Replace(string(next.Targets), "base.pack", "bose.pack", 1))
		}},
		{"a snapshot signed by another", tuf.Signature, func(r *repo, next *tuf.Files) {
			r.forge("2.snapshot.json", keysOf(r.t, "thief"), func(map[string]any) {})
			next.Snapshot = r.files["2.snapshot.json"]
		}},
		{"the snapshot before", tuf.Hash, func(r *repo, next *tuf.Files) { next.Snapshot = r.files["1.snapshot.json"] }},
		{"the release before, signed anew", tuf.Conflict, func(r *repo, next *tuf.Files) {
			r.snapshot.Signed.Version, r.targets["targets"].Signed.Version = 1, 1
			r.snapshot.Signed.Expires = r.in(91)
			r.writeAll()
			*next = r.submission()
		}},
		{"other targets under the current version", tuf.Conflict, func(r *repo, next *tuf.Files) {
			r.targets["targets"].Signed.Version = 1
			r.writeAll()
			*next = r.submission()
		}},
		{"expired targets", tuf.Expired, func(r *repo, next *tuf.Files) {
			r.targets["targets"].Signed.Expires = r.in(-1)
			r.writeAll()
			*next = r.submission()
		}},
		{"a root that skips a version", tuf.Version, func(r *repo, next *tuf.Files) {
			r.rotate(func() {})
			r.rotate(func() {})
			next.Roots = [][]byte{r.files["3.root.json"]}
		}},
		{"a root signed by one", tuf.Signature, func(r *repo, next *tuf.Files) {
			r.rotate(func() {})
			r.forge("2.root.json", r.keys["root"][:1], func(map[string]any) {})
			next.Roots = [][]byte{r.files["2.root.json"]}
		}},
		{"a root without consistent snapshots", tuf.Format, func(r *repo, next *tuf.Files) {
			r.rotate(func() { r.root.Signed.ConsistentSnapshot = false })
			next.Roots = [][]byte{r.files["2.root.json"]}
		}},
		{"a root that names another timestamp key", tuf.Key, func(r *repo, next *tuf.Files) {
			r.rotate(func() { r.replaceKeys("timestamp", "timestamp 2") })
			next.Roots = [][]byte{r.files["2.root.json"]}
		}},
		{"a root that wants two timestamp signatures", tuf.Key, func(r *repo, next *tuf.Files) {
			r.rotate(func() {
				r.replaceKeys("timestamp", "timestamp", "timestamp 2")
				r.root.Signed.Roles["timestamp"].Threshold = 2
			})
			next.Roots = [][]byte{r.files["2.root.json"]}
		}},
		{"a root too long", tuf.Length, func(r *repo, next *tuf.Files) {
			next.Roots = [][]byte{append(r.files["1.root.json"], strings.Repeat(" ", tuf.MaxRoot)...)}
		}},
		{"junk for a root", tuf.Format, func(r *repo, next *tuf.Files) { next.Roots = [][]byte{[]byte("root")} }},
		{"junk for a snapshot", tuf.Format, func(r *repo, next *tuf.Files) { next.Snapshot = []byte("{}") }},
		{"targets for a snapshot", tuf.Signature, func(r *repo, next *tuf.Files) { next.Snapshot = next.Targets }},
		{"a delegated role that was not sent", tuf.Format, func(r *repo, next *tuf.Files) {
			r.delegate("targets", "ward", false, "ward/*")
			r.writeAll()
			*next = r.submission()
			next.Delegated = nil
		}},
		{"a role that nobody delegates to", tuf.Format, func(r *repo, next *tuf.Files) {
			next.Delegated = map[string][]byte{"ward": next.Targets}
		}},
		{"a delegated role signed by another", tuf.Signature, func(r *repo, next *tuf.Files) {
			r.delegate("targets", "ward", false, "ward/*")
			r.keys["ward"] = keysOf(r.t, "thief")
			r.writeAll()
			*next = r.submission()
		}},
		{"more roles than a client looks into", tuf.Format, func(r *repo, next *tuf.Files) {
			for i := range 40 {
				r.delegate("targets", fmt.Sprintf("ward-%d", i), false, "ward/*")
			}
			r.writeAll()
			*next = r.submission()
		}},
		{"a target that climbs", tuf.Format, func(r *repo, next *tuf.Files) {
			r.addTarget("targets", "../../passwd", []byte("x"))
			r.writeAll()
			*next = r.submission()
		}},
		{"a target too long", tuf.Length, func(r *repo, next *tuf.Files) {
			r.targets["targets"].Signed.Targets[targetName].Length = tuf.MaxTarget + 1
			r.writeAll()
			*next = r.submission()
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRepo(t)
			signer := signerOf(t, "timestamp")
			first := r.submission()
			p, err := tuf.VerifyPublish(tuf.Files{}, first, signer, r.now.Unix(), 2*day)
			require.NoError(t, err)
			current := commit(tuf.Files{}, first, p)
			r.publish("pack two")
			next := r.submission()
			c.do(r, &next)
			p, err = tuf.VerifyPublish(current, next, signer, r.now.Unix(), 2*day)
			assert.ErrorIs(t, err, c.code)
			assert.Nil(t, p)
			_, err = tuf.VerifyPublish(current, tuf.Files{}, signer, r.now.Unix(), 2*day)
			assert.NoError(t, err, "what was current still is in order")
		})
	}
}

func TestPublishNeedsARootToBegin(t *testing.T) {
	r := newRepo(t)
	next := r.submission()
	next.Roots = nil
	_, err := tuf.VerifyPublish(tuf.Files{}, next, signerOf(t, "timestamp"), r.now.Unix(), day)
	assert.ErrorIs(t, err, tuf.Format)
}

func TestRenewTimestampRefuses(t *testing.T) {
	r := newRepo(t)
	signer := signerOf(t, "timestamp")
	for _, c := range []struct {
		name            string
		root, timestamp []byte
		signer          *tuf.Signer
		at              time.Time
		code            tuf.Code
	}{
		{"another key", r.shipped, r.files["timestamp.json"], signerOf(t, "thief"), r.now, tuf.Key},
		{"an expired root", r.shipped, r.files["timestamp.json"], signer, r.in(400), tuf.Expired},
		{"no timestamp", r.shipped, nil, signer, r.now, tuf.Format},
		{"no root", nil, r.files["timestamp.json"], signer, r.now, tuf.Format},
		{"the snapshot as timestamp", r.shipped, r.files["1.snapshot.json"], signer, r.now, tuf.Signature},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := tuf.RenewTimestamp(c.root, c.timestamp, c.signer, c.at.Unix(), day)
			assert.ErrorIs(t, err, c.code)
		})
	}
}

func TestParseSignerRefuses(t *testing.T) {
	for _, seed := range []string{"", "00", strings.Repeat("0", 63), strings.Repeat("g", 64), strings.Repeat("0", 66)} {
		_, err := tuf.ParseSigner(seed)
		assert.ErrorIs(t, err, tuf.Key, seed)
	}
}

func TestInspect(t *testing.T) {
	r := newRepo(t)
	for path, want := range map[string]tuf.Summary{
		"1.root.json":     {Role: "root", Version: 1, Expires: r.in(365).Unix()},
		"timestamp.json":  {Role: "timestamp", Version: 1, Expires: r.in(2).Unix(), Meta: map[string]int64{"snapshot.json": 1}},
		"1.snapshot.json": {Role: "snapshot", Version: 1, Expires: r.in(90).Unix(), Meta: map[string]int64{"targets.json": 1}},
	} {
		got, err := tuf.Inspect(r.files[path])
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	got, err := tuf.Inspect(r.files["1.targets.json"])
	require.NoError(t, err)
	require.Len(t, got.Targets, 1)
	assert.Equal(t, int64(8), got.Targets[0].Length)
	_, err = tuf.Inspect([]byte("x"))
	assert.ErrorIs(t, err, tuf.Format)
}
