package tuftest

import (
	"fmt"

	"github.com/bedside-md/bedside/core/tuf"
)

// conformance are the hostile cases of the TUF conformance suite, by the names that
// they have there (github.com/theupdateframework/tuf-conformance). What it tests of
// honest repositories is in core/tuf's own tests.
func conformance() []Attack {
	all := []Attack{
		{Name: "test_invalid_initial_root", Code: tuf.Format, Fresh: true, Do: func(r *Repo, _ map[string][]byte) {
			r.Files["shipped"] = r.Shipped
			r.Forge("shipped", r.Keys["root"], Drop("version"))
			r.Shipped = r.Files["shipped"]
		}},
		{Name: "test_unsigned_initial_root", Code: tuf.Signature, Fresh: true, Do: func(r *Repo, _ map[string][]byte) {
			r.Shipped = eachSignature(r.Shipped, func(sig []byte) { sig[7] ^= 1 })
		}},
		{Name: "test_timestamp_eq_versions_check", Do: func(r *Repo, _ map[string][]byte) {
			r.Timestamp.Signed.Version = 2
			r.Snapshot.Signed.Version = 100
			r.WriteTimestamp()
		}},
		{Name: "test_timestamp_content_changes", Do: func(r *Repo, _ map[string][]byte) {
			r.Timestamp.Signed.Version = 2
			r.Timestamp.Signed.Expires = r.In(1000)
			r.WriteTimestamp()
		}},
		{Name: "test_new_targets_hash_mismatch", Code: tuf.Hash, Do: func(r *Repo, _ map[string][]byte) {
			r.Bare = false
			r.WriteAll()
			r.Targets["targets"].Signed.Expires = r.In(91)
			r.Files["3.targets.json"] = Signed(r.Targets["targets"], r.Keys["targets"])
		}},
		{Name: "test_new_targets_version_mismatch", Code: tuf.Version, Do: func(r *Repo, _ map[string][]byte) {
			r.Targets["targets"].Signed.Version = 4
			r.Files["3.targets.json"] = Signed(r.Targets["targets"], r.Keys["targets"])
		}},
		{Name: "test_root_has_keys_but_not_snapshot", Code: tuf.Signature, Do: func(r *Repo, _ map[string][]byte) {
			must(r.Root.Signed.AddKey(KeyOf("snapshot 2").Public, "snapshot"))
			r.Root.Signed.Roles["snapshot"].Threshold = 2
			r.WriteRoot()
		}},
		{Name: "test_snapshot_threshold", Code: tuf.Format, Do: func(r *Repo, _ map[string][]byte) {
			r.ReplaceKeys("snapshot", "s1", "s2", "s3", "s4", "s5")
			r.Root.Signed.Roles["snapshot"].Threshold = 6
			r.WriteRoot()
			r.WriteSnapshot()
		}},
		{Name: "test_duplicate_keys_root", Code: tuf.Format, Do: func(r *Repo, _ map[string][]byte) {
			id := r.Keys["snapshot"][0].ID
			r.Forge("2.root.json", r.Keys["root"], func(signed map[string]any) {
				Set([]string{id, id, id}, "roles", "snapshot", "keyids")(signed)
				Set(2, "roles", "snapshot", "threshold")(signed)
			})
		}},
		{Name: "test_new_timestamp_version_rollback", Code: tuf.Rollback, Do: func(r *Repo, _ map[string][]byte) {
			r.Timestamp.Signed.Version = 1
			r.WriteTimestamp()
		}},
		{Name: "test_simple_snapshot_rollback", Do: func(r *Repo, old map[string][]byte) {
			r.Files["timestamp.json"] = old["timestamp.json"]
			r.Files["2.snapshot.json"] = old["1.snapshot.json"]
		}},
		{Name: "test_new_snapshot_version_mismatch", Code: tuf.Version, Do: func(r *Repo, _ map[string][]byte) {
			r.Snapshot.Signed.Version = 4
			r.Files["3.snapshot.json"] = Signed(r.Snapshot, r.Keys["snapshot"])
		}},
		{Name: "test_root_expired", Code: tuf.Expired, Do: func(r *Repo, _ map[string][]byte) {
			r.Rotate(func() { r.Root.Signed.Expires = r.In(-1) })
		}},
		{Name: "test_timestamp_expired", Code: tuf.Expired, Do: func(r *Repo, _ map[string][]byte) {
			r.Timestamp.Signed.Expires = r.In(-5)
			r.WriteTimestamp()
		}},
		{Name: "test_snapshot_expired", Code: tuf.Expired, Do: func(r *Repo, _ map[string][]byte) {
			r.Snapshot.Signed.Expires = r.In(-5)
			r.WriteSnapshot()
		}},
		{Name: "test_targets_expired", Code: tuf.Expired, Do: func(r *Repo, _ map[string][]byte) {
			r.Targets["targets"].Signed.Expires = r.In(-5)
			r.WriteAll()
		}},
		{Name: "test_delegated_expiration", Code: tuf.Expired, Do: func(r *Repo, _ map[string][]byte) {
			r.Delegate("targets", "packs", false, "*.pack")
			r.Targets["packs"].Signed.Expires = r.In(-1)
			r.AddTarget("packs", TargetName, r.Latest)
			delete(r.Targets["targets"].Signed.Targets, TargetName)
			r.WriteAll()
		}},
		{Name: "test_repository_substitutes_target_file", Code: tuf.Length, Do: onPack(func([]byte) []byte { return []byte("malicious data") })},
	}
	for _, hashes := range []bool{false, true} {
		id := map[bool]string{false: "[basic]", true: "[with hashes]"}[hashes]
		all = append(all,
			Attack{Name: "test_snapshot_rollback" + id, Code: tuf.Rollback, Do: func(r *Repo, _ map[string][]byte) {
				r.Bare = !hashes
				r.Snapshot.Signed.Version = 1
				r.WriteTimestamp()
			}},
			Attack{Name: "test_targets_rollback" + id, Code: tuf.Rollback, Do: func(r *Repo, _ map[string][]byte) {
				r.Bare = !hashes
				r.Targets["targets"].Signed.Version = 1
				r.WriteAll()
			}},
		)
	}
	for _, name := range []string{"?", "#", "/delegatedrole", "../delegatedrole"} {
		all = append(all, Attack{Name: "test_unusual_role_name[" + name + "]", Code: tuf.Format,
			Do: delegation(map[string]any{"name": name, "terminating": false, "paths": []string{"*"}})})
	}
	all = append(all,
		rootRotation("1-of-1-key-rotation-fail-not-signed-with-old-key", keyring{[]int{1}, 1}, keyring{[]int{2}, 1}, 2, 3, 4),
		rootRotation("1-of-1-key-rotation-fail-not-signed-with-new-key", keyring{[]int{1}, 1}, keyring{[]int{2}, 1}, 1, 3, 4),
		rootRotation("3-of-5-one-key-rotate-fails-not-signed-with-3-new-keys", keyring{[]int{0, 1, 2, 3, 4}, 3}, keyring{[]int{0, 1, 3, 4, 5}, 3}, 0, 2, 4),
		rootRotation("3-of-5-one-key-rotate-fails-not-signed-with-3-old-keys", keyring{[]int{0, 1, 2, 3, 4}, 3}, keyring{[]int{0, 1, 3, 4, 5}, 3}, 0, 4, 5),
		rootRotation("1-of-3-threshold-bump-to-2-of-3-fails-new-threshold-not-reached", keyring{[]int{1, 2, 3}, 1}, keyring{[]int{1, 2, 3}, 2}, 2),
		rootRotation("2-of-3-threshold-decr-to-1-of-3-fails-old-threshold-not-eached", keyring{[]int{1, 2, 3}, 2}, keyring{[]int{1, 2, 3}, 1}, 1),
	)
	for _, role := range []string{"timestamp", "snapshot", "targets"} {
		all = append(all,
			rotation(role, "1-of-1-key-rotation-fail-not-signed-with-new-key", keyring{[]int{2}, 1}, 1, 3, 4),
			rotation(role, "3-of-5-one-key-signature-wrong-not-signed-with-3-expected-keys", keyring{[]int{0, 1, 3, 4, 5}, 3}, 0, 2, 4),
			rotation(role, "2-of-5-one-key-signature-mising-threshold-not-reached", keyring{[]int{0, 1, 3, 4, 5}, 3}, 0, 4),
		)
	}
	return all
}

// keyring is who may sign, by number, and how many must.
type keyring struct {
	keys      []int
	threshold int
}

func numbered(numbers []int) (ks []Key) {
	for _, n := range numbers {
		ks = append(ks, KeyOf(fmt.Sprint("key ", n)))
	}
	return ks
}

// give puts a role into the hands of a keyring.
func (k keyring) give(r *Repo, role string) {
	r.ReplaceKeys(role)
	r.Keys[role] = numbered(k.keys)
	for _, key := range r.Keys[role] {
		must(r.Root.Signed.AddKey(key.Public, role))
	}
	r.Root.Signed.Roles[role].Threshold = k.threshold
}

func rootRotation(name string, from, to keyring, signers ...int) Attack {
	return Attack{Name: "test_root_rotation[" + name + "]", Code: tuf.Signature,
		Begin: func(r *Repo) {
			from.give(r, "root")
			r.WriteRoot()
			r.Shipped = r.Files["1.root.json"]
		},
		Do: func(r *Repo, _ map[string][]byte) {
			to.give(r, "root")
			r.Files["2.root.json"] = Signed(r.Root, numbered(signers))
		},
	}
}

func rotation(role, name string, to keyring, signers ...int) Attack {
	return Attack{Name: "test_non_root_rotations[" + name + "] of " + role, Code: tuf.Signature, Revoked: role == "targets",
		Do: func(r *Repo, _ map[string][]byte) {
			to.give(r, role)
			r.WriteRoot()
			r.Keys[role] = numbered(signers)
			r.WriteAll()
		},
	}
}
