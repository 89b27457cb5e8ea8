package release_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/tuf"
	"github.com/bedside-md/bedside/server/release"
)

func TestRollOut(t *testing.T) {
	c := newClub(t)
	one, two, three := packOf(t, "base", "1", "heron"), packOf(t, "base", "2", "ibis"), packOf(t, "base", "3", "stork")
	both := []string{"alice", "bob"}
	tenth := release.Terms{Channel: "stable", Percent: 10}
	early, late := tuf.Local{}, tuf.Local{Random: "late 4"}
	taken := func(l tuf.Local) string {
		_, pack := c.take("base.pack", l)
		for name, p := range map[string][]byte{"one": one, "two": two, "three": three} {
			if string(p) == pack {
				return name
			}
		}
		return "none"
	}
	c.release(add(one, everybody("stable")), both...)
	assert.Equal(t, []string{"base.pack 1"}, c.offers())

	c.release(add(two, tenth), both...)
	assert.Equal(t, []string{"base.pack 2 10% else before-base.pack", "before-base.pack 1"}, c.offers())
	assert.Equal(t, "two", taken(early))
	require.Equal(t, "one", taken(late))

	// A mended pack takes the place of the one that few have; the others keep theirs.
	c.release(add(three, tenth), both...)
	assert.Equal(t, []string{"base.pack 3 10% else before-base.pack", "before-base.pack 1"}, c.offers())
	assert.Equal(t, "three", taken(early))

	c.release(func(d *release.Draft) error { return d.SetTerms(release.Terms{Channel: "stable", Percent: 60}) }, both...)
	assert.Equal(t, []string{"base.pack 3 60% else before-base.pack", "before-base.pack 1"}, c.offers())
	c.release(func(d *release.Draft) error { return d.SetTerms(everybody("stable")) }, both...)
	assert.Equal(t, []string{"base.pack 3"}, c.offers())
	assert.Equal(t, "three", taken(late))
	err := release.NewDraft(c.published(), c.now).SetTerms(tenth)
	assert.ErrorContains(t, err, "all clients take base.pack 3 already")

	c.release(add(two, release.Terms{Channel: "stable", Percent: 100, Minimum: "0.2"}), both...)
	assert.Equal(t, []string{"base.pack 2 from 0.2 else before-base.pack", "before-base.pack 3"}, c.offers())
	assert.Equal(t, "three", taken(tuf.Local{Version: "0.1.0"}))
	assert.Equal(t, "two", taken(tuf.Local{Version: "0.2.0"}))
}

func TestSwitchesWithdrawalAndRollback(t *testing.T) {
	c := newClub(t)
	both := []string{"bob", "carol"}
	one, two := packOf(t, "base", "1", "heron"), packOf(t, "base", "2", "ibis")
	c.release(add(one, everybody("stable")), both...)
	c.release(add(two, everybody("beta")), both...)
	off := func(d *release.Draft) error { return d.Switch("stable", []string{"word.first"}, nil, "false alarms") }
	c.release(off, both...)
	assert.Equal(t, []string{"base.pack 1 off word.first", "beta/base.pack 2 off word.first"}, c.offers(), "a rule that is off in stable is off in beta")
	result, _ := c.take("base.pack", tuf.Local{Channel: "beta"})
	assert.Equal(t, []string{"word.first"}, result.Off)
	err := release.NewDraft(c.published(), c.now).Switch("stable", nil, []string{"word.second"}, "")
	assert.ErrorContains(t, err, "word.second is not switched off")

	c.release(func(d *release.Draft) error { return d.Promote("beta", everybody("stable")) }, both...)
	assert.Equal(t, []string{"base.pack 2 off word.first", "beta/base.pack 2 off word.first"}, c.offers(), "and stays off with another pack")

	role, err := release.NewDraft(c.published(), c.now).RoleOf("stable")
	require.NoError(t, err)
	assert.Equal(t, "targets", role)
	_, old := c.get("2.targets.json")
	c.release(func(d *release.Draft) error { return d.RollBack(old, everybody("stable")) }, both...)
	assert.Equal(t, "base.pack 1 off word.first", c.offers()[0])
	result, pack := c.take("base.pack", tuf.Local{})
	assert.Equal(t, string(one), pack)
	assert.Equal(t, int64(6), result.Versions.Targets, "an earlier pack is a new version")
	assert.ErrorContains(t, release.NewDraft(c.published(), c.now).RollBack(old, everybody("beta")), "release 2 has no pack in the channel beta")

	c.release(func(d *release.Draft) error { return d.Switch("stable", nil, []string{"word.first"}, "") }, both...)
	assert.Equal(t, []string{"base.pack 1", "beta/base.pack 2"}, c.offers())

	c.release(func(d *release.Draft) error { return d.Withdraw("stable", "base", "it cries wolf") }, both...)
	result, pack = c.take("base.pack", tuf.Local{})
	assert.Empty(t, pack)
	assert.Equal(t, tuf.Withdrawn, result.None)
	assert.Equal(t, "it cries wolf", result.Reason)
	d := release.NewDraft(c.published(), c.now)
	assert.ErrorContains(t, d.Withdraw("stable", "bass", "x"), "there is no bass.pack in stable; there is base.pack")
	assert.ErrorContains(t, d.Promote("stable", everybody("beta")), "was withdrawn (it cries wolf)")
	assert.ErrorContains(t, d.SetTerms(everybody("stable")), "release a pack that mends it")
	_, old = c.get("8.targets.json")
	assert.ErrorContains(t, d.RollBack(old, everybody("stable")), "was withdrawn in release 8 already")

	// Who missed the withdrawal learns of it from the release after it.
	c.release(add(two, release.Terms{Channel: "stable", Percent: 0}), both...)
	result, _ = c.take("base.pack", tuf.Local{Random: "late"})
	assert.Equal(t, tuf.Withdrawn, result.None)

	c.release(add(two, everybody("stable")), both...)
	assert.Equal(t, "base.pack 2", c.offers()[0])
}

func TestRenewal(t *testing.T) {
	c := newClub(t)
	both := []string{"alice", "bob"}
	c.release(add(packOf(t, "base", "1", "heron"), everybody("stable")), both...)
	renew := func(d *release.Draft) error { return d.Renew("stable") }
	c.release(renew, both...)
	r := c.published()
	assert.Equal(t, release.Base{Root: 1, Targets: 3, Snapshot: 3}, r.Base())
	c.now = c.now.AddDate(0, 0, 300) // everything but the root has run out
	c.release(renew, both...)
	assert.Equal(t, release.Base{Root: 2, Targets: 4, Snapshot: 4}, c.published().Base())
	_, pack := c.take("base.pack", tuf.Local{})
	assert.NotEmpty(t, pack)
}

// What is published already is no release, whichever way it is asked for; the same pack
// on other terms is one, and what was accepted of it stays said.
func TestNothingNewIsNoRelease(t *testing.T) {
	c := newClub(t)
	both := []string{"alice", "bob"}
	one := packOf(t, "base", "1", "heron")
	f := c.draft(add(one, everybody("stable")))
	require.NoError(t, f.Record([]release.Fault{{What: "it is slow"}}, "only this week", c.now))
	c.sign(f, both...)
	_, err := release.Submit(t.Context(), nil, c.url, token, f, c.published(), c.now)
	require.NoError(t, err)
	c.release(func(d *release.Draft) error { return d.Switch("stable", []string{"word.first"}, nil, "x") }, both...)
	_, old := c.get("3.targets.json")
	for name, change := range map[string]func(*release.Draft) error{
		"the same pack":    add(one, everybody("stable")),
		"the same terms":   func(d *release.Draft) error { return d.SetTerms(everybody("stable")) },
		"the same release": func(d *release.Draft) error { return d.RollBack(old, everybody("stable")) },
		"the same switch":  func(d *release.Draft) error { return d.Switch("stable", []string{"word.first"}, nil, "x") },
	} {
		d := release.NewDraft(c.published(), c.now)
		require.NoError(t, change(d), name)
		_, err := d.File(c.url)
		assert.ErrorContains(t, err, "published already", name)
		assert.ErrorContains(t, err, "--renew", name)
	}
	c.release(func(d *release.Draft) error { return d.Switch("stable", nil, []string{"word.first"}, "") }, both...)
	all, err := c.published().AllTargets()
	require.NoError(t, err)
	assert.Equal(t, []string{"it is slow: only this week"}, all[0].Custom.Accepted)
}

func TestDraftsThatAreRefused(t *testing.T) {
	c := newClub(t)
	d := release.NewDraft(c.published(), c.now)
	assert.ErrorContains(t, d.AddPack([]byte("no pack"), everybody("stable")), "no rule pack")
	assert.ErrorContains(t, d.SetTerms(everybody("beta")), "there is no pack in the channel beta")
	assert.ErrorContains(t, d.RollBack([]byte("{"), everybody("stable")), "read the earlier release")
	_, err := d.File(c.url)
	assert.ErrorContains(t, err, "nothing would change")
	for _, channel := range []string{"", "Stable", "org/", "org/A", "org/a/b", "../stable", "org"} {
		assert.ErrorContains(t, release.CheckChannel(channel), "is no channel", channel)
	}
}
