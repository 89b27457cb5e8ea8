package tuftest

import (
	"strings"

	"github.com/bedside-md/bedside/core/tuf"
)

// files are the paths of the four top-level roles' files under attack.
var files = []struct{ path, role string }{
	{"2.root.json", "root"}, {"timestamp.json", "timestamp"}, {"3.snapshot.json", "snapshot"}, {"3.targets.json", "targets"},
}

// swapped are files of one role in the place of another's.
func swapped() (all []Attack) {
	for _, place := range files {
		for _, other := range files {
			if place != other {
				all = append(all, Attack{
					Name: place.role + ": the file of the role " + other.role + " in its place", Code: tuf.Signature,
					Do: func(r *Repo, _ map[string][]byte) { r.Files[place.path] = r.Files[other.path] },
				})
			}
		}
	}
	return all
}

// stolen are attacks of somebody who holds one key, or all that are online.
func stolen() []Attack {
	return []Attack{
		{Name: "stolen timestamp key: a snapshot of the thief's", Code: tuf.Signature, Do: func(r *Repo, _ map[string][]byte) {
			r.Forge("3.snapshot.json", r.Keys["timestamp"], Set(9, "version"))
			r.WriteTimestamp()
		}},
		{Name: "stolen timestamp key: the snapshot before under the next version", Code: tuf.Version, Do: func(r *Repo, old map[string][]byte) {
			r.Files["3.snapshot.json"] = old["2.snapshot.json"]
			r.WriteTimestamp()
		}},
		{Name: "stolen timestamp key: back to the snapshot before", Code: tuf.Rollback, Do: func(r *Repo, _ map[string][]byte) {
			r.Snapshot.Signed.Version = 1
			r.Timestamp.Signed.Version = 9
			r.WriteTimestamp()
		}},
		{Name: "stolen timestamp and snapshot keys: targets of the thief's", Code: tuf.Signature, Do: func(r *Repo, _ map[string][]byte) {
			r.Forge("3.targets.json", KeysOf("timestamp", "snapshot"), Drop("delegations"))
			r.WriteSnapshot()
		}},
		{Name: "stolen timestamp and snapshot keys: targets of before", Code: tuf.Rollback, Do: func(r *Repo, _ map[string][]byte) {
			r.Targets["targets"].Signed.Version = 1
			r.Snapshot.Signed.Meta["targets.json"] = r.metaFile(1, "targets")
			r.WriteSnapshot()
		}},
		{Name: "stolen timestamp and snapshot keys: old and new mixed", Code: tuf.Version, Do: func(r *Repo, old map[string][]byte) {
			r.Files["3.targets.json"] = old["2.targets.json"]
			r.WriteSnapshot()
		}},
		{Name: "stolen snapshot key: another snapshot of the announced version", Code: tuf.Hash, Do: func(r *Repo, _ map[string][]byte) {
			r.Bare = false
			r.WriteTimestamp()
			r.Snapshot.Signed.Meta["targets.json"].Version = 7 // as long as before
			r.Files["3.snapshot.json"] = Signed(r.Snapshot, r.Keys["snapshot"])
		}},
		{Name: "stolen targets key: a pack of the thief's", Code: tuf.Hash, Do: func(r *Repo, _ map[string][]byte) {
			r.Bare = false
			r.WriteAll()
			r.AddTarget("targets", TargetName, []byte(strings.ToUpper(string(r.Latest))))
			r.Files["3.targets.json"] = Signed(r.Targets["targets"], r.Keys["targets"])
		}},
		{Name: "stolen root key: a root that names the thief's keys", Code: tuf.Signature, Do: func(r *Repo, _ map[string][]byte) {
			one := r.Keys["root"][:1]
			for role := range r.Keys {
				if role != "ward" {
					r.ReplaceKeys(role, "thief "+role)
				}
			}
			r.Root.Signed.Roles["root"].Threshold = 1
			r.Files["2.root.json"] = Signed(r.Root, append(one, r.Keys["root"]...))
			r.WriteAll()
		}},
		{Name: "stolen root key: signs as itself and under the id of another", Code: tuf.Signature, Do: func(r *Repo, _ map[string][]byte) {
			twin := r.Keys["root"][0]
			twin.ID = r.Keys["root"][1].ID
			r.Forge("2.root.json", []Key{r.Keys["root"][0], twin}, func(map[string]any) {})
		}},
		{Name: "stolen key of a ward: the association's targets", Code: tuf.Signature, Do: func(r *Repo, _ map[string][]byte) {
			r.Forge("3.targets.json", r.Keys["ward"], func(map[string]any) {})
		}},
		{Name: "stolen key of a ward: the association's pack as its own", Code: tuf.Target, Do: func(r *Repo, _ map[string][]byte) {
			r.AddTarget("ward", TargetName, []byte("pack of a thief"))
			delete(r.Targets["targets"].Signed.Targets, TargetName)
			r.WriteAll()
		}},
	}
}

// late are attacks with time.
func late() []Attack {
	return []Attack{
		{Name: "everything expired", Code: tuf.Expired, Do: func(r *Repo, _ map[string][]byte) { r.Now = r.In(400) }},
		{Name: "everything but the root expired", Code: tuf.Expired, Do: func(r *Repo, _ map[string][]byte) { r.Now = r.In(200) }},
		{Name: "the timestamp expired an hour ago", Code: tuf.Expired, Do: func(r *Repo, _ map[string][]byte) { r.Now = r.In(2).Add(3600e9) }},
		{Name: "the clock set back to bring an expired timestamp to life", Code: tuf.Expired, Do: func(r *Repo, _ map[string][]byte) {
			r.Timestamp.Signed.Expires = r.Now.Add(-3600e9)
			r.WriteTimestamp()
			r.Now = r.In(-2)
		}},
		{Name: "the clock set back by years", Code: tuf.Expired, Do: func(r *Repo, _ map[string][]byte) {
			r.Timestamp.Signed.Expires = r.In(-300)
			r.WriteTimestamp()
			r.Now = r.In(-1000)
		}},
		{Name: "the clock set back, an old repository replayed", Code: tuf.Rollback, Do: func(r *Repo, old map[string][]byte) {
			r.Files = map[string][]byte{"timestamp.json": old["1.timestamp.json"]}
			r.Now = r.In(-1)
		}},
		{Name: "an expiry beyond the year 9999", Code: tuf.Format, Do: func(r *Repo, _ map[string][]byte) {
			r.Forge("timestamp.json", r.Keys["timestamp"], Set("99999-01-01T00:00:00Z", "expires"))
		}},
	}
}
