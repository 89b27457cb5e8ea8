package tuf_test

import (
	"crypto"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/secure-systems-lab/go-securesystemslib/cjson"
	"github.com/sigstore/sigstore/pkg/signature"
	"github.com/stretchr/testify/require"
	"github.com/theupdateframework/go-tuf/v2/metadata"

	"github.com/bedside-md/bedside/core/tuf"
)

const targetName = "base.pack"

// key is a key pair whose seed follows from a name, so that runs are alike.
type key struct {
	private ed25519.PrivateKey
	public  *metadata.Key
	id      string
}

func keyOf(t testing.TB, name string) key {
	t.Helper()
	seed := sha256.Sum256([]byte(name))
	private := ed25519.NewKeyFromSeed(seed[:])
	public, err := metadata.KeyFromPublicKey(private.Public())
	require.NoError(t, err)
	id, err := public.ID()
	require.NoError(t, err)
	return key{private, public, id}
}

func keysOf(t testing.TB, names ...string) []key {
	t.Helper()
	var ks []key
	for _, name := range names {
		ks = append(ks, keyOf(t, name))
	}
	return ks
}

// repo is a repository in memory: honest files are written by go-tuf, hostile ones
// are made from them by forge.
type repo struct {
	t     testing.TB
	now   time.Time
	keys  map[string][]key
	files map[string][]byte

	root      *metadata.Metadata[metadata.RootType]
	timestamp *metadata.Metadata[metadata.TimestampType]
	snapshot  *metadata.Metadata[metadata.SnapshotType]
	targets   map[string]*metadata.Metadata[metadata.TargetsType]
	shipped   []byte // the first root

	bare bool // timestamp and snapshot give no lengths and hashes
}

// newRepo publishes root, timestamp, snapshot and targets version 1. The root asks
// for two of three signatures.
func newRepo(t testing.TB) *repo {
	t.Helper()
	r := &repo{
		t: t, now: time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC), files: map[string][]byte{},
		keys: map[string][]key{
			"root": keysOf(t, "root a", "root b", "root c"), "timestamp": keysOf(t, "timestamp"),
			"snapshot": keysOf(t, "snapshot"), "targets": keysOf(t, "targets"),
		},
		targets: map[string]*metadata.Metadata[metadata.TargetsType]{},
	}
	r.root = metadata.Root(r.in(365))
	for role, ks := range r.keys {
		for _, k := range ks {
			require.NoError(t, r.root.Signed.AddKey(k.public, role))
		}
	}
	r.root.Signed.Roles["root"].Threshold = 2
	r.writeRoot()
	r.shipped = r.files["1.root.json"]
	r.timestamp, r.snapshot = metadata.Timestamp(r.in(2)), metadata.Snapshot(r.in(90))
	r.targets["targets"] = metadata.Targets(r.in(90))
	r.addTarget("targets", targetName, []byte("pack one"))
	r.writeAll()
	return r
}

// in is a date some days from now.
func (r *repo) in(days int) time.Time { return r.now.AddDate(0, 0, days) }

func (r *repo) writeRoot() {
	r.files[fmt.Sprintf("%d.root.json", r.root.Signed.Version)] = signed(r.t, r.root, r.keys["root"])
}

// rotate publishes the next root after edit changed it; the old keys sign along.
func (r *repo) rotate(edit func()) {
	old := r.keys["root"]
	edit()
	r.root.Signed.Version++
	signers := slices.Clone(r.keys["root"])
	for _, k := range old {
		if !slices.ContainsFunc(signers, func(s key) bool { return s.id == k.id }) {
			signers = append(signers, k)
		}
	}
	r.files[fmt.Sprintf("%d.root.json", r.root.Signed.Version)] = signed(r.t, r.root, signers)
}

// replaceKeys gives a role other keys.
func (r *repo) replaceKeys(role string, names ...string) {
	for _, k := range r.keys[role] {
		require.NoError(r.t, r.root.Signed.RevokeKey(k.id, role))
	}
	r.keys[role] = keysOf(r.t, names...)
	for _, k := range r.keys[role] {
		require.NoError(r.t, r.root.Signed.AddKey(k.public, role))
	}
}

func (r *repo) addTarget(role, name string, body []byte) {
	f, err := metadata.TargetFile().FromBytes(name, body, "sha256")
	require.NoError(r.t, err)
	r.targets[role].Signed.Targets[name] = f
	r.files[targetPath(name, body)] = body
}

func targetPath(name string, body []byte) string {
	sum := sha256.Sum256(body)
	dir := strings.LastIndexByte(name, '/') + 1
	return "targets/" + name[:dir] + hex.EncodeToString(sum[:]) + "." + name[dir:]
}

// publish brings a new pack: all versions but the root's go up by one.
func (r *repo) publish(pack string) {
	for _, t := range r.targets {
		t.Signed.Version++
	}
	r.snapshot.Signed.Version++
	r.timestamp.Signed.Version++
	r.addTarget("targets", targetName, []byte(pack))
	r.writeAll()
}

// writeAll signs what is below the root and writes it.
func (r *repo) writeAll() {
	for role, t := range r.targets {
		r.files[fmt.Sprintf("%d.%s.json", t.Signed.Version, role)] = signed(r.t, t, r.keys[role])
		r.snapshot.Signed.Meta[role+".json"] = r.metaFile(t.Signed.Version, role)
	}
	r.writeSnapshot()
}

func (r *repo) writeSnapshot() {
	r.files[fmt.Sprintf("%d.snapshot.json", r.snapshot.Signed.Version)] = signed(r.t, r.snapshot, r.keys["snapshot"])
	r.writeTimestamp()
}

func (r *repo) writeTimestamp() {
	r.timestamp.Signed.Meta["snapshot.json"] = r.metaFile(r.snapshot.Signed.Version, "snapshot")
	r.files["timestamp.json"] = signed(r.t, r.timestamp, r.keys["timestamp"])
}

func (r *repo) metaFile(version int64, role string) *metadata.MetaFiles {
	f := metadata.MetaFile(version)
	if !r.bare {
		body := r.files[fmt.Sprintf("%d.%s.json", version, role)]
		sum := sha256.Sum256(body)
		f.Length, f.Hashes = int64(len(body)), metadata.Hashes{"sha256": sum[:]}
	}
	return f
}

func signed[T metadata.Roles](t testing.TB, m *metadata.Metadata[T], ks []key) []byte {
	t.Helper()
	m.ClearSignatures()
	for _, k := range ks {
		signer, err := signature.LoadSigner(k.private, crypto.Hash(0))
		require.NoError(t, err)
		_, err = m.Sign(signer)
		require.NoError(t, err)
	}
	b, err := m.ToBytes(false)
	require.NoError(t, err)
	return b
}

// forge edits the signed part of a file as plain JSON and signs it with the keys.
func (r *repo) forge(path string, ks []key, edit func(signed map[string]any)) {
	var file struct {
		Signed map[string]any `json:"signed"`
	}
	d := json.NewDecoder(strings.NewReader(string(r.files[path])))
	d.UseNumber()
	require.NoError(r.t, d.Decode(&file), path)
	edit(file.Signed)
	message, err := cjson.EncodeCanonical(file.Signed)
	require.NoError(r.t, err)
	signatures := []map[string]string{}
	for _, k := range ks {
		signatures = append(signatures, map[string]string{"keyid": k.id, "sig": hex.EncodeToString(ed25519.Sign(k.private, message))})
	}
	r.files[path], err = json.Marshal(map[string]any{"signed": file.Signed, "signatures": signatures})
	require.NoError(r.t, err)
}

// replace changes text in a file and leaves its signatures as they were.
func (r *repo) replace(path, old, with string) {
	require.Contains(r.t, string(r.files[path]), old, path)
	r.files[path] = []byte(strings.Replace(string(r.files[path]), old, with, 1))
}

// serve is a copy of what the repository serves.
func (r *repo) serve() map[string][]byte { return maps.Clone(r.files) }

// feed gives a client what it needs from files, 404 for what is not there. A body
// of the form "HTTP 500" is an answer of that status.
func feed(c *tuf.Client, files map[string][]byte) (fetched []string, err error) {
	for {
		need, ok := c.Need()
		if !ok {
			return fetched, nil
		}
		fetched = append(fetched, need.Path)
		status, body := 404, files[need.Path]
		if body != nil {
			status = 200
		}
		if s, ok := strings.CutPrefix(string(body), "HTTP "); ok {
			if status, err = strconv.Atoi(s); err != nil {
				return fetched, err
			}
			body = nil
		}
		if err := c.Give(status, body); err != nil {
			return fetched, err
		}
	}
}

// update runs one whole update against files.
func update(shipped, state []byte, now time.Time, files map[string][]byte) (result tuf.Result, next []byte, err error) {
	c, err := tuf.Open(shipped, state, now.Unix(), targetName)
	if err != nil {
		return tuf.Result{}, nil, err
	}
	if _, err = feed(c, files); err != nil {
		return tuf.Result{}, c.State(), err
	}
	result, done := c.Done()
	if !done {
		return tuf.Result{}, c.State(), errors.New("nothing is needed and nothing is done")
	}
	return result, c.State(), nil
}

// mustUpdate is an update that succeeds.
func (r *repo) mustUpdate(state []byte) (tuf.Result, []byte) {
	r.t.Helper()
	result, next, err := update(r.shipped, state, r.now, r.files)
	require.NoError(r.t, err)
	return result, next
}

// canonicalID is the key id of a key given as plain JSON.
func canonicalID(t testing.TB, k map[string]any) string {
	t.Helper()
	b, err := cjson.EncodeCanonical(k)
	require.NoError(t, err)
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
