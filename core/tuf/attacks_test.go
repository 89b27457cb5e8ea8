package tuf_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/tuf"
)

// set puts a value into an object of forged metadata, at a path of keys.
func set(v any, path ...string) func(map[string]any) {
	return func(o map[string]any) {
		for _, key := range path[:len(path)-1] {
			o = o[key].(map[string]any)
		}
		o[path[len(path)-1]] = v
	}
}

// drop removes a key.
func drop(path ...string) func(map[string]any) {
	return func(o map[string]any) {
		for _, key := range path[:len(path)-1] {
			o = o[key].(map[string]any)
		}
		delete(o, path[len(path)-1])
	}
}

// nested is JSON nested n deep.
func nested(n int) string { return strings.Repeat(`[`, n) + strings.Repeat(`]`, n) }

// attack tampers with a repository at version 3, "pack two", whose clients hold
// version 2, "pack one". old is what was served before, the timestamp of version 1
// under the name 1.timestamp.json.
type attack struct {
	name string
	code tuf.Code
	do   func(r *repo, old map[string][]byte)
}

// onFile are attacks that any metadata file must withstand. signers are the keys of
// the role, as the thief of some other key does not have them.
func onFile(path, role string) []attack {
	forge := func(edit func(map[string]any)) func(*repo, map[string][]byte) {
		return func(r *repo, _ map[string][]byte) { r.forge(path, r.keys[role], edit) }
	}
	text := func(edit func(file string) string) func(*repo, map[string][]byte) {
		return func(r *repo, _ map[string][]byte) { r.files[path] = []byte(edit(string(r.files[path]))) }
	}
	return []attack{
		{"signed by another key", tuf.Signature, func(r *repo, _ map[string][]byte) {
			r.forge(path, keysOf(r.t, "thief"), func(map[string]any) {})
		}},
		{"not signed", tuf.Signature, func(r *repo, _ map[string][]byte) { r.forge(path, nil, func(map[string]any) {}) }},
		{"signed by a stranger under the right key id", tuf.Signature, func(r *repo, _ map[string][]byte) {
			thief := keyOf(r.t, "thief")
			thief.id = r.keys[role][0].id
			r.forge(path, []key{thief}, func(map[string]any) {})
		}},
		{"signature flipped", tuf.Signature, func(r *repo, _ map[string][]byte) {
			var file struct {
				Signed     json.RawMessage     `json:"signed"`
				Signatures []map[string]string `json:"signatures"`
			}
			require.NoError(r.t, json.Unmarshal(r.files[path], &file))
			for _, s := range file.Signatures {
				s["sig"] = strings.Map(func(c rune) rune { return '0' + (c+1)%10 }, s["sig"])
			}
			b, err := json.Marshal(file)
			require.NoError(r.t, err)
			r.files[path] = b
		}},
		{"expiry changed after signing", tuf.Signature, text(func(f string) string { return strings.Replace(f, `"expires":"20`, `"expires":"21`, 1) })},
		{"signed twice by one key", tuf.Format, func(r *repo, _ map[string][]byte) {
			r.forge(path, []key{r.keys[role][0], r.keys[role][0]}, func(map[string]any) {})
		}},
		{"empty", tuf.Format, text(func(string) string { return "" })},
		{"cut short", tuf.Format, text(func(f string) string { return f[:len(f)/2] })},
		{"the last byte missing", tuf.Format, text(func(f string) string { return f[:len(f)-1] })},
		{"something after its end", tuf.Format, text(func(f string) string { return f + "{}" })},
		{"a key twice", tuf.Format, text(func(f string) string { return strings.Replace(f, `"version":`, `"version":9,"version":`, 1) })},
		{"a key twice, once escaped", tuf.Format, text(func(f string) string { return strings.Replace(f, `"version":`, `"ver\u0073ion":9,"version":`, 1) })},
		{"signed twice over", tuf.Format, text(func(f string) string { return strings.Replace(f, `"signed":`, `"signed":{},"signed":`, 1) })},
		{"deeply nested", tuf.Format, text(func(f string) string {
			return strings.Replace(f, `"signed":`, `"x":`+nested(2000)+`,"signed":`, 1)
		})},
		{"half a surrogate pair", tuf.Format, text(func(f string) string { return strings.Replace(f, `"signed":`, `"\ud800":1,"signed":`, 1) })},
		{"not UTF-8", tuf.Format, text(func(f string) string { return strings.Replace(f, `"signed":`, "\"\xff\":1,\"signed\":", 1) })},
		{"a web page", tuf.Format, text(func(string) string { return "<!doctype html><title>Sign in to the hospital guest network</title>" })},
		{"version not whole", tuf.Format, text(func(f string) string { return strings.Replace(f, `"version":`, `"version":0.`, 1) })},
		{"version beyond 64 bits", tuf.Format, text(func(f string) string { return strings.Replace(f, `"version":`, `"version":9999999999999999999`, 1) })},
		{"version beyond 53 bits", tuf.Format, forge(set(json.Number("9007199254740993"), "version"))},
		{"version zero", tuf.Format, forge(set(0, "version"))},
		{"version negative", tuf.Format, forge(set(-2, "version"))},
		{"version a string", tuf.Format, forge(set("2", "version"))},
		{"no version", tuf.Format, forge(drop("version"))},
		{"no expiry", tuf.Format, forge(drop("expires"))},
		{"an expiry that is no date", tuf.Format, forge(set("2027-02-30T00:00:00Z", "expires"))},
		{"an expiry in another zone", tuf.Format, forge(set("2027-02-20T00:00:00+01:00", "expires"))},
		{"metadata of another role", tuf.Role, forge(set("mirrors", "_type"))},
		{"no role", tuf.Format, forge(drop("_type"))},
		{"specification 2", tuf.Spec, forge(set("2.0.0", "spec_version"))},
		{"specification 10", tuf.Spec, forge(set("10.0", "spec_version"))},
		{"no specification", tuf.Format, forge(drop("spec_version"))},
		{"unavailable", tuf.Unavailable, text(func(string) string { return "HTTP 503" })},
		{"longer than it may be", tuf.Length, text(func(f string) string { return f + strings.Repeat(" ", 2<<20) })},
	}
}

// attacks are the named ways in which a repository, a mirror or a network may lie.
func attacks() []attack {
	var all []attack
	for _, f := range []struct{ path, role string }{
		{"2.root.json", "root"}, {"timestamp.json", "timestamp"}, {"3.snapshot.json", "snapshot"}, {"3.targets.json", "targets"},
	} {
		for _, a := range onFile(f.path, f.role) {
			a.name = f.role + ": " + a.name
			all = append(all, a)
		}
	}
	return append(all, []attack{
		{"root: one signature of two", tuf.Signature, func(r *repo, _ map[string][]byte) {
			r.forge("2.root.json", r.keys["root"][:1], func(map[string]any) {})
		}},
		{"root: signed by the old keys only", tuf.Signature, func(r *repo, _ map[string][]byte) {
			old := r.keys["root"]
			r.rotate(func() { r.replaceKeys("root", "root d", "root e") })
			r.forge("3.root.json", old, func(map[string]any) {})
		}},
		{"root: signed by the new keys only", tuf.Signature, func(r *repo, _ map[string][]byte) {
			r.rotate(func() { r.replaceKeys("root", "root d", "root e") })
			r.forge("3.root.json", r.keys["root"], func(map[string]any) {})
		}},
		{"root: a version is skipped", tuf.Version, func(r *repo, _ map[string][]byte) {
			r.rotate(func() {})
			r.rotate(func() {})
			r.files["3.root.json"] = r.files["4.root.json"]
		}},
		{"root: an older one again", tuf.Rollback, func(r *repo, old map[string][]byte) {
			r.files["3.root.json"] = r.shipped
		}},
		{"root: the chain is broken", tuf.Signature, func(r *repo, _ map[string][]byte) {
			r.rotate(func() { r.replaceKeys("timestamp", "timestamp 2") })
			r.writeTimestamp()
			delete(r.files, "3.root.json")
		}},
		{"root: expired", tuf.Expired, func(r *repo, _ map[string][]byte) {
			r.rotate(func() { r.root.Signed.Expires = r.in(-1) })
		}},
		{"root: expires at this very second", tuf.Expired, func(r *repo, _ map[string][]byte) {
			r.rotate(func() { r.root.Signed.Expires = r.now })
		}},
		{"root: a key under the id of another", tuf.Key, func(r *repo, _ map[string][]byte) {
			r.forge("2.root.json", r.keys["root"], func(signed map[string]any) {
				ks := signed["keys"].(map[string]any)
				ks[r.keys["root"][0].id] = ks[r.keys["root"][1].id]
			})
		}},
		{"root: a key under an id of its own making", tuf.Key, func(r *repo, _ map[string][]byte) {
			r.forge("2.root.json", r.keys["root"], func(signed map[string]any) {
				ks := signed["keys"].(map[string]any)
				ks["me"] = ks[r.keys["root"][1].id]
			})
		}},
		{"root: one key under two ids makes two signatures", tuf.Signature, func(r *repo, _ map[string][]byte) {
			// The ids are right: the second key differs in a field that has no meaning.
			twin := keyOf(r.t, "root d")
			r.rotate(func() { r.replaceKeys("root", "root d", "root e") })
			r.forge("3.root.json", append(keysOf(r.t, "root a", "root b"), r.keys["root"]...), func(signed map[string]any) {
				ks := signed["keys"].(map[string]any)
				other := map[string]any{"keytype": "ed25519", "scheme": "ed25519", "keyval": map[string]any{"public": twin.public.Value.PublicKey}, "x": "y"}
				id := canonicalID(r.t, other)
				ks[id] = other
				set([]string{twin.id, id}, "roles", "root", "keyids")(signed)
				twin.id = id
			})
			r.forge("3.root.json", append(keysOf(r.t, "root a", "root b"), keyOf(r.t, "root d"), twin), func(map[string]any) {})
		}},
		{"root: threshold zero", tuf.Format, func(r *repo, _ map[string][]byte) {
			r.forge("2.root.json", r.keys["root"], set(0, "roles", "timestamp", "threshold"))
		}},
		{"root: threshold above the number of keys", tuf.Format, func(r *repo, _ map[string][]byte) {
			r.forge("2.root.json", r.keys["root"], set(2, "roles", "timestamp", "threshold"))
		}},
		{"root: threshold met by naming a key twice", tuf.Format, func(r *repo, _ map[string][]byte) {
			id := r.keys["timestamp"][0].id
			r.forge("2.root.json", r.keys["root"], set([]string{id, id}, "roles", "timestamp", "keyids"))
		}},
		{"root: names a key that is not there", tuf.Format, func(r *repo, _ map[string][]byte) {
			r.forge("2.root.json", r.keys["root"], set([]string{"nobody"}, "roles", "timestamp", "keyids"))
		}},
		{"root: no timestamp role", tuf.Format, func(r *repo, _ map[string][]byte) {
			r.forge("2.root.json", r.keys["root"], drop("roles", "timestamp"))
		}},
		{"root: keys of unknown kinds do not count", tuf.Signature, func(r *repo, _ map[string][]byte) {
			r.rotate(func() {})
			r.forge("3.root.json", r.keys["root"], func(signed map[string]any) {
				odd := map[string]any{"keytype": "ed448", "scheme": "ed448", "keyval": map[string]any{"public": "00"}}
				id := canonicalID(r.t, odd)
				signed["keys"].(map[string]any)[id] = odd
				set([]string{id}, "roles", "timestamp", "keyids")(signed)
			})
		}},

		{"timestamp: an older one again", tuf.Rollback, func(r *repo, old map[string][]byte) {
			r.files["timestamp.json"] = old["1.timestamp.json"]
		}},
		{"timestamp: of an older version, signed anew", tuf.Rollback, func(r *repo, _ map[string][]byte) {
			r.timestamp.Signed.Version = 1
			r.writeTimestamp()
		}},
		{"timestamp: points to an older snapshot", tuf.Rollback, func(r *repo, _ map[string][]byte) {
			r.snapshot.Signed.Version = 1
			r.writeTimestamp()
		}},
		{"timestamp: expired", tuf.Expired, func(r *repo, _ map[string][]byte) {
			r.timestamp.Signed.Expires = r.in(-1)
			r.writeTimestamp()
		}},
		{"timestamp: frozen until it expires", tuf.Expired, func(r *repo, old map[string][]byte) {
			r.files = old
			r.now = r.in(3)
		}},
		{"timestamp: missing", tuf.Unavailable, func(r *repo, _ map[string][]byte) { delete(r.files, "timestamp.json") }},
		{"timestamp: the snapshot in its place", tuf.Signature, func(r *repo, _ map[string][]byte) {
			r.files["timestamp.json"] = r.files["3.snapshot.json"]
		}},
		{"timestamp: the snapshot in its place, of the same key", tuf.Role, func(r *repo, _ map[string][]byte) {
			r.rotate(func() { r.replaceKeys("timestamp", "snapshot") })
			r.files["timestamp.json"] = r.files["3.snapshot.json"]
		}},
		{"timestamp: names no snapshot", tuf.Format, func(r *repo, _ map[string][]byte) {
			r.forge("timestamp.json", r.keys["timestamp"], drop("meta", "snapshot.json"))
		}},
		{"timestamp: names more than the snapshot", tuf.Format, func(r *repo, _ map[string][]byte) {
			r.forge("timestamp.json", r.keys["timestamp"], set(map[string]any{"version": 1}, "meta", "targets.json"))
		}},
		{"timestamp: announces a snapshot too long", tuf.Length, func(r *repo, _ map[string][]byte) {
			r.forge("timestamp.json", r.keys["timestamp"], set(1<<40, "meta", "snapshot.json", "length"))
		}},
		{"timestamp: a hash that is none", tuf.Format, func(r *repo, _ map[string][]byte) {
			r.forge("timestamp.json", r.keys["timestamp"], set(map[string]any{"sha256": "00"}, "meta", "snapshot.json", "hashes"))
		}},
		{"timestamp: a hash of another kind only", tuf.Format, func(r *repo, _ map[string][]byte) {
			r.forge("timestamp.json", r.keys["timestamp"], set(map[string]any{"md5": "00"}, "meta", "snapshot.json", "hashes"))
		}},

		{"snapshot: missing", tuf.Unavailable, func(r *repo, _ map[string][]byte) { delete(r.files, "3.snapshot.json") }},
		{"snapshot: the one before under its name", tuf.Version, func(r *repo, old map[string][]byte) {
			r.bare = true
			r.writeTimestamp()
			r.files["3.snapshot.json"] = old["2.snapshot.json"]
		}},
		{"snapshot: another of the same version", tuf.Hash, func(r *repo, _ map[string][]byte) {
			r.bare = false
			r.writeTimestamp()
			r.replace("3.snapshot.json", r.snapshot.Signed.Expires.Format("2006"), "2999")
		}},
		{"snapshot: a byte longer than announced", tuf.Length, func(r *repo, _ map[string][]byte) {
			r.bare = false
			r.writeTimestamp()
			r.files["3.snapshot.json"] = append(r.files["3.snapshot.json"], ' ')
		}},
		{"snapshot: a byte shorter than announced", tuf.Length, func(r *repo, _ map[string][]byte) {
			r.bare = false
			r.writeTimestamp()
			r.files["3.snapshot.json"] = r.files["3.snapshot.json"][1:]
		}},
		{"snapshot: targets rolled back", tuf.Rollback, func(r *repo, _ map[string][]byte) {
			r.forge("3.snapshot.json", r.keys["snapshot"], set(1, "meta", "targets.json", "version"))
		}},
		{"snapshot: a delegated role rolled back", tuf.Rollback, func(r *repo, _ map[string][]byte) {
			r.forge("3.snapshot.json", r.keys["snapshot"], set(1, "meta", "ward.json", "version"))
		}},
		{"snapshot: a delegated role vanished", tuf.Rollback, func(r *repo, _ map[string][]byte) {
			r.forge("3.snapshot.json", r.keys["snapshot"], drop("meta", "ward.json"))
		}},
		{"snapshot: expired", tuf.Expired, func(r *repo, _ map[string][]byte) {
			r.snapshot.Signed.Expires = r.in(-1)
			r.writeSnapshot()
		}},
		{"snapshot: names no targets", tuf.Format, func(r *repo, _ map[string][]byte) {
			r.forge("3.snapshot.json", r.keys["snapshot"], drop("meta", "targets.json"))
		}},
		{"snapshot: names what is no metadata", tuf.Format, func(r *repo, _ map[string][]byte) {
			r.forge("3.snapshot.json", r.keys["snapshot"], set(map[string]any{"version": 1}, "meta", "../../etc/passwd"))
		}},

		{"targets: missing", tuf.Unavailable, func(r *repo, _ map[string][]byte) { delete(r.files, "3.targets.json") }},
		{"targets: the ones before under its name", tuf.Version, func(r *repo, old map[string][]byte) {
			r.bare = true
			r.writeAll()
			r.files["3.targets.json"] = old["2.targets.json"]
		}},
		{"targets: another of the same version", tuf.Hash, func(r *repo, _ map[string][]byte) {
			r.bare = false
			r.writeAll()
			r.replace("3.targets.json", r.targets["targets"].Signed.Expires.Format("2006"), "2999")
		}},
		{"targets: a byte longer than announced", tuf.Length, func(r *repo, _ map[string][]byte) {
			r.bare = false
			r.writeAll()
			r.files["3.targets.json"] = append(r.files["3.targets.json"], ' ')
		}},
		{"targets: expired", tuf.Expired, func(r *repo, _ map[string][]byte) {
			r.targets["targets"].Signed.Expires = r.in(-1)
			r.writeAll()
		}},
		{"targets: the pack is not listed", tuf.Target, func(r *repo, _ map[string][]byte) {
			r.forge("3.targets.json", r.keys["targets"], set(map[string]any{}, "targets"))
		}},
		{"targets: no list", tuf.Format, func(r *repo, _ map[string][]byte) {
			r.forge("3.targets.json", r.keys["targets"], drop("targets"))
		}},
		{"targets: a pack without a hash", tuf.Format, func(r *repo, _ map[string][]byte) {
			r.forge("3.targets.json", r.keys["targets"], drop("targets", targetName, "hashes"))
		}},
		{"targets: a pack without a length", tuf.Format, func(r *repo, _ map[string][]byte) {
			r.forge("3.targets.json", r.keys["targets"], drop("targets", targetName, "length"))
		}},
		{"targets: a pack of negative length", tuf.Format, func(r *repo, _ map[string][]byte) {
			r.forge("3.targets.json", r.keys["targets"], set(-1, "targets", targetName, "length"))
		}},
		{"targets: a pack too long for the module", tuf.Length, func(r *repo, _ map[string][]byte) {
			r.forge("3.targets.json", r.keys["targets"], set(1<<30, "targets", targetName, "length"))
		}},
		{"targets: a delegation to the root", tuf.Format, delegation(map[string]any{"name": "root", "terminating": false, "paths": []string{"*"}})},
		{"targets: a delegation that climbs", tuf.Format, delegation(map[string]any{"name": "../timestamp", "terminating": false, "paths": []string{"*"}})},
		{"targets: a delegation with paths and prefixes", tuf.Format, delegation(map[string]any{"name": "x", "terminating": false, "paths": []string{"*"}, "path_hash_prefixes": []string{"0"}})},
		{"targets: a delegation without paths", tuf.Format, delegation(map[string]any{"name": "x", "terminating": false})},
		{"targets: a pattern that is ambiguous", tuf.Format, delegation(map[string]any{"name": "x", "terminating": false, "paths": []string{"[a-z]*"}})},

		{"pack: missing", tuf.Unavailable, func(r *repo, _ map[string][]byte) { delete(r.files, targetPath(targetName, []byte("pack two"))) }},
		{"pack: a bit flipped", tuf.Hash, onPack("pack twp")},
		{"pack: another of the same length", tuf.Hash, onPack("pack one")},
		{"pack: cut short", tuf.Length, onPack("pack tw")},
		{"pack: empty", tuf.Length, onPack("")},
		{"pack: too long", tuf.Length, onPack("pack two!")},
		{"pack: endless", tuf.Length, onPack(strings.Repeat("pack two", 1<<18))},
	}...)
}

func onPack(body string) func(*repo, map[string][]byte) {
	return func(r *repo, _ map[string][]byte) { r.files[targetPath(targetName, []byte("pack two"))] = []byte(body) }
}

// delegation is an attack by a targets role that delegates in a hostile manner.
func delegation(role map[string]any) func(*repo, map[string][]byte) {
	return func(r *repo, _ map[string][]byte) {
		k := keyOf(r.t, "targets")
		role["keyids"], role["threshold"] = []string{k.id}, 1
		r.forge("3.targets.json", r.keys["targets"], set(map[string]any{
			"keys":  map[string]any{k.id: map[string]any{"keytype": "ed25519", "scheme": "ed25519", "keyval": map[string]any{"public": k.public.Value.PublicKey}}},
			"roles": []any{role},
		}, "delegations"))
	}
}

// underAttack is a repository for an attack, the state of its clients, what was
// served before, and what it will honestly serve one version later.
func underAttack(t testing.TB) (r *repo, state []byte, old, later map[string][]byte) {
	t.Helper()
	r = newRepo(t)
	first := r.files["timestamp.json"]
	r.delegate("targets", "ward", false, "ward/*")
	r.publish("pack one")
	_, state = r.mustUpdate(nil)
	old = r.serve()
	old["1.timestamp.json"] = first
	r.bare = true // so that what is forged is not caught by its hash already
	r.rotate(func() {})
	r.publish("pack two")
	now := r.serve()
	r.publish("pack two")
	later, r.files = r.files, now
	r.timestamp.Signed.Version--
	r.snapshot.Signed.Version--
	for _, x := range r.targets {
		x.Signed.Version--
	}
	return r, state, old, later
}

// No attack is accepted, each is refused for its own reason, and afterwards the
// client still holds the last good pack and takes honest updates.
func TestAttacks(t *testing.T) {
	for _, a := range attacks() {
		t.Run(a.name, func(t *testing.T) {
			r, state, old, later := underAttack(t)
			root, now := r.root.Signed.Version, r.now
			a.do(r, old)
			t.Run("with a state", func(t *testing.T) {
				_, after, err := update(r.shipped, state, r.now, r.files)
				require.ErrorIs(t, err, a.code)
				assert.Regexp(t, `^[A-Z0-9t][^\n]*\.$`, err.Error(), "a sentence")

				c, err := tuf.Open(r.shipped, after, r.now.Unix(), targetName)
				require.NoError(t, err)
				kept, err := c.Restore([]byte("pack one"))
				require.NoError(t, err)
				assert.Equal(t, int64(2), kept.Versions.Targets)
				_, err = c.Restore([]byte("pack two"))
				assert.ErrorIs(t, err, tuf.Hash)

				if r.root.Signed.Version == root { // else the honest root is no longer what follows
					result, _, err := update(r.shipped, after, now, later)
					require.NoError(t, err)
					assert.True(t, result.Changed)
				}
			})
			t.Run("at first use", func(t *testing.T) {
				_, after, err := update(r.shipped, nil, r.now, r.files)
				if a.code == tuf.Rollback && err == nil {
					return // who has seen nothing cannot know
				}
				require.ErrorIs(t, err, a.code)
				c, err := tuf.Open(r.shipped, after, r.now.Unix(), targetName)
				require.NoError(t, err)
				_, err = c.Restore([]byte("pack two"))
				assert.ErrorIs(t, err, tuf.Sequence)
			})
		})
	}
}

// Every cut and every flipped byte of every file is refused, or was of no meaning.
func TestEveryCutAndFlip(t *testing.T) {
	r, state, _, _ := underAttack(t)
	want, _ := r.mustUpdate(state)
	for _, path := range []string{"2.root.json", "timestamp.json", "3.snapshot.json", "3.targets.json", targetPath(targetName, []byte("pack two"))} {
		whole := r.files[path]
		for i := 0; i < len(whole); i += 1 + len(whole)/97 {
			flipped := append([]byte{}, whole...)
			flipped[i] ^= 1 << (i % 8)
			for what, body := range map[string][]byte{"cut": whole[:i], "flip": flipped} {
				files := r.serve()
				files[path] = body
				result, _, err := update(r.shipped, state, r.now, files)
				if err == nil { // such as the key id of a signature that is not needed
					assert.Equal(t, want, result, "%s at byte %d of %s", what, i, path)
				} else {
					assert.NotEmpty(t, tuf.CodeOf(err), fmt.Sprint(err))
				}
				if what == "cut" {
					assert.Error(t, err, "cut at byte %d of %s", i, path)
				}
			}
		}
	}
}
