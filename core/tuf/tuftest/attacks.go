package tuftest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/bedside-md/bedside/core/tuf"
)

// Set puts a value into an object of forged metadata, at a path of keys.
func Set(v any, path ...string) func(map[string]any) {
	return func(o map[string]any) {
		for _, key := range path[:len(path)-1] {
			o = o[key].(map[string]any)
		}
		o[path[len(path)-1]] = v
	}
}

// Drop removes a key.
func Drop(path ...string) func(map[string]any) {
	return func(o map[string]any) {
		for _, key := range path[:len(path)-1] {
			o = o[key].(map[string]any)
		}
		delete(o, path[len(path)-1])
	}
}

// Nested is JSON nested n deep.
func Nested(n int) string { return strings.Repeat(`[`, n) + strings.Repeat(`]`, n) }

// onFile are attacks that any metadata file must withstand. signers are the keys of
// the role, as the thief of some other key does not have them.
func onFile(path, role string) []Attack {
	forge := func(edit func(map[string]any)) func(*Repo, map[string][]byte) {
		return func(r *Repo, _ map[string][]byte) { r.Forge(path, r.Keys[role], edit) }
	}
	text := func(edit func(file string) string) func(*Repo, map[string][]byte) {
		return func(r *Repo, _ map[string][]byte) { r.Files[path] = []byte(edit(string(r.Files[path]))) }
	}
	return []Attack{
		{Name: "signed by another key", Code: tuf.Signature, Do: func(r *Repo, _ map[string][]byte) {
			r.Forge(path, KeysOf("thief"), func(map[string]any) {})
		}},
		{Name: "not signed", Code: tuf.Signature, Do: func(r *Repo, _ map[string][]byte) { r.Forge(path, nil, func(map[string]any) {}) }},
		{Name: "signed by a stranger under the right key id", Code: tuf.Signature, Do: func(r *Repo, _ map[string][]byte) {
			thief := KeyOf("thief")
			thief.ID = r.Keys[role][0].ID
			r.Forge(path, []Key{thief}, func(map[string]any) {})
		}},
		{Name: "signature flipped", Code: tuf.Signature, Do: func(r *Repo, _ map[string][]byte) {
			var file struct {
				Signed     json.RawMessage     `json:"signed"`
				Signatures []map[string]string `json:"signatures"`
			}
			must(json.Unmarshal(r.Files[path], &file))
			for _, s := range file.Signatures {
				s["sig"] = strings.Map(func(c rune) rune { return '0' + (c+1)%10 }, s["sig"])
			}
			r.Files[path] = mustGet(json.Marshal(file))
		}},
		{Name: "expiry changed after signing", Code: tuf.Signature, Do: text(func(f string) string { return strings.Replace(f, `"expires":"20`, `"expires":"21`, 1) })},
		{Name: "signed twice by one key", Code: tuf.Format, Do: func(r *Repo, _ map[string][]byte) {
			r.Forge(path, []Key{r.Keys[role][0], r.Keys[role][0]}, func(map[string]any) {})
		}},
		{Name: "empty", Code: tuf.Format, Do: text(func(string) string { return "" })},
		{Name: "cut short", Code: tuf.Format, Do: text(func(f string) string { return f[:len(f)/2] })},
		{Name: "the last byte missing", Code: tuf.Format, Do: text(func(f string) string { return f[:len(f)-1] })},
		{Name: "something after its end", Code: tuf.Format, Do: text(func(f string) string { return f + "{}" })},
		{Name: "a key twice", Code: tuf.Format, Do: text(func(f string) string { return strings.Replace(f, `"version":`, `"version":9,"version":`, 1) })},
		{Name: "a key twice, once escaped", Code: tuf.Format, Do: text(func(f string) string { return strings.Replace(f, `"version":`, `"ver\u0073ion":9,"version":`, 1) })},
		{Name: "signed twice over", Code: tuf.Format, Do: text(func(f string) string { return strings.Replace(f, `"signed":`, `"signed":{},"signed":`, 1) })},
		{Name: "deeply nested", Code: tuf.Format, Do: text(func(f string) string {
			return strings.Replace(f, `"signed":`, `"x":`+Nested(2000)+`,"signed":`, 1)
		})},
		{Name: "half a surrogate pair", Code: tuf.Format, Do: text(func(f string) string { return strings.Replace(f, `"signed":`, `"\ud800":1,"signed":`, 1) })},
		{Name: "not UTF-8", Code: tuf.Format, Do: text(func(f string) string { return strings.Replace(f, `"signed":`, "\"\xff\":1,\"signed\":", 1) })},
		{Name: "a web page", Code: tuf.Format, Do: text(func(string) string { return "<!doctype html><title>Sign in to the hospital guest network</title>" })},
		{Name: "version not whole", Code: tuf.Format, Do: text(func(f string) string { return strings.Replace(f, `"version":`, `"version":0.`, 1) })},
		{Name: "version beyond 64 bits", Code: tuf.Format, Do: text(func(f string) string { return strings.Replace(f, `"version":`, `"version":9999999999999999999`, 1) })},
		{Name: "version beyond 53 bits", Code: tuf.Format, Do: forge(Set(json.Number("9007199254740993"), "version"))},
		{Name: "version zero", Code: tuf.Format, Do: forge(Set(0, "version"))},
		{Name: "version negative", Code: tuf.Format, Do: forge(Set(-2, "version"))},
		{Name: "version a string", Code: tuf.Format, Do: forge(Set("2", "version"))},
		{Name: "no version", Code: tuf.Format, Do: forge(Drop("version"))},
		{Name: "no expiry", Code: tuf.Format, Do: forge(Drop("expires"))},
		{Name: "an expiry that is no date", Code: tuf.Format, Do: forge(Set("2027-02-30T00:00:00Z", "expires"))},
		{Name: "an expiry in another zone", Code: tuf.Format, Do: forge(Set("2027-02-20T00:00:00+01:00", "expires"))},
		{Name: "metadata of another role", Code: tuf.Role, Do: forge(Set("mirrors", "_type"))},
		{Name: "no role", Code: tuf.Format, Do: forge(Drop("_type"))},
		{Name: "specification 2", Code: tuf.Spec, Do: forge(Set("2.0.0", "spec_version"))},
		{Name: "specification 10", Code: tuf.Spec, Do: forge(Set("10.0", "spec_version"))},
		{Name: "no specification", Code: tuf.Format, Do: forge(Drop("spec_version"))},
		{Name: "unavailable", Code: tuf.Unavailable, Do: text(func(string) string { return "HTTP 503" })},
		{Name: "longer than it may be", Code: tuf.Length, Do: text(func(f string) string { return f + strings.Repeat(" ", 2<<20) })},
	}
}

// tampered are the ways in which a repository or a mirror may lie about one file.
func tampered() []Attack {
	var all []Attack
	for _, f := range []struct{ path, role string }{
		{"2.root.json", "root"}, {"timestamp.json", "timestamp"}, {"3.snapshot.json", "snapshot"}, {"3.targets.json", "targets"},
	} {
		for _, a := range onFile(f.path, f.role) {
			a.Name = f.role + ": " + a.Name
			all = append(all, a)
		}
	}
	return append(all, []Attack{
		{Name: "root: one signature of two", Code: tuf.Signature, Do: func(r *Repo, _ map[string][]byte) {
			r.Forge("2.root.json", r.Keys["root"][:1], func(map[string]any) {})
		}},
		{Name: "root: signed by the old keys only", Code: tuf.Signature, Do: func(r *Repo, _ map[string][]byte) {
			old := r.Keys["root"]
			r.Rotate(func() { r.ReplaceKeys("root", "root d", "root e") })
			r.Forge("3.root.json", old, func(map[string]any) {})
		}},
		{Name: "root: signed by the new keys only", Code: tuf.Signature, Do: func(r *Repo, _ map[string][]byte) {
			r.Rotate(func() { r.ReplaceKeys("root", "root d", "root e") })
			r.Forge("3.root.json", r.Keys["root"], func(map[string]any) {})
		}},
		{Name: "root: a version is skipped", Code: tuf.Version, Do: func(r *Repo, _ map[string][]byte) {
			r.Rotate(func() {})
			r.Rotate(func() {})
			r.Files["3.root.json"] = r.Files["4.root.json"]
		}},
		{Name: "root: an older one again", Code: tuf.Rollback, Do: func(r *Repo, old map[string][]byte) {
			r.Files["3.root.json"] = r.Shipped
		}},
		{Name: "root: the chain is broken", Code: tuf.Signature, Do: func(r *Repo, _ map[string][]byte) {
			r.Rotate(func() { r.ReplaceKeys("timestamp", "timestamp 2") })
			r.WriteTimestamp()
			delete(r.Files, "3.root.json")
		}},
		{Name: "root: expired", Code: tuf.Expired, Do: func(r *Repo, _ map[string][]byte) {
			r.Rotate(func() { r.Root.Signed.Expires = r.In(-1) })
		}},
		{Name: "root: expires at this very second", Code: tuf.Expired, Do: func(r *Repo, _ map[string][]byte) {
			r.Rotate(func() { r.Root.Signed.Expires = r.Now })
		}},
		{Name: "root: a key under the id of another", Code: tuf.Key, Do: func(r *Repo, _ map[string][]byte) {
			r.Forge("2.root.json", r.Keys["root"], func(signed map[string]any) {
				ks := signed["keys"].(map[string]any)
				ks[r.Keys["root"][0].ID] = ks[r.Keys["root"][1].ID]
			})
		}},
		{Name: "root: a key under an id of its own making", Code: tuf.Key, Do: func(r *Repo, _ map[string][]byte) {
			r.Forge("2.root.json", r.Keys["root"], func(signed map[string]any) {
				ks := signed["keys"].(map[string]any)
				ks["me"] = ks[r.Keys["root"][1].ID]
			})
		}},
		{Name: "root: one key under two ids makes two signatures", Code: tuf.Signature, Do: func(r *Repo, _ map[string][]byte) {
			// The ids are right: the second key differs in a field that has no meaning.
			twin := KeyOf("root d")
			r.Rotate(func() { r.ReplaceKeys("root", "root d", "root e") })
			r.Forge("3.root.json", append(KeysOf("root a", "root b"), r.Keys["root"]...), func(signed map[string]any) {
				ks := signed["keys"].(map[string]any)
				other := map[string]any{"keytype": "ed25519", "scheme": "ed25519", "keyval": map[string]any{"public": twin.Public.Value.PublicKey}, "x": "y"}
				id := CanonicalID(other)
				ks[id] = other
				Set([]string{twin.ID, id}, "roles", "root", "keyids")(signed)
				twin.ID = id
			})
			r.Forge("3.root.json", append(KeysOf("root a", "root b"), KeyOf("root d"), twin), func(map[string]any) {})
		}},
		{Name: "root: a key of small order, with which anybody can sign", Code: tuf.Key, Do: func(r *Repo, _ map[string][]byte) {
			r.Forge("2.root.json", r.Keys["root"], func(signed map[string]any) {
				weak := map[string]any{"keytype": "ed25519", "scheme": "ed25519", "keyval": map[string]any{"public": strings.Repeat("00", 32)}}
				id := CanonicalID(weak)
				signed["keys"].(map[string]any)[id] = weak
				Set([]string{id}, "roles", "timestamp", "keyids")(signed)
			})
		}},
		{Name: "root: threshold zero", Code: tuf.Format, Do: func(r *Repo, _ map[string][]byte) {
			r.Forge("2.root.json", r.Keys["root"], Set(0, "roles", "timestamp", "threshold"))
		}},
		{Name: "root: threshold above the number of keys", Code: tuf.Format, Do: func(r *Repo, _ map[string][]byte) {
			r.Forge("2.root.json", r.Keys["root"], Set(2, "roles", "timestamp", "threshold"))
		}},
		{Name: "root: threshold met by naming a key twice", Code: tuf.Format, Do: func(r *Repo, _ map[string][]byte) {
			id := r.Keys["timestamp"][0].ID
			r.Forge("2.root.json", r.Keys["root"], Set([]string{id, id}, "roles", "timestamp", "keyids"))
		}},
		{Name: "root: names a key that is not there", Code: tuf.Format, Do: func(r *Repo, _ map[string][]byte) {
			r.Forge("2.root.json", r.Keys["root"], Set([]string{"nobody"}, "roles", "timestamp", "keyids"))
		}},
		{Name: "root: consistent snapshots neither on nor off", Code: tuf.Format, Do: func(r *Repo, _ map[string][]byte) {
			r.Forge("2.root.json", r.Keys["root"], Set("no", "consistent_snapshot"))
		}},
		{Name: "root: no timestamp role", Code: tuf.Format, Do: func(r *Repo, _ map[string][]byte) {
			r.Forge("2.root.json", r.Keys["root"], Drop("roles", "timestamp"))
		}},
		{Name: "root: keys of unknown kinds do not count", Code: tuf.Signature, Do: func(r *Repo, _ map[string][]byte) {
			r.Rotate(func() {})
			r.Forge("3.root.json", r.Keys["root"], func(signed map[string]any) {
				odd := map[string]any{"keytype": "ed448", "scheme": "ed448", "keyval": map[string]any{"public": "00"}}
				id := CanonicalID(odd)
				signed["keys"].(map[string]any)[id] = odd
				Set([]string{id}, "roles", "timestamp", "keyids")(signed)
			})
		}},

		{Name: "timestamp: an older one again", Code: tuf.Rollback, Do: func(r *Repo, old map[string][]byte) {
			r.Files["timestamp.json"] = old["1.timestamp.json"]
		}},
		{Name: "timestamp: of an older version, signed anew", Code: tuf.Rollback, Do: func(r *Repo, _ map[string][]byte) {
			r.Timestamp.Signed.Version = 1
			r.WriteTimestamp()
		}},
		{Name: "timestamp: points to an older snapshot", Code: tuf.Rollback, Do: func(r *Repo, _ map[string][]byte) {
			r.Snapshot.Signed.Version = 1
			r.WriteTimestamp()
		}},
		{Name: "timestamp: expired", Code: tuf.Expired, Do: func(r *Repo, _ map[string][]byte) {
			r.Timestamp.Signed.Expires = r.In(-1)
			r.WriteTimestamp()
		}},
		{Name: "timestamp: frozen until it expires", Code: tuf.Expired, Do: func(r *Repo, old map[string][]byte) {
			r.Files = old
			r.Now = r.In(3)
		}},
		{Name: "timestamp: missing", Code: tuf.Unavailable, Do: func(r *Repo, _ map[string][]byte) { delete(r.Files, "timestamp.json") }},
		{Name: "timestamp: the snapshot in its place", Code: tuf.Signature, Do: func(r *Repo, _ map[string][]byte) {
			r.Files["timestamp.json"] = r.Files["3.snapshot.json"]
		}},
		{Name: "timestamp: the snapshot in its place, of the same key", Code: tuf.Role, Do: func(r *Repo, _ map[string][]byte) {
			r.Rotate(func() { r.ReplaceKeys("timestamp", "snapshot") })
			r.Files["timestamp.json"] = r.Files["3.snapshot.json"]
		}},
		{Name: "timestamp: names no snapshot", Code: tuf.Format, Do: func(r *Repo, _ map[string][]byte) {
			r.Forge("timestamp.json", r.Keys["timestamp"], Drop("meta", "snapshot.json"))
		}},
		{Name: "timestamp: names more than the snapshot", Code: tuf.Format, Do: func(r *Repo, _ map[string][]byte) {
			r.Forge("timestamp.json", r.Keys["timestamp"], Set(map[string]any{"version": 1}, "meta", "targets.json"))
		}},
		{Name: "timestamp: announces a snapshot too long", Code: tuf.Length, Do: func(r *Repo, _ map[string][]byte) {
			r.Forge("timestamp.json", r.Keys["timestamp"], Set(1<<40, "meta", "snapshot.json", "length"))
		}},
		{Name: "timestamp: announces a snapshot of no length, for no limit", Code: tuf.Format, Do: func(r *Repo, _ map[string][]byte) {
			r.Forge("timestamp.json", r.Keys["timestamp"], Set(0, "meta", "snapshot.json", "length"))
		}},
		{Name: "timestamp: a hash that is none", Code: tuf.Format, Do: func(r *Repo, _ map[string][]byte) {
			r.Forge("timestamp.json", r.Keys["timestamp"], Set(map[string]any{"sha256": "00"}, "meta", "snapshot.json", "hashes"))
		}},
		{Name: "timestamp: a hash of another kind only", Code: tuf.Format, Do: func(r *Repo, _ map[string][]byte) {
			r.Forge("timestamp.json", r.Keys["timestamp"], Set(map[string]any{"md5": "00"}, "meta", "snapshot.json", "hashes"))
		}},

		{Name: "snapshot: missing", Code: tuf.Unavailable, Do: func(r *Repo, _ map[string][]byte) { delete(r.Files, "3.snapshot.json") }},
		{Name: "snapshot: the one before under its name", Code: tuf.Version, Do: func(r *Repo, old map[string][]byte) {
			r.Bare = true
			r.WriteTimestamp()
			r.Files["3.snapshot.json"] = old["2.snapshot.json"]
		}},
		{Name: "snapshot: another of the same version", Code: tuf.Hash, Do: func(r *Repo, _ map[string][]byte) {
			r.Bare = false
			r.WriteTimestamp()
			r.Replace("3.snapshot.json", r.Snapshot.Signed.Expires.Format("2006"), "2999")
		}},
		{Name: "snapshot: a byte longer than announced", Code: tuf.Length, Do: func(r *Repo, _ map[string][]byte) {
			r.Bare = false
			r.WriteTimestamp()
			r.Files["3.snapshot.json"] = append(r.Files["3.snapshot.json"], ' ')
		}},
		{Name: "snapshot: a byte shorter than announced", Code: tuf.Length, Do: func(r *Repo, _ map[string][]byte) {
			r.Bare = false
			r.WriteTimestamp()
			r.Files["3.snapshot.json"] = r.Files["3.snapshot.json"][1:]
		}},
		{Name: "snapshot: targets rolled back", Code: tuf.Rollback, Do: func(r *Repo, _ map[string][]byte) {
			r.Forge("3.snapshot.json", r.Keys["snapshot"], Set(1, "meta", "targets.json", "version"))
		}},
		{Name: "snapshot: a delegated role rolled back", Code: tuf.Rollback, Do: func(r *Repo, _ map[string][]byte) {
			r.Forge("3.snapshot.json", r.Keys["snapshot"], Set(1, "meta", "ward.json", "version"))
		}},
		{Name: "snapshot: a delegated role vanished", Code: tuf.Rollback, Do: func(r *Repo, _ map[string][]byte) {
			r.Forge("3.snapshot.json", r.Keys["snapshot"], Drop("meta", "ward.json"))
		}},
		{Name: "snapshot: expired", Code: tuf.Expired, Do: func(r *Repo, _ map[string][]byte) {
			r.Snapshot.Signed.Expires = r.In(-1)
			r.WriteSnapshot()
		}},
		{Name: "snapshot: names no targets", Code: tuf.Format, Do: func(r *Repo, _ map[string][]byte) {
			r.Forge("3.snapshot.json", r.Keys["snapshot"], Drop("meta", "targets.json"))
		}},
		{Name: "snapshot: names what is no metadata", Code: tuf.Format, Do: func(r *Repo, _ map[string][]byte) {
			r.Forge("3.snapshot.json", r.Keys["snapshot"], Set(map[string]any{"version": 1}, "meta", "../../etc/passwd"))
		}},

		{Name: "targets: missing", Code: tuf.Unavailable, Do: func(r *Repo, _ map[string][]byte) { delete(r.Files, "3.targets.json") }},
		{Name: "targets: the ones before under its name", Code: tuf.Version, Do: func(r *Repo, old map[string][]byte) {
			r.Bare = true
			r.WriteAll()
			r.Files["3.targets.json"] = old["2.targets.json"]
		}},
		{Name: "targets: another of the same version", Code: tuf.Hash, Do: func(r *Repo, _ map[string][]byte) {
			r.Bare = false
			r.WriteAll()
			r.Replace("3.targets.json", r.Targets["targets"].Signed.Expires.Format("2006"), "2999")
		}},
		{Name: "targets: a byte longer than announced", Code: tuf.Length, Do: func(r *Repo, _ map[string][]byte) {
			r.Bare = false
			r.WriteAll()
			r.Files["3.targets.json"] = append(r.Files["3.targets.json"], ' ')
		}},
		{Name: "targets: expired", Code: tuf.Expired, Do: func(r *Repo, _ map[string][]byte) {
			r.Targets["targets"].Signed.Expires = r.In(-1)
			r.WriteAll()
		}},
		{Name: "targets: the pack is not listed", Code: tuf.Target, Do: func(r *Repo, _ map[string][]byte) {
			r.Forge("3.targets.json", r.Keys["targets"], Set(map[string]any{}, "targets"))
		}},
		{Name: "targets: no list", Code: tuf.Format, Do: func(r *Repo, _ map[string][]byte) {
			r.Forge("3.targets.json", r.Keys["targets"], Drop("targets"))
		}},
		{Name: "targets: a pack without a hash", Code: tuf.Format, Do: func(r *Repo, _ map[string][]byte) {
			r.Forge("3.targets.json", r.Keys["targets"], Drop("targets", TargetName, "hashes"))
		}},
		{Name: "targets: a pack without a length", Code: tuf.Format, Do: func(r *Repo, _ map[string][]byte) {
			r.Forge("3.targets.json", r.Keys["targets"], Drop("targets", TargetName, "length"))
		}},
		{Name: "targets: a pack of negative length", Code: tuf.Format, Do: func(r *Repo, _ map[string][]byte) {
			r.Forge("3.targets.json", r.Keys["targets"], Set(-1, "targets", TargetName, "length"))
		}},
		{Name: "targets: a pack too long for the module", Code: tuf.Length, Do: func(r *Repo, _ map[string][]byte) {
			r.Forge("3.targets.json", r.Keys["targets"], Set(1<<30, "targets", TargetName, "length"))
		}},
		{Name: "targets: a delegation to the root", Code: tuf.Format, Do: delegation(map[string]any{"name": "root", "terminating": false, "paths": []string{"*"}})},
		{Name: "targets: a delegation to the root, in capitals", Code: tuf.Format, Do: delegation(map[string]any{"name": "ROOT", "terminating": false, "paths": []string{"*"}})},
		{Name: "targets: thousands of delegations", Code: tuf.Format, Do: func(r *Repo, old map[string][]byte) {
			delegation(map[string]any{"name": "x", "terminating": false, "paths": []string{}})(r, old)
			r.Forge("3.targets.json", r.Keys["targets"], func(signed map[string]any) {
				d := signed["delegations"].(map[string]any)
				one := d["roles"].([]any)[0].(map[string]any)
				roles := make([]any, 3000)
				for i := range roles {
					role := maps.Clone(one)
					role["name"] = fmt.Sprint("x", i)
					roles[i] = role
				}
				d["roles"] = roles
			})
		}},
		{Name: "targets: a delegation that climbs", Code: tuf.Format, Do: delegation(map[string]any{"name": "../timestamp", "terminating": false, "paths": []string{"*"}})},
		{Name: "targets: a delegation with paths and prefixes", Code: tuf.Format, Do: delegation(map[string]any{"name": "x", "terminating": false, "paths": []string{"*"}, "path_hash_prefixes": []string{"0"}})},
		{Name: "targets: a delegation without paths", Code: tuf.Format, Do: delegation(map[string]any{"name": "x", "terminating": false})},
		{Name: "targets: a pattern that is ambiguous", Code: tuf.Format, Do: delegation(map[string]any{"name": "x", "terminating": false, "paths": []string{"[a-z]*"}})},

		{Name: "pack: missing", Code: tuf.Unavailable, Do: func(r *Repo, _ map[string][]byte) { delete(r.Files, TargetPath(TargetName, r.Latest)) }},
		{Name: "pack: a bit flipped", Code: tuf.Hash, Do: onPack(func(p []byte) []byte { p[len(p)/2] ^= 1; return p })},
		{Name: "pack: its first bit flipped", Code: tuf.Hash, Do: onPack(func(p []byte) []byte { p[0] ^= 0x80; return p })},
		{Name: "pack: its last bit flipped", Code: tuf.Hash, Do: onPack(func(p []byte) []byte { p[len(p)-1] ^= 1; return p })},
		{Name: "pack: another of the same length", Code: tuf.Hash, Do: onPack(func(p []byte) []byte { slices.Reverse(p); return p })},
		{Name: "pack: cut short", Code: tuf.Length, Do: onPack(func(p []byte) []byte { return p[:len(p)-1] })},
		{Name: "pack: cut in half", Code: tuf.Length, Do: onPack(func(p []byte) []byte { return p[:len(p)/2] })},
		{Name: "pack: empty", Code: tuf.Length, Do: onPack(func([]byte) []byte { return []byte{} })},
		{Name: "pack: too long", Code: tuf.Length, Do: onPack(func(p []byte) []byte { return append(p, '!') })},
		{Name: "pack: twice over", Code: tuf.Length, Do: onPack(func(p []byte) []byte { return append(p, p...) })},
		{Name: "pack: much too long", Code: tuf.Length, Do: onPack(func(p []byte) []byte { return bytes.Repeat(p, 1+(2<<20)/len(p)) })},
	}...)
}

func onPack(edit func(pack []byte) []byte) func(*Repo, map[string][]byte) {
	return func(r *Repo, _ map[string][]byte) {
		r.Files[TargetPath(TargetName, r.Latest)] = edit(bytes.Clone(r.Latest))
	}
}

// delegation is an attack by a targets role that delegates in a hostile manner.
func delegation(role map[string]any) func(*Repo, map[string][]byte) {
	return func(r *Repo, _ map[string][]byte) {
		k := KeyOf("targets")
		role["keyids"], role["threshold"] = []string{k.ID}, 1
		r.Forge("3.targets.json", r.Keys["targets"], Set(map[string]any{
			"keys":  map[string]any{k.ID: map[string]any{"keytype": "ed25519", "scheme": "ed25519", "keyval": map[string]any{"public": k.Public.Value.PublicKey}}},
			"roles": []any{role},
		}, "delegations"))
	}
}
