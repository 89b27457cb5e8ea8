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
	"github.com/bedside-md/bedside/core/tuf/tuftest"
)

const day = int64(24 * 60 * 60)

// signerOf is the server's signer for a key of the simulator.
func signerOf(t testing.TB, name string) *tuf.Signer {
	t.Helper()
	seed := sha256.Sum256([]byte(name))
	s, err := tuf.ParseSigner(" " + hex.EncodeToString(seed[:]) + "\n")
	require.NoError(t, err)
	assert.Equal(t, tuftest.KeyOf(name).ID, s.KeyID(), "go-tuf has the same key id")
	return s
}

// submission is what a publisher sends: all roots but the timestamp's work.
func submission(r *tuftest.Repo) tuf.Files {
	f := tuf.Files{
		Snapshot: r.Files[fmt.Sprintf("%d.snapshot.json", r.Snapshot.Signed.Version)],
		Targets:  r.Files[fmt.Sprintf("%d.targets.json", r.Targets["targets"].Signed.Version)],
	}
	for n := int64(1); n <= r.Root.Signed.Version; n++ {
		f.Roots = append(f.Roots, r.Files[fmt.Sprintf("%d.root.json", n)])
	}
	for role, x := range r.Targets {
		if role != "targets" {
			if f.Delegated == nil {
				f.Delegated = map[string][]byte{}
			}
			f.Delegated[role] = r.Files[fmt.Sprintf("%d.%s.json", x.Signed.Version, role)]
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
	r := tuftest.New()
	signer := signerOf(t, "timestamp")
	served := map[string][]byte{tuftest.TargetPath(tuftest.TargetName, []byte("pack one")): []byte("pack one")}
	var current tuf.Files

	first := submission(r)
	p, err := tuf.VerifyPublish(current, first, signer, r.Now.Unix(), 2*day)
	require.NoError(t, err)
	assert.Equal(t, []string{"1.root.json", "1.snapshot.json", "1.targets.json"}, paths(p.Create))
	assert.Equal(t, tuf.Versions{Root: 1, Timestamp: 1, Snapshot: 1, Targets: 1}, p.Versions)
	assert.Equal(t, r.In(2).Unix(), p.Expires)
	sum := sha256.Sum256([]byte("pack one"))
	assert.Equal(t, []tuf.Blob{{Name: tuftest.TargetName, Path: tuftest.TargetPath(tuftest.TargetName, []byte("pack one")), SHA256: hex.EncodeToString(sum[:]), Length: 8}}, p.Blobs)
	serveTo(served, p)
	current = commit(current, first, p)
	_, state, err := tuftest.Update(r.Shipped, nil, r.Now, served)
	require.NoError(t, err)

	// go-tuf reads the timestamp and finds the signature good.
	timestamp, err := metadata.Timestamp().FromBytes(p.Timestamp)
	require.NoError(t, err)
	require.NoError(t, r.Root.VerifyDelegate("timestamp", timestamp))
	assert.Equal(t, r.In(2), timestamp.Signed.Expires)

	// The next release, with a new root and a delegation.
	r.Rotate(func() { r.ReplaceKeys("targets", "targets 2") })
	r.Delegate("targets", "ward", false, "ward/*")
	r.AddTarget("ward", "ward/rules.pack", []byte("ward rules"))
	r.Publish("pack two")
	next := submission(r)
	p, err = tuf.VerifyPublish(current, next, signer, r.Now.Unix(), 2*day)
	require.NoError(t, err)
	assert.Equal(t, []string{"2.root.json", "2.snapshot.json", "2.targets.json", "2.ward.json"}, paths(p.Create))
	assert.Len(t, p.Blobs, 2)
	assert.Equal(t, int64(2), p.Versions.Timestamp)
	serveTo(served, p)
	served[tuftest.TargetPath(tuftest.TargetName, []byte("pack two"))] = []byte("pack two")
	current = commit(current, next, p)
	result, state, err := tuftest.Update(r.Shipped, state, r.Now, served)
	require.NoError(t, err)
	assert.True(t, result.Changed)

	// The same again is no conflict and creates nothing.
	p, err = tuf.VerifyPublish(current, next, signer, r.Now.Unix(), 2*day)
	require.NoError(t, err)
	assert.Empty(t, p.Create)
	current = commit(current, next, p)

	// Nothing but the timestamp is renewed.
	renewed, err := tuf.RenewTimestamp(current.Roots[1], current.Timestamp, signer, r.In(1).Unix(), 2*day)
	require.NoError(t, err)
	served["timestamp.json"] = renewed
	result, _, err = tuftest.Update(r.Shipped, state, r.In(2).Add(time.Hour), served)
	require.NoError(t, err)
	assert.Equal(t, int64(4), result.Versions.Timestamp)
	assert.False(t, result.Changed)

	// Only the root changes: the server goes over to a new timestamp key.
	r.Rotate(func() { r.ReplaceKeys("timestamp", "timestamp 2") })
	rotation := tuf.Files{Roots: [][]byte{r.Files["3.root.json"]}}
	_, err = tuf.VerifyPublish(current, rotation, signer, r.Now.Unix(), 2*day)
	require.ErrorIs(t, err, tuf.Key)
	p, err = tuf.VerifyPublish(current, rotation, signerOf(t, "timestamp 2"), r.Now.Unix(), 2*day)
	require.NoError(t, err)
	assert.Equal(t, []string{"3.root.json"}, paths(p.Create))
	assert.Equal(t, int64(4), p.Versions.Timestamp)

	// A crash after the root was stored and before the commit heals at the next publish.
	torn := current
	torn.Roots = rotation.Roots
	p, err = tuf.VerifyPublish(torn, tuf.Files{}, signerOf(t, "timestamp 2"), r.Now.Unix(), 2*day)
	require.NoError(t, err)
	assert.Empty(t, p.Create)
}

func TestPublishRefuses(t *testing.T) {
	for _, c := range []struct {
		name string
		code tuf.Code
		do   func(r *tuftest.Repo, next *tuf.Files)
	}{
		{"targets signed by another", tuf.Signature, func(r *tuftest.Repo, next *tuf.Files) {
			r.Bare = true
			r.WriteAll()
			*next = submission(r)
			r.Forge("2.targets.json", tuftest.KeysOf("thief"), func(map[string]any) {})
			next.Targets = r.Files["2.targets.json"]
		}},
		{"targets the snapshot does not know", tuf.Hash, func(r *tuftest.Repo, next *tuf.Files) {
			next.Targets = []byte(strings.Replace(string(next.Targets), "base.pack", "bose.pack", 1))
		}},
		{"a snapshot signed by another", tuf.Signature, func(r *tuftest.Repo, next *tuf.Files) {
			r.Forge("2.snapshot.json", tuftest.KeysOf("thief"), func(map[string]any) {})
			next.Snapshot = r.Files["2.snapshot.json"]
		}},
		{"the snapshot before", tuf.Hash, func(r *tuftest.Repo, next *tuf.Files) { next.Snapshot = r.Files["1.snapshot.json"] }},
		{"the release before, signed anew", tuf.Conflict, func(r *tuftest.Repo, next *tuf.Files) {
			r.Snapshot.Signed.Version, r.Targets["targets"].Signed.Version = 1, 1
			r.Snapshot.Signed.Expires = r.In(91)
			r.WriteAll()
			*next = submission(r)
		}},
		{"other targets under the current version", tuf.Conflict, func(r *tuftest.Repo, next *tuf.Files) {
			r.Targets["targets"].Signed.Version = 1
			r.WriteAll()
			*next = submission(r)
		}},
		{"expired targets", tuf.Expired, func(r *tuftest.Repo, next *tuf.Files) {
			r.Targets["targets"].Signed.Expires = r.In(-1)
			r.WriteAll()
			*next = submission(r)
		}},
		{"a root that skips a version", tuf.Version, func(r *tuftest.Repo, next *tuf.Files) {
			r.Rotate(func() {})
			r.Rotate(func() {})
			next.Roots = [][]byte{r.Files["3.root.json"]}
		}},
		{"a root signed by one", tuf.Signature, func(r *tuftest.Repo, next *tuf.Files) {
			r.Rotate(func() {})
			r.Forge("2.root.json", r.Keys["root"][:1], func(map[string]any) {})
			next.Roots = [][]byte{r.Files["2.root.json"]}
		}},
		{"a root without consistent snapshots", tuf.Format, func(r *tuftest.Repo, next *tuf.Files) {
			r.Rotate(func() { r.Root.Signed.ConsistentSnapshot = false })
			next.Roots = [][]byte{r.Files["2.root.json"]}
		}},
		{"a root that names another timestamp key", tuf.Key, func(r *tuftest.Repo, next *tuf.Files) {
			r.Rotate(func() { r.ReplaceKeys("timestamp", "timestamp 2") })
			next.Roots = [][]byte{r.Files["2.root.json"]}
		}},
		{"a root that wants two timestamp signatures", tuf.Key, func(r *tuftest.Repo, next *tuf.Files) {
			r.Rotate(func() {
				r.ReplaceKeys("timestamp", "timestamp", "timestamp 2")
				r.Root.Signed.Roles["timestamp"].Threshold = 2
			})
			next.Roots = [][]byte{r.Files["2.root.json"]}
		}},
		{"a root too long", tuf.Length, func(r *tuftest.Repo, next *tuf.Files) {
			next.Roots = [][]byte{append(r.Files["1.root.json"], strings.Repeat(" ", tuf.MaxRoot)...)}
		}},
		{"junk for a root", tuf.Format, func(r *tuftest.Repo, next *tuf.Files) { next.Roots = [][]byte{[]byte("root")} }},
		{"junk for a snapshot", tuf.Format, func(r *tuftest.Repo, next *tuf.Files) { next.Snapshot = []byte("{}") }},
		{"targets for a snapshot", tuf.Signature, func(r *tuftest.Repo, next *tuf.Files) { next.Snapshot = next.Targets }},
		{"a delegated role that was not sent", tuf.Format, func(r *tuftest.Repo, next *tuf.Files) {
			r.Delegate("targets", "ward", false, "ward/*")
			r.WriteAll()
			*next = submission(r)
			next.Delegated = nil
		}},
		{"a role that nobody delegates to", tuf.Format, func(r *tuftest.Repo, next *tuf.Files) {
			next.Delegated = map[string][]byte{"ward": next.Targets}
		}},
		{"a delegated role signed by another", tuf.Signature, func(r *tuftest.Repo, next *tuf.Files) {
			r.Delegate("targets", "ward", false, "ward/*")
			r.Keys["ward"] = tuftest.KeysOf("thief")
			r.WriteAll()
			*next = submission(r)
		}},
		{"more roles than a client looks into", tuf.Format, func(r *tuftest.Repo, next *tuf.Files) {
			for i := range 40 {
				r.Delegate("targets", fmt.Sprintf("ward-%d", i), false, "ward/*")
			}
			r.WriteAll()
			*next = submission(r)
		}},
		{"a target that climbs", tuf.Format, func(r *tuftest.Repo, next *tuf.Files) {
			r.AddTarget("targets", "../../passwd", []byte("x"))
			r.WriteAll()
			*next = submission(r)
		}},
		{"a target too long", tuf.Length, func(r *tuftest.Repo, next *tuf.Files) {
			r.Targets["targets"].Signed.Targets[tuftest.TargetName].Length = tuf.MaxTarget + 1
			r.WriteAll()
			*next = submission(r)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := tuftest.New()
			signer := signerOf(t, "timestamp")
			first := submission(r)
			p, err := tuf.VerifyPublish(tuf.Files{}, first, signer, r.Now.Unix(), 2*day)
			require.NoError(t, err)
			current := commit(tuf.Files{}, first, p)
			r.Publish("pack two")
			next := submission(r)
			c.do(r, &next)
			p, err = tuf.VerifyPublish(current, next, signer, r.Now.Unix(), 2*day)
			assert.ErrorIs(t, err, c.code)
			assert.Nil(t, p)
			_, err = tuf.VerifyPublish(current, tuf.Files{}, signer, r.Now.Unix(), 2*day)
			assert.NoError(t, err, "what was current still is in order")
		})
	}
}

func TestPublishNeedsARootToBegin(t *testing.T) {
	r := tuftest.New()
	next := submission(r)
	next.Roots = nil
	_, err := tuf.VerifyPublish(tuf.Files{}, next, signerOf(t, "timestamp"), r.Now.Unix(), day)
	assert.ErrorIs(t, err, tuf.Format)
}

func TestRenewTimestampRefuses(t *testing.T) {
	r := tuftest.New()
	signer := signerOf(t, "timestamp")
	for _, c := range []struct {
		name            string
		root, timestamp []byte
		signer          *tuf.Signer
		at              time.Time
		code            tuf.Code
	}{
		{"another key", r.Shipped, r.Files["timestamp.json"], signerOf(t, "thief"), r.Now, tuf.Key},
		{"an expired root", r.Shipped, r.Files["timestamp.json"], signer, r.In(400), tuf.Expired},
		{"no timestamp", r.Shipped, nil, signer, r.Now, tuf.Format},
		{"no root", nil, r.Files["timestamp.json"], signer, r.Now, tuf.Format},
		{"the snapshot as timestamp", r.Shipped, r.Files["1.snapshot.json"], signer, r.Now, tuf.Signature},
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
	r := tuftest.New()
	for path, want := range map[string]tuf.Summary{
		"1.root.json":     {Role: "root", Version: 1, Expires: r.In(365).Unix()},
		"timestamp.json":  {Role: "timestamp", Version: 1, Expires: r.In(2).Unix(), Meta: map[string]int64{"snapshot.json": 1}},
		"1.snapshot.json": {Role: "snapshot", Version: 1, Expires: r.In(90).Unix(), Meta: map[string]int64{"targets.json": 1}},
	} {
		got, err := tuf.Inspect(r.Files[path])
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	got, err := tuf.Inspect(r.Files["1.targets.json"])
	require.NoError(t, err)
	require.Len(t, got.Targets, 1)
	assert.Equal(t, int64(8), got.Targets[0].Length)
	_, err = tuf.Inspect([]byte("x"))
	assert.ErrorIs(t, err, tuf.Format)
}
