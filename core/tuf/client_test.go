package tuf_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/tuf"
	"github.com/bedside-md/bedside/core/tuf/tuftest"
)

func TestFirstUpdateFetchesInOrder(t *testing.T) {
	r := tuftest.New()
	c, err := tuf.Open(r.Shipped, nil, r.Now.Unix(), tuftest.TargetName)
	require.NoError(t, err)
	fetched, err := tuftest.Feed(c, r.Files)
	require.NoError(t, err)
	assert.Equal(t, []string{"2.root.json", "timestamp.json", "1.snapshot.json", "1.targets.json", tuftest.TargetPath(tuftest.TargetName, []byte("pack one"))}, fetched)
	result, done := c.Done()
	require.True(t, done)
	assert.True(t, result.Changed)
	assert.Equal(t, int64(8), result.Length)
	assert.Equal(t, tuf.Versions{Root: 1, Timestamp: 1, Snapshot: 1, Targets: 1}, result.Versions)
	assert.Equal(t, r.In(2).Unix(), result.Expires, "the timestamp is the first to expire")
}

func TestLaterUpdatesFetchOnlyWhatChanged(t *testing.T) {
	r := tuftest.New()
	_, state := r.MustUpdate(nil)
	for _, c := range []struct {
		name    string
		change  func()
		changed bool
		fetched []string
	}{
		{"nothing new", func() {}, false, []string{"2.root.json", "timestamp.json"}},
		{"a timestamp signed anew", func() {
			r.Timestamp.Signed.Version++
			r.WriteTimestamp()
		}, false, []string{"2.root.json", "timestamp.json"}},
		{"a new pack", func() { r.Publish("pack two") }, true,
			[]string{"2.root.json", "timestamp.json", "2.snapshot.json", "2.targets.json", tuftest.TargetPath(tuftest.TargetName, []byte("pack two"))}},
		{"new metadata, same pack", func() { r.Publish("pack two") }, false,
			[]string{"2.root.json", "timestamp.json", "3.snapshot.json", "3.targets.json"}},
		{"a new root", func() { r.Rotate(func() { r.ReplaceKeys("targets", "targets 2") }); r.Publish("pack three") }, true,
			[]string{"2.root.json", "3.root.json", "timestamp.json", "4.snapshot.json", "4.targets.json", tuftest.TargetPath(tuftest.TargetName, []byte("pack three"))}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.change()
			client, err := tuf.Open(r.Shipped, state, r.Now.Unix(), tuftest.TargetName)
			require.NoError(t, err)
			fetched, err := tuftest.Feed(client, r.Files)
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
	r := tuftest.New()
	_, state := r.MustUpdate(nil)
	r.Rotate(func() { r.ReplaceKeys("root", "root a", "root b", "root d") })
	r.Rotate(func() { r.ReplaceKeys("root", "root d", "root b", "root e"); r.Root.Signed.Expires = r.In(-1) }) // may have expired: not the last
	r.Rotate(func() { r.ReplaceKeys("root", "root f", "root d", "root e"); r.Root.Signed.Expires = r.In(365) })
	r.Publish("pack two")
	result, state := r.MustUpdate(state)
	assert.Equal(t, int64(4), result.Versions.Root)

	// The state carries the chain from the shipped root.
	c, err := tuf.Open(r.Shipped, state, r.Now.Unix(), tuftest.TargetName)
	require.NoError(t, err)
	need, _ := c.Need()
	assert.Equal(t, "5.root.json", need.Path)

	// A later program that ships a later root takes the same state.
	c, err = tuf.Open(r.Files["3.root.json"], state, r.Now.Unix(), tuftest.TargetName)
	require.NoError(t, err)
	need, _ = c.Need()
	assert.Equal(t, "5.root.json", need.Path)
}

// A mirror that repeats the latest root under the next name does no harm (5.3.5).
func TestRootOfTheSameVersionIsPassedOver(t *testing.T) {
	r := tuftest.New()
	r.Rotate(func() {})
	r.Publish("pack two")
	r.Files["3.root.json"] = r.Files["2.root.json"]
	result, _ := r.MustUpdate(nil)
	assert.Equal(t, int64(2), result.Versions.Root)
}

// One update takes a bounded number of roots; the next goes on from there.
// Some object stores answer 403 for what they do not have. That holds for the next
// root only: what must be there and is forbidden is unavailable.
func TestServersWithoutANextRoot(t *testing.T) {
	r := tuftest.New()
	for status, code := range map[int]tuf.Code{403: "", 404: "", 401: tuf.Unavailable, 410: tuf.Unavailable, 500: tuf.Unavailable, 0: tuf.Unavailable} {
		files := r.Serve()
		files["2.root.json"] = fmt.Appendf(nil, "HTTP %d", status)
		result, _, err := tuftest.Update(r.Shipped, nil, r.Now, files)
		assert.Equal(t, code, tuf.CodeOf(err), "%d", status)
		assert.Equal(t, code == "", result.Changed, "%d", status)
	}
	for _, path := range []string{"timestamp.json", "1.snapshot.json", "1.targets.json"} {
		files := r.Serve()
		files[path] = []byte("HTTP 403")
		_, _, err := tuftest.Update(r.Shipped, nil, r.Now, files)
		assert.ErrorIs(t, err, tuf.Unavailable, path)
	}
}

func TestRootRotationsAreBounded(t *testing.T) {
	r := tuftest.New()
	for range 70 {
		r.Rotate(func() {})
	}
	result, state := r.MustUpdate(nil)
	assert.Equal(t, int64(65), result.Versions.Root)
	result, _ = r.MustUpdate(state)
	assert.Equal(t, int64(71), result.Versions.Root)
}

func TestFastForwardIsRecoveredByKeyRotation(t *testing.T) {
	for _, role := range []string{"timestamp", "snapshot"} {
		t.Run(role, func(t *testing.T) {
			r := tuftest.New()
			_, state := r.MustUpdate(nil)
			honest := r.Timestamp.Signed.Version
			// A thief of the online keys drives the versions up as far as they go.
			r.Timestamp.Signed.Version, r.Snapshot.Signed.Version = 1<<53-1, 1<<53-1
			r.WriteAll()
			_, state = r.MustUpdate(state)
			// Back at honest versions, clients are stuck …
			r.Timestamp.Signed.Version, r.Snapshot.Signed.Version = honest+1, 2
			r.Publish("pack two")
			_, stuck, err := tuftest.Update(r.Shipped, state, r.Now, r.Files)
			require.ErrorIs(t, err, tuf.Rollback)
			// … until the root names other keys (5.3.11).
			r.Rotate(func() { r.ReplaceKeys(role, role+" 2") })
			r.Publish("pack three")
			result, _ := r.MustUpdate(stuck)
			assert.True(t, result.Changed)
		})
	}
}

func TestRollbackGuardSurvivesWhenOtherKeysRotate(t *testing.T) {
	r := tuftest.New()
	old := r.Files["timestamp.json"]
	r.Publish("pack two")
	_, state := r.MustUpdate(nil)
	r.Rotate(func() { r.ReplaceKeys("targets", "targets 2") })
	r.Files["timestamp.json"] = old
	_, _, err := tuftest.Update(r.Shipped, state, r.Now, r.Files)
	assert.ErrorIs(t, err, tuf.Rollback)
}

func TestMetadataWithoutHashes(t *testing.T) {
	r := tuftest.New()
	r.Bare = true
	r.Publish("pack two")
	result, _ := r.MustUpdate(nil)
	assert.True(t, result.Changed)
}

func TestRepositoryWithoutConsistentSnapshots(t *testing.T) {
	r := tuftest.New()
	r.Rotate(func() { r.Root.Signed.ConsistentSnapshot = false })
	for from, to := range map[string]string{"1.snapshot.json": "snapshot.json", "1.targets.json": "targets.json", tuftest.TargetPath(tuftest.TargetName, []byte("pack one")): "targets/" + tuftest.TargetName} {
		r.Files[to] = r.Files[from]
		delete(r.Files, from)
	}
	r.MustUpdate(nil)
}

func TestCustomFieldsAreSigned(t *testing.T) {
	r := tuftest.New()
	custom := json.RawMessage(`{"rollout":{"percent":10,"salt":"a\u0001\"é"}}`)
	r.Targets["targets"].Signed.Targets[tuftest.TargetName].Custom = &custom
	r.Publish("pack one")
	r.Targets["targets"].Signed.Targets[tuftest.TargetName].Custom = &custom
	r.WriteAll()
	result, _ := r.MustUpdate(nil)
	assert.JSONEq(t, string(custom), string(result.Custom))
}

func TestDelegations(t *testing.T) {
	const name = "acme/stable/rules.pack"
	body := []byte("rules of acme")
	for _, c := range []struct {
		name    string
		setUp   func(r *tuftest.Repo)
		code    tuf.Code // "" for success
		fetched []string // roles' metadata, in order
	}{
		{"one level", func(r *tuftest.Repo) {
			r.Delegate("targets", "acme", false, "acme/*/*")
			r.AddTarget("acme", name, body)
		}, "", []string{"targets", "acme"}},
		{"two levels", func(r *tuftest.Repo) {
			r.Delegate("targets", "acme", false, "acme/*/*")
			r.Delegate("acme", "ward", true, "acme/stable/*.pack")
			r.AddTarget("ward", name, body)
		}, "", []string{"targets", "acme", "ward"}},
		{"the first that lists it wins", func(r *tuftest.Repo) {
			r.Delegate("targets", "first", false, "acme/*/*")
			r.Delegate("targets", "second", false, "acme/*/*")
			r.AddTarget("first", name, body)
			r.AddTarget("second", name, []byte("rules of an impostor"))
		}, "", []string{"targets", "first"}},
		{"depth before breadth", func(r *tuftest.Repo) {
			r.Delegate("targets", "first", false, "acme/*/*")
			r.Delegate("targets", "second", false, "acme/*/*")
			r.Delegate("first", "below", false, "*/*/*")
			r.AddTarget("below", name, body)
			r.AddTarget("second", name, []byte("rules of an impostor"))
		}, "", []string{"targets", "first", "below"}},
		{"on to the next when one lacks it", func(r *tuftest.Repo) {
			r.Delegate("targets", "first", false, "acme/*/*")
			r.Delegate("targets", "second", false, "acme/*/*")
			r.AddTarget("second", name, body)
		}, "", []string{"targets", "first", "second"}},
		{"not beyond a terminating one", func(r *tuftest.Repo) {
			r.Delegate("targets", "first", true, "acme/*/*")
			r.Delegate("targets", "second", false, "acme/*/*")
			r.AddTarget("second", name, body)
		}, tuf.Target, []string{"targets", "first"}},
		{"not outside its paths", func(r *tuftest.Repo) {
			r.Delegate("targets", "other", false, "other/*/*", "acme/*")
			r.AddTarget("other", name, body)
		}, tuf.Target, []string{"targets"}},
		{"a circle ends", func(r *tuftest.Repo) {
			r.Delegate("targets", "first", false, "*/*/*")
			r.Delegate("first", "second", false, "*/*/*")
			r.Delegate("second", "first", false, "*/*/*")
		}, tuf.Target, []string{"targets", "first", "second"}},
		{"signed by another", func(r *tuftest.Repo) {
			r.Delegate("targets", "acme", false, "acme/*/*")
			r.AddTarget("acme", name, body)
			r.Keys["acme"] = tuftest.KeysOf("thief")
		}, tuf.Signature, []string{"targets", "acme"}},
		{"expired", func(r *tuftest.Repo) {
			r.Delegate("targets", "acme", false, "acme/*/*")
			r.AddTarget("acme", name, body)
			r.Targets["acme"].Signed.Expires = r.In(-1)
		}, tuf.Expired, []string{"targets", "acme"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := tuftest.New()
			c.setUp(r)
			r.Publish("pack two")
			client, err := tuf.Open(r.Shipped, nil, r.Now.Unix(), name)
			require.NoError(t, err)
			fetched, err := tuftest.Feed(client, r.Files)
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
			assert.Equal(t, append(want, tuftest.TargetPath(name, body)), fetched)

			// The state vouches for it, and the next update fetches nothing.
			client, err = tuf.Open(r.Shipped, client.State(), r.Now.Unix(), name)
			require.NoError(t, err)
			_, err = client.Restore(body)
			require.NoError(t, err)
			fetched, err = tuftest.Feed(client, r.Files)
			require.NoError(t, err)
			assert.Equal(t, []string{"2.root.json", "timestamp.json"}, fetched)
		})
	}
}

// A clock set back must not bring expired metadata to life again.
func TestClockSetBack(t *testing.T) {
	r := tuftest.New()
	first := r.Serve()
	_, state := r.MustUpdate(nil)
	r.Now = r.Now.AddDate(0, 0, 1)
	_, state = r.MustUpdate(state) // seen: a day later
	r.Now = r.Now.AddDate(0, 0, 2) // the timestamp has expired
	_, _, err := tuftest.Update(r.Shipped, state, r.Now, first)
	require.ErrorIs(t, err, tuf.Expired)

	r.Timestamp.Signed.Version++
	r.Timestamp.Signed.Expires = r.In(2)
	r.WriteTimestamp()
	_, state = r.MustUpdate(state)
	r.Timestamp.Signed.Version++
	r.Timestamp.Signed.Expires = r.In(-1) // expired, though not on a clock set back
	r.WriteTimestamp()
	_, _, err = tuftest.Update(r.Shipped, state, r.Now.AddDate(0, 0, -3), r.Files)
	assert.ErrorIs(t, err, tuf.Expired)

	// A clock that is merely wrong does not keep fresh rules away.
	r.Timestamp.Signed.Expires = r.In(2)
	r.WriteTimestamp()
	_, _, err = tuftest.Update(r.Shipped, state, time.Unix(0, 0), r.Files)
	assert.NoError(t, err)
}

func TestOpenRefusesWhatItCannotBeginWith(t *testing.T) {
	r := tuftest.New()
	for _, c := range []struct {
		name, root, target string
		code               tuf.Code
	}{
		{"no root", "", tuftest.TargetName, tuf.Format},
		{"a timestamp as root", string(r.Files["timestamp.json"]), tuftest.TargetName, tuf.Role},
		{"no target", string(r.Shipped), "", tuf.Target},
		{"a target that climbs", string(r.Shipped), "../base.pack", tuf.Target},
		{"a target with an empty segment", string(r.Shipped), "a//base.pack", tuf.Target},
		{"a target with a query", string(r.Shipped), "base.pack?x", tuf.Target},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := tuf.Open([]byte(c.root), nil, r.Now.Unix(), c.target)
			assert.ErrorIs(t, err, c.code)
		})
	}
}

func TestGiveOutOfTurn(t *testing.T) {
	r := tuftest.New()
	c, err := tuf.Open(r.Shipped, nil, r.Now.Unix(), tuftest.TargetName)
	require.NoError(t, err)
	_, err = tuftest.Feed(c, r.Files)
	require.NoError(t, err)
	assert.ErrorIs(t, c.Give(200, []byte("more")), tuf.Sequence)
	_, done := c.Done()
	assert.True(t, done)
}
