package tuftest

import (
	"crypto"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/secure-systems-lab/go-securesystemslib/cjson"
	"github.com/sigstore/sigstore/pkg/signature"
	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// TargetName is the target that clients under test want.
const TargetName = "base.pack"

// Epoch is when the repositories of New are at.
var Epoch = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// Key is a key pair whose seed follows from a name, so that runs are alike.
type Key struct {
	Private ed25519.PrivateKey
	Public  *metadata.Key
	ID      string
}

var known sync.Map // Key by name

// KeyOf returns the key of a name.
func KeyOf(name string) Key {
	if k, ok := known.Load(name); ok {
		return k.(Key)
	}
	k := newKey(name)
	known.Store(name, k)
	return k
}

func newKey(name string) Key {
	seed := sha256.Sum256([]byte(name))
	private := ed25519.NewKeyFromSeed(seed[:])
	public := mustGet(metadata.KeyFromPublicKey(private.Public()))
	return Key{private, public, mustGet(public.ID())}
}

// KeysOf returns the keys of names.
func KeysOf(names ...string) []Key {
	var ks []Key
	for _, name := range names {
		ks = append(ks, KeyOf(name))
	}
	return ks
}

// Repo is a repository in memory: honest files are written by go-tuf, hostile ones
// are made from them by Forge.
type Repo struct {
	Now   time.Time
	Keys  map[string][]Key  // by role
	Files map[string][]byte // by path below the update URL

	Root      *metadata.Metadata[metadata.RootType]
	Timestamp *metadata.Metadata[metadata.TimestampType]
	Snapshot  *metadata.Metadata[metadata.SnapshotType]
	Targets   map[string]*metadata.Metadata[metadata.TargetsType] // by role
	Shipped   []byte                                              // the first root

	Bare bool // timestamp and snapshot give no lengths and hashes

	Latest []byte // the target published last, by the name TargetName
}

// New publishes root, timestamp, snapshot and targets version 1, with the target
// "pack one". The root asks for two of three signatures.
func New() *Repo { return NewAt(Epoch, "pack one") }

// NewAt is New at some time and with some target.
func NewAt(now time.Time, pack string) *Repo {
	r := &Repo{
		Now: now, Files: map[string][]byte{},
		Keys: map[string][]Key{
			"root": KeysOf("root a", "root b", "root c"), "timestamp": KeysOf("timestamp"),
			"snapshot": KeysOf("snapshot"), "targets": KeysOf("targets"),
		},
		Targets: map[string]*metadata.Metadata[metadata.TargetsType]{},
	}
	r.Root = metadata.Root(r.In(365))
	for role, ks := range r.Keys {
		for _, k := range ks {
			must(r.Root.Signed.AddKey(k.Public, role))
		}
	}
	r.Root.Signed.Roles["root"].Threshold = 2
	r.WriteRoot()
	r.Shipped = r.Files["1.root.json"]
	r.Timestamp, r.Snapshot = metadata.Timestamp(r.In(2)), metadata.Snapshot(r.In(90))
	r.Targets["targets"] = metadata.Targets(r.In(90))
	r.AddTarget("targets", TargetName, []byte(pack))
	r.WriteAll()
	return r
}

// In is a date some days from now.
func (r *Repo) In(days int) time.Time { return r.Now.AddDate(0, 0, days) }

// WriteRoot signs the root and writes it under its version.
func (r *Repo) WriteRoot() {
	r.Files[fmt.Sprintf("%d.root.json", r.Root.Signed.Version)] = Signed(r.Root, r.Keys["root"])
}

// Rotate publishes the next root after edit changed it; the old keys sign along.
func (r *Repo) Rotate(edit func()) {
	old := r.Keys["root"]
	edit()
	r.Root.Signed.Version++
	signers := slices.Clone(r.Keys["root"])
	for _, k := range old {
		if !slices.ContainsFunc(signers, func(s Key) bool { return s.ID == k.ID }) {
			signers = append(signers, k)
		}
	}
	r.Files[fmt.Sprintf("%d.root.json", r.Root.Signed.Version)] = Signed(r.Root, signers)
}

// ReplaceKeys gives a role other keys.
func (r *Repo) ReplaceKeys(role string, names ...string) {
	for _, k := range r.Keys[role] {
		must(r.Root.Signed.RevokeKey(k.ID, role))
	}
	r.Keys[role] = KeysOf(names...)
	for _, k := range r.Keys[role] {
		must(r.Root.Signed.AddKey(k.Public, role))
	}
}

// AddTarget lists a target in a role's metadata, which is to be written yet, and
// puts it in its place.
func (r *Repo) AddTarget(role, name string, body []byte) {
	if name == TargetName {
		r.Latest = body
	}
	r.Targets[role].Signed.Targets[name] = mustGet(metadata.TargetFile().FromBytes(name, body, "sha256"))
	r.Files[TargetPath(name, body)] = body
}

// TargetPath is where a target lies below the update URL.
func TargetPath(name string, body []byte) string {
	sum := sha256.Sum256(body)
	dir := strings.LastIndexByte(name, '/') + 1
	return "targets/" + name[:dir] + hex.EncodeToString(sum[:]) + "." + name[dir:]
}

// Delegate adds a role that signs the targets of some paths.
func (r *Repo) Delegate(parent, role string, terminating bool, paths ...string) {
	r.Keys[role] = KeysOf(role)
	p := r.Targets[parent]
	if p.Signed.Delegations == nil {
		p.Signed.Delegations = &metadata.Delegations{Keys: map[string]*metadata.Key{}}
	}
	k := r.Keys[role][0]
	p.Signed.Delegations.Keys[k.ID] = k.Public
	p.Signed.Delegations.Roles = append(p.Signed.Delegations.Roles, metadata.DelegatedRole{
		Name: role, KeyIDs: []string{k.ID}, Threshold: 1, Terminating: terminating, Paths: paths,
	})
	if r.Targets[role] == nil {
		r.Targets[role] = metadata.Targets(r.In(30))
	}
}

// Publish brings a new pack: all versions but the root's go up by one.
func (r *Repo) Publish(pack string) {
	for _, t := range r.Targets {
		t.Signed.Version++
	}
	r.Snapshot.Signed.Version++
	r.Timestamp.Signed.Version++
	r.AddTarget("targets", TargetName, []byte(pack))
	r.WriteAll()
}

// WriteAll signs what is below the root and writes it.
func (r *Repo) WriteAll() {
	for role, t := range r.Targets {
		r.Files[fmt.Sprintf("%d.%s.json", t.Signed.Version, role)] = Signed(t, r.Keys[role])
		r.Snapshot.Signed.Meta[role+".json"] = r.metaFile(t.Signed.Version, role)
	}
	r.WriteSnapshot()
}

// WriteSnapshot signs the snapshot and the timestamp, and writes them.
func (r *Repo) WriteSnapshot() {
	r.Files[fmt.Sprintf("%d.snapshot.json", r.Snapshot.Signed.Version)] = Signed(r.Snapshot, r.Keys["snapshot"])
	r.WriteTimestamp()
}

// WriteTimestamp signs the timestamp and writes it.
func (r *Repo) WriteTimestamp() {
	r.Timestamp.Signed.Meta["snapshot.json"] = r.metaFile(r.Snapshot.Signed.Version, "snapshot")
	r.Files["timestamp.json"] = Signed(r.Timestamp, r.Keys["timestamp"])
}

func (r *Repo) metaFile(version int64, role string) *metadata.MetaFiles {
	f := metadata.MetaFile(version)
	if !r.Bare {
		body := r.Files[fmt.Sprintf("%d.%s.json", version, role)]
		sum := sha256.Sum256(body)
		f.Length, f.Hashes = int64(len(body)), metadata.Hashes{"sha256": sum[:]}
	}
	return f
}

// Signed is a metadata file with the signatures of keys.
func Signed[T metadata.Roles](m *metadata.Metadata[T], ks []Key) []byte {
	m.ClearSignatures()
	for _, k := range ks {
		signer := mustGet(signature.LoadSigner(k.Private, crypto.Hash(0)))
		mustGet(m.Sign(signer))
	}
	return mustGet(m.ToBytes(false))
}

// Forge edits the signed part of a file as plain JSON and signs it with the keys.
func (r *Repo) Forge(path string, ks []Key, edit func(signed map[string]any)) {
	var file struct {
		Signed map[string]any `json:"signed"`
	}
	d := json.NewDecoder(strings.NewReader(string(r.Files[path])))
	d.UseNumber()
	must(d.Decode(&file))
	edit(file.Signed)
	message := mustGet(cjson.EncodeCanonical(file.Signed))
	signatures := []map[string]string{}
	for _, k := range ks {
		signatures = append(signatures, map[string]string{"keyid": k.ID, "sig": hex.EncodeToString(ed25519.Sign(k.Private, message))})
	}
	r.Files[path] = mustGet(json.Marshal(map[string]any{"signed": file.Signed, "signatures": signatures}))
}

// Replace changes text in a file and leaves its signatures as they were.
func (r *Repo) Replace(path, old, with string) {
	if !strings.Contains(string(r.Files[path]), old) {
		panic(path + " does not hold " + old)
	}
	r.Files[path] = []byte(strings.Replace(string(r.Files[path]), old, with, 1))
}

// Serve is a copy of what the repository serves.
func (r *Repo) Serve() map[string][]byte { return maps.Clone(r.Files) }

// CanonicalID is the key id of a key given as plain JSON.
func CanonicalID(k map[string]any) string {
	sum := sha256.Sum256(mustGet(cjson.EncodeCanonical(k)))
	return hex.EncodeToString(sum[:])
}
