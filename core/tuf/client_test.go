package tuf_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/theupdateframework/go-tuf/v2/metadata"

	"github.com/bedside-md/bedside/core/tuf"
)

func TestFirstUpdateFetchesInOrder(t *testing.T) {
	r := newRepo(t)
	c, err := tuf.Open(r.shipped, nil, r.now.Unix(), targetName)
	require.NoError(t, err)
	fetched, err := feed(c, r.files)
	require.NoError(t, err)
	assert.Equal(t, []string{"2.root.json", "timestamp.json", "1.snapshot.json", "1.targets.json", targetPath(targetName, []byte("pack one"))}, fetched)
	result, done := c.Done()
	require.True(t, done)
	assert.True(t, result.Changed)
	assert.Equal(t, int64(8), result.Length)
	assert.Equal(t, tuf.Versions{Root: 1, Timestamp: 1, Snapshot: 1, Targets: 1}, result.Versions)
	assert.Equal(t, r.in(2).Unix(), result.Expires, "the timestamp is the first to expire")
}

func TestLaterUpdatesFetchOnlyWhatChanged(t *testing.T) {
	r := newRepo(t)
	_, state := r.mustUpdate(nil)
	for _, c := range []struct {
		name    string
		change  func()
		changed bool
		fetched []string
	}{
		{"nothing new", func() {}, false, []string{"2.root.json", "timestamp.json"}},
		{"a timestamp signed anew", func() {
			r.timestamp.Signed.Version++
			r.writeTimestamp()
		}, false, []string{"2.root.json", "timestamp.json"}},
		{"a new pack", func() { r.publish("pack two") }, true,
			[]string{"2.root.json", "timestamp.json", "2.snapshot.json", "2.targets.json", targetPath(targetName, []byte("pack two"))}},
		{"new metadata, same pack", func() { r.publish("pack two") }, false,
			[]string{"2.root.json", "timestamp.json", "3.snapshot.json", "3.targets.json"}},
		{"a new root", func() { r.rotate(func() { r.replaceKeys("targets", "targets 2") }); r.publish("pack three") }, true,
			[]string{"2.root.json", "3.root.json", "timestamp.json", "4.snapshot.json", "4.targets.json", targetPath(targetName, []byte("pack three"))}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.change()
			client, err := tuf.Open(r.shipped, state, r.now.Unix(), targetName)
			require.NoError(t, err)
			fetched, err := feed(client, r.files)
			require.NoError(t, err)
			assert.Equal(t, c.fetched, fetched)
			result, done := client.Done()
			require.True(t, done)
			assert.Equal(t, c.changed, result.Changed)
			state = client.State()
		})
	}
}

func TestRootRotationsAreFollowedOneByOne(t *testing.T) {
	r := newRepo(t)
	_, state := r.mustUpdate(nil)
	r.rotate(func() { r.replaceKeys("root", "root a", "root b", "root d") })
	r.rotate(func() { r.replaceKeys("root", "root d", "root b", "root e"); r.root.Signed.Expires = r.in(-1) }) // may have expired: not the last
	r.rotate(func() { r.replaceKeys("root", "root f", "root d", "root e"); r.root.Signed.Expires = r.in(365) })
	r.publish("pack two")
	result, state := r.mustUpdate(state)
	assert.Equal(t, int64(4), result.Versions.Root)

	// The state carries the chain from the shipped root.
	c, err := tuf.Open(r.shipped, state, r.now.Unix(), targetName)
	require.NoError(t, err)
	need, _ := c.Need()
	assert.Equal(t, "5.root.json", need.Path)

	// A later program that ships a later root takes the same state.
	c, err = tuf.Open(r.files["3.root.json"], state, r.now.Unix(), targetName)
	require.NoError(t, err)
	need, _ = c.Need()
	assert.Equal(t, "5.root.json", need.Path)
}

// A mirror that repeats the latest root under the next name does no harm (5.3.5).
func TestRootOfTheSameVersionIsPassedOver(t *testing.T) {
	r := newRepo(t)
	r.rotate(func() {})
	r.publish("pack two")
	r.files["3.root.json"] = r.files["2.root.json"]
	result, _ := r.mustUpdate(nil)
	assert.Equal(t, int64(2), result.Versions.Root)
}

// One update takes a bounded number of roots; the next goes on from there.
func TestRootRotationsAreBounded(t *testing.T) {
	r := newRepo(t)
	for range 70 {
		r.rotate(func() {})
	}
	result, state := r.mustUpdate(nil)
	assert.Equal(t, int64(65), result.Versions.Root)
	result, _ = r.mustUpdate(state)
	assert.Equal(t, int64(71), result.Versions.Root)
}

func TestFastForwardIsRecoveredByKeyRotation(t *testing.T) {
	for _, role := range []string{"timestamp", "snapshot"} {
		t.Run(role, func(t *testing.T) {
			r := newRepo(t)
			_, state := r.mustUpdate(nil)
			honest := r.timestamp.Signed.Version
			// A thief of the online keys drives the versions up as far as they go.
			r.timestamp.Signed.Version, r.snapshot.Signed.Version = 1<<53-1, 1<<53-1
			r.writeAll()
			_, state = r.mustUpdate(state)
			// Back at honest versions, clients are stuck …
			r.timestamp.Signed.Version, r.snapshot.Signed.Version = honest+1, 2
			r.publish("pack two")
			_, stuck, err := update(r.shipped, state, r.now, r.files)
			require.ErrorIs(t, err, tuf.Rollback)
			// … until the root names other keys (5.3.11).
			r.rotate(func() { r.replaceKeys(role, role+" 2") })
			r.publish("pack three")
			result, _ := r.mustUpdate(stuck)
			assert.True(t, result.Changed)
		})
	}
}

func TestRollbackGuardSurvivesWhenOtherKeysRotate(t *testing.T) {
	r := newRepo(t)
	old := r.files["timestamp.json"]
	r.publish("pack two")
	_, state := r.mustUpdate(nil)
	r.rotate(func() { r.replaceKeys("targets", "targets 2") })
	r.files["timestamp.json"] = old
	_, _, err := update(r.shipped, state, r.now, r.files)
	assert.ErrorIs(t, err, tuf.Rollback)
}

func TestMetadataWithoutHashes(t *testing.T) {
	r := newRepo(t)
	r.bare = true
	r.publish("pack two")
	result, _ := r.mustUpdate(nil)
	assert.True(t, result.Changed)
}

func TestRepositoryWithoutConsistentSnapshots(t *testing.T) {
	r := newRepo(t)
	r.rotate(func() { r.root.Signed.ConsistentSnapshot = false })
	for from, to := range map[string]string{"1.snapshot.json": "snapshot.json", "1.targets.json": "targets.json", targetPath(targetName, []byte("pack one")): "targets/" + targetName} {
		r.files[to] = r.files[from]
		delete(r.files, from)
	}
	r.mustUpdate(nil)
}

func TestCustomFieldsAreSigned(t *testing.T) {
	r := newRepo(t)
	custom := json.RawMessage(`{"rollout":{"percent":10,"salt":"a\u0001\"é"}}`)
	r.targets["targets"].Signed.Targets[targetName].Custom = &custom
	r.publish("pack one")
	r.targets["targets"].Signed.Targets[targetName].Custom = &custom
	r.writeAll()
	result, _ := r.mustUpdate(nil)
	assert.JSONEq(t, string(custom), string(result.Custom))
}

// delegate adds a role that signs the targets of some paths.
func (r *repo) delegate(parent, role string, terminating bool, paths ...string) {
	r.keys[role] = keysOf(r.t, role)
	p := r.targets[parent]
	if p.Signed.Delegations == nil {
		p.Signed.Delegations = &metadata.Delegations{Keys: map[string]*metadata.Key{}}
	}
	k := r.keys[role][0]
	p.Signed.Delegations.Keys[k.id] = k.public
	p.Signed.Delegations.Roles = append(p.Signed.Delegations.Roles, metadata.DelegatedRole{
		Name: role, KeyIDs: []string{k.id}, Threshold: 1, Terminating: terminating, Paths: paths,
	})
	if r.targets[role] == nil {
		r.targets[role] = metadata.Targets(r.in(30))
	}
}

func TestDelegations(t *testing.T) {
	const name = "acme/stable/rules.pack"
	body := []byte("rules of acme")
	for _, c := range []struct {
		name    string
		setUp   func(r *repo)
		code    tuf.Code // "" for success
		fetched []string // roles' metadata, in order
	}{
		{"one level", func(r *repo) {
			r.delegate("targets", "acme", false, "acme/*/*")
			r.addTarget("acme", name, body)
		}, "", []string{"targets", "acme"}},
		{"two levels", func(r *repo) {
			r.delegate("targets", "acme", false, "acme/*/*")
			r.delegate("acme", "ward", true, "acme/stable/*.pack")
			r.addTarget("ward", name, body)
		}, "", []string{"targets", "acme", "ward"}},
		{"the first that lists it wins", func(r *repo) {
			r.delegate("targets", "first", false, "acme/*/*")
			r.delegate("targets", "second", false, "acme/*/*")
			r.addTarget("first", name, body)
			r.addTarget("second", name, []byte("rules of an impostor"))
		}, "", []string{"targets", "first"}},
		{"depth before breadth", func(r *repo) {
			r.delegate("targets", "first", false, "acme/*/*")
			r.delegate("targets", "second", false, "acme/*/*")
			r.delegate("first", "below", false, "*/*/*")
			r.addTarget("below", name, body)
			r.addTarget("second", name, []byte("rules of an impostor"))
		}, "", []string{"targets", "first", "below"}},
		{"on to the next when one lacks it", func(r *repo) {
			r.delegate("targets", "first", false, "acme/*/*")
			r.delegate("targets", "second", false, "acme/*/*")
			r.addTarget("second", name, body)
		}, "", []string{"targets", "first", "second"}},
		{"not beyond a terminating one", func(r *repo) {
			r.delegate("targets", "first", true, "acme/*/*")
			r.delegate("targets", "second", false, "acme/*/*")
			r.addTarget("second", name, body)
		}, tuf.Target, []string{"targets", "first"}},
		{"not outside its paths", func(r *repo) {
			r.delegate("targets", "other", false, "other/*/*", "acme/*")
			r.addTarget("other", name, body)
		}, tuf.Target, []string{"targets"}},
		{"a circle ends", func(r *repo) {
			r.delegate("targets", "first", false, "*/*/*")
			r.delegate("first", "second", false, "*/*/*")
			r.delegate("second", "first", false, "*/*/*")
		}, tuf.Target, []string{"targets", "first", "second"}},
		{"signed by another", func(r *repo) {
			r.delegate("targets", "acme", false, "acme/*/*")
			r.addTarget("acme", name, body)
			r.keys["acme"] = keysOf(r.t, "thief")
		}, tuf.Signature, []string{"targets", "acme"}},
		{"expired", func(r *repo) {
			r.delegate("targets", "acme", false, "acme/*/*")
			r.addTarget("acme", name, body)
			r.targets["acme"].Signed.Expires = r.in(-1)
		}, tuf.Expired, []string{"targets", "acme"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRepo(t)
			c.setUp(r)
			r.publish("pack two")
			client, err := tuf.Open(r.shipped, nil, r.now.Unix(), name)
			require.NoError(t, err)
			fetched, err := feed(client, r.files)
			want := []string{"2.root.json", "timestamp.json", "2.snapshot.json"}
			for _, role := range c.fetched {
				want = append(want, "2."+role+".json")
			}
			if c.code != "" {
				assert.ErrorIs(t, err, c.code)
				assert.Equal(t, want, fetched)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, append(want, targetPath(name, body)), fetched)

			// The state vouches for it, and the next update fetches nothing.
			client, err = tuf.Open(r.shipped, client.State(), r.now.Unix(), name)
			require.NoError(t, err)
			_, err = client.Restore(body)
			require.NoError(t, err)
			fetched, err = feed(client, r.files)
			require.NoError(t, err)
			assert.Equal(t, []string{"2.root.json", "timestamp.json"}, fetched)
		})
	}
}

// A clock set back must not bring expired metadata to life again.
func TestClockSetBack(t *testing.T) {
	r := newRepo(t)
	first := r.serve()
	_, state := r.mustUpdate(nil)
	r.now = r.now.AddDate(0, 0, 1)
	_, state = r.mustUpdate(state) // seen: a day later
	r.now = r.now.AddDate(0, 0, 2) // the timestamp has expired
	_, _, err := update(r.shipped, state, r.now, first)
	require.ErrorIs(t, err, tuf.Expired)

	r.timestamp.Signed.Version++
	r.timestamp.Signed.Expires = r.in(2)
	r.writeTimestamp()
	_, state = r.mustUpdate(state)
	r.timestamp.Signed.Version++
	r.timestamp.Signed.Expires = r.in(-1) // expired, though not on a clock set back
	r.writeTimestamp()
	_, _, err = update(r.shipped, state, r.now.AddDate(0, 0, -3), r.files)
	assert.ErrorIs(t, err, tuf.Expired)

	// A clock that is merely wrong does not keep fresh rules away.
	r.timestamp.Signed.Expires = r.in(2)
	r.writeTimestamp()
	_, _, err = update(r.shipped, state, time.Unix(0, 0), r.files)
	assert.NoError(t, err)
}

func TestOpenRefusesWhatItCannotBeginWith(t *testing.T) {
	r := newRepo(t)
	for _, c := range []struct {
		name, root, target string
		code               tuf.Code
	}{
		{"no root", "", targetName, tuf.Format},
		{"a timestamp as root", string(r.files["timestamp.json"]), targetName, tuf.Role},
		{"no target", string(r.shipped), "", tuf.Target},
		{"a target that climbs", string(r.shipped), "../base.pack", tuf.Target},
		{"a target with an empty segment", string(r.shipped), "a//base.pack", tuf.Target},
		{"a target with a query", string(r.shipped), "base.pack?x", tuf.Target},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := tuf.Open([]byte(c.root), nil, r.now.Unix(), c.target)
			assert.ErrorIs(t, err, c.code)
		})
	}
}

func TestGiveOutOfTurn(t *testing.T) {
	r := newRepo(t)
	c, err := tuf.Open(r.shipped, nil, r.now.Unix(), targetName)
	require.NoError(t, err)
	_, err = feed(c, r.files)
	require.NoError(t, err)
	assert.ErrorIs(t, c.Give(200, []byte("more")), tuf.Sequence)
	_, done := c.Done()
	assert.True(t, done)
}
