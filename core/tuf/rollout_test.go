package tuf_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/tuf"
	"github.com/bedside-md/bedside/core/tuf/tuftest"
)

// repo is a repository whose targets say how they are rolled out.
type repo struct {
	*tuftest.Repo
	t *testing.T
}

func newRepo(t *testing.T) repo { return repo{tuftest.New(), t} }

// offer lists a target with what its custom field says of its roll-out.
func (r repo) offer(name, pack, rollout string) {
	r.t.Helper()
	r.AddTarget("targets", name, []byte(pack))
	if rollout != "" {
		custom := json.RawMessage(`{"bedside":` + rollout + `}`)
		r.Targets["targets"].Signed.Targets[name].Custom = &custom
	}
}

// release publishes what was offered.
func (r repo) release() {
	r.Targets["targets"].Signed.Version++
	r.Snapshot.Signed.Version++
	r.Timestamp.Signed.Version++
	r.WriteAll()
}

// take updates as a client, and returns what it takes: the pack's bytes, "" when it
// goes on with what it has.
func (r repo) take(state []byte, local tuf.Local) (pack string, result tuf.Result, next []byte, err error) {
	r.t.Helper()
	c, err := tuf.OpenFor(r.Shipped, state, r.Now.Unix(), tuftest.TargetName, local)
	require.NoError(r.t, err)
	fetched, err := tuftest.Feed(c, r.Files)
	if err != nil {
		return "", result, c.State(), err
	}
	if last := fetched[len(fetched)-1]; strings.HasPrefix(last, "targets/") {
		pack = string(r.Files[last])
	}
	result, done := c.Done()
	require.True(r.t, done)
	return pack, result, c.State(), nil
}

func TestWhoTakesWhichTarget(t *testing.T) {
	const outside = `{"percent":0,"otherwise":"before-base.pack"}`
	for _, c := range []struct {
		name    string
		targets map[string]string // name -> what its custom field says; the pack is "pack " + name
		local   tuf.Local
		from    string
		none    string
	}{
		{"no word of a roll-out", map[string]string{"base.pack": ""}, tuf.Local{Random: "x", Version: "0.1.0"}, "base.pack", ""},
		{"stable by name", map[string]string{"base.pack": "", "stable/base.pack": ""}, tuf.Local{Channel: "stable"}, "base.pack", ""},
		{"everybody", map[string]string{"base.pack": `{"percent":100}`}, tuf.Local{Random: "x"}, "base.pack", ""},
		{"nobody yet", map[string]string{"base.pack": outside, "before-base.pack": ""}, tuf.Local{Random: "x"}, "before-base.pack", ""},
		{"nobody yet, and nothing before", map[string]string{"base.pack": `{"percent":0}`}, tuf.Local{Random: "x"}, "base.pack", tuf.RollOut},
		{"a client without a number takes part", map[string]string{"base.pack": `{"percent":0}`}, tuf.Local{}, "base.pack", ""},
		{"too old a program", map[string]string{"base.pack": `{"minimum":"0.10","otherwise":"before-base.pack"}`, "before-base.pack": ""}, tuf.Local{Version: "0.9.3"}, "before-base.pack", ""},
		{"just new enough", map[string]string{"base.pack": `{"minimum":"0.10"}`}, tuf.Local{Version: "0.10.0"}, "base.pack", ""},
		{"newer", map[string]string{"base.pack": `{"minimum":"0.10"}`}, tuf.Local{Version: "1"}, "base.pack", ""},
		{"a candidate of the minimum", map[string]string{"base.pack": `{"minimum":"0.10"}`}, tuf.Local{Version: "0.10-rc1"}, "base.pack", ""},
		{"too old, and nothing for it", map[string]string{"base.pack": `{"minimum":"2"}`}, tuf.Local{Version: "1.9"}, "base.pack", tuf.Minimum},
		{"withdrawn", map[string]string{"base.pack": `{"withdrawn":"false alarms"}`}, tuf.Local{}, "base.pack", tuf.Withdrawn},
		{"withdrawn, and another stands in", map[string]string{"base.pack": `{"withdrawn":"x","otherwise":"before-base.pack"}`, "before-base.pack": ""}, tuf.Local{}, "before-base.pack", ""},
		{"beta", map[string]string{"base.pack": "", "beta/base.pack": ""}, tuf.Local{Channel: "beta"}, "beta/base.pack", ""},
		{"beta is not for stable", map[string]string{"base.pack": "", "beta/base.pack": ""}, tuf.Local{}, "base.pack", ""},
		{"beta without a beta", map[string]string{"base.pack": ""}, tuf.Local{Channel: "beta"}, "base.pack", ""},
		{"a beta that was withdrawn", map[string]string{"base.pack": "", "beta/base.pack": `{"withdrawn":"x"}`}, tuf.Local{Channel: "beta"}, "base.pack", ""},
		{"both withdrawn", map[string]string{"base.pack": `{"withdrawn":"x"}`, "beta/base.pack": `{"withdrawn":"x"}`}, tuf.Local{Channel: "beta"}, "base.pack", tuf.Withdrawn},
		{"an organisation's alone, not its turn yet", map[string]string{"org/ward/base.pack": `{"percent":0}`}, tuf.Local{Channel: "org/ward", Random: "x"}, "org/ward/base.pack", tuf.RollOut},
		{"an organisation's", map[string]string{"base.pack": "", "org/ward/base.pack": ""}, tuf.Local{Channel: "org/ward"}, "org/ward/base.pack", ""},
		{"another organisation's", map[string]string{"base.pack": "", "org/ward/base.pack": ""}, tuf.Local{Channel: "org/wards"}, "base.pack", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRepo(t)
			delete(r.Targets["targets"].Signed.Targets, tuftest.TargetName)
			for name, rollout := range c.targets {
				r.offer(name, "pack "+name, rollout)
			}
			r.release()
			pack, result, state, err := r.take(nil, c.local)
			require.NoError(t, err)
			assert.Equal(t, c.from, result.From)
			assert.Equal(t, "base.pack", result.Target)
			assert.Equal(t, c.none, result.None)
			if c.none != "" {
				assert.Empty(t, pack)
				assert.False(t, result.Changed)
			} else {
				assert.Equal(t, "pack "+c.from, pack)
			}

			// The next poll finds nothing new, and a restart has the pack still.
			again, result, state, err := r.take(state, c.local)
			require.NoError(t, err)
			assert.Empty(t, again)
			assert.False(t, result.Changed)
			assert.Equal(t, c.none, result.None)
			client, err := tuf.OpenFor(r.Shipped, state, r.Now.Unix(), tuftest.TargetName, c.local)
			require.NoError(t, err)
			_, err = client.Restore([]byte("pack " + c.from))
			assert.Equal(t, c.none == "", err == nil, "%v", err)
		})
	}
}

// Whose turn has not come keeps the pack it has, over restarts and further releases,
// though nothing stands in for the new one; and never one that was taken back.
func TestWhatAClientKeeps(t *testing.T) {
	type release struct {
		pack, rollout string            // of base.pack
		others        map[string]string // name -> what is said of its roll-out
	}
	const toNobody = `{"percent":0}`
	for _, c := range []struct {
		name     string
		releases []release // after one of "pack one" for all
		none     string
		kept     string // "" for the pack it came with
	}{
		{"it is not its turn", []release{{"pack two", toNobody, nil}}, tuf.RollOut, "pack one"},
		{"twice in a row", []release{{"pack two", toNobody, nil}, {"pack three", toNobody, nil}}, tuf.RollOut, "pack one"},
		{"it is for later versions", []release{{"pack two", `{"minimum":"9"}`, nil}}, tuf.Minimum, "pack one"},
		{"the release before was withdrawn", []release{{"pack one", `{"withdrawn":"x"}`, nil}, {"pack two", toNobody, nil}}, tuf.RollOut, ""},
		{"its pack is said to be withdrawn", []release{{"pack two", `{"percent":0,"otherwise":"before-base.pack"}`, map[string]string{"before-base.pack": `{"withdrawn":"x"}`}}}, tuf.Withdrawn, ""},
		{"a channel's was withdrawn", []release{{"pack two", toNobody, map[string]string{"beta/base.pack": `{"withdrawn":"x"}`}}}, tuf.RollOut, ""},
		{"its own pack is kept from it", []release{{"pack one", `{"minimum":"9"}`, nil}}, tuf.Minimum, ""},
		{"the new one was withdrawn", []release{{"pack two", toNobody, nil}, {"pack two", `{"withdrawn":"x"}`, nil}}, tuf.Withdrawn, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, local := newRepo(t), tuf.Local{Channel: "beta", Random: "x", Version: "1"}
			r.offer("base.pack", "pack one", "")
			r.release()
			_, _, state, err := r.take(nil, local)
			require.NoError(t, err)
			var result tuf.Result
			for _, release := range c.releases {
				r.offer("base.pack", release.pack, release.rollout)
				for name, rollout := range release.others {
					r.offer(name, "pack one", rollout)
				}
				r.release()
				for range 2 { // the second poll finds nothing new
					var pack string
					pack, result, state, err = r.take(state, local)
					require.NoError(t, err)
					assert.Empty(t, pack)
				}
			}
			assert.Equal(t, c.none, result.None)
			assert.Equal(t, c.kept != "", result.SHA256 != "")
			client, err := tuf.OpenFor(r.Shipped, state, r.Now.Unix(), tuftest.TargetName, local)
			require.NoError(t, err)
			restored, err := client.Restore([]byte("pack one"))
			if c.kept == "" {
				assert.ErrorIs(t, err, tuf.Sequence)
			} else {
				require.NoError(t, err)
				assert.Equal(t, result, restored)
				_, err = client.Restore([]byte("pack two"))
				assert.Error(t, err)
			}

			// When it is offered the pack it has, there is nothing to fetch.
			r.offer("base.pack", "pack one", "")
			delete(r.Targets["targets"].Signed.Targets, "beta/base.pack")
			r.release()
			pack, result, _, err := r.take(state, local)
			require.NoError(t, err)
			assert.Empty(t, result.None)
			assert.Equal(t, c.kept == "", pack == "pack one")
		})
	}
}

// A share grows by clients that join, never by others; with another pack it is
// others who go first; and it is as large as it says.
func TestShareOfARollOut(t *testing.T) {
	const clients = 1000
	takers := func(pack string, percent int64) (out map[int]bool) {
		out = map[int]bool{}
		for i := range clients {
			if tuf.InRollout(fmt.Sprint("client ", i), pack, percent) {
				out[i] = true
			}
		}
		return out
	}
	ten, half := takers("pack a", 10), takers("pack a", 50)
	other := takers("pack b", 10)
	assert.InDelta(t, clients/10, len(ten), clients/25)
	assert.InDelta(t, clients/2, len(half), clients/12)
	both := 0
	for i := range ten {
		assert.True(t, half[i], "client %d keeps what it had", i)
		if other[i] {
			both++
		}
	}
	assert.Less(t, both, len(ten)/2)
	assert.Len(t, takers("pack b", 100), clients)
	assert.Empty(t, takers("pack b", 0))
}

func TestMachineSaysHowFarARollOutHasCome(t *testing.T) {
	quarter, all := int64(25), (*int64)(nil)
	for _, c := range []struct {
		name, newest, before string
		percent              *int64
	}{
		{"to all", "{}", "", all},
		{"to a quarter, others have the one before", `{"percent":25,"otherwise":"before-base.pack"}`, "{}", &quarter},
		{"to a quarter, others have none", `{"percent":25}`, "", &quarter},
		{"to a quarter, but withdrawn", `{"percent":25,"withdrawn":"x"}`, "", all},
		{"to all, after one that went to a quarter", "{}", `{"percent":25}`, all},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRepo(t)
			r.offer("base.pack", "newest", c.newest)
			if c.before != "" {
				r.offer("before-base.pack", "before", c.before)
			}
			r.release()
			body := mustJSON(t, map[string]any{"root": string(r.Shipped)})
			heard := map[bool]int{}
			for client := range 40 {
				h := &host{t: t}
				open := fmt.Sprintf(`{"op":"open","now":"2026-11-25T12:00:00Z","target":"base.pack","random":"client %d"}`, client)
				done := h.feed(h.step(open, body), r.Files).Done
				require.NotNil(t, done)
				require.Equal(t, c.percent, done.Percent)
				if c.percent == nil {
					require.Nil(t, done.Waits)
					continue
				}
				heard[*done.Waits]++
				assert.Equal(t, *done.Waits, !slices.Equal(h.loaded, []string{"newest"}))
			}
			if c.percent != nil {
				assert.Len(t, heard, 2, "some wait and some do not")
			}
		})
	}
}

func TestRulesSwitchedOff(t *testing.T) {
	r := newRepo(t)
	r.offer("base.pack", "pack", `{"percent":0,"otherwise":"before-base.pack","off":["b.rule","a.rule"]}`)
	r.offer("before-base.pack", "pack before", `{"off":["c.rule","a.rule"]}`)
	r.release()
	_, result, state, err := r.take(nil, tuf.Local{Random: "x"})
	require.NoError(t, err)
	assert.Equal(t, []string{"a.rule", "b.rule", "c.rule"}, result.Off)

	h := &host{t: t}
	body := mustJSON(t, map[string]any{"root": string(r.Shipped), "state": string(state)})
	a := h.step(`{"op":"open","now":"2026-11-25T12:00:00Z","target":"base.pack","random":"x","repository":"ward"}`, body)
	require.NotNil(t, a.Need)
	assert.Equal(t, map[string][]string{"ward base.pack": {"a.rule", "b.rule", "c.rule"}}, h.off, "at once, without the network")

	// The kill switch needs no new pack, and is lifted the same way.
	r.offer("base.pack", "pack", `{"percent":0,"otherwise":"before-base.pack","off":["d.rule"]}`)
	r.offer("before-base.pack", "pack before", "")
	r.release()
	a = h.feed(a, r.Files)
	require.NotNil(t, a.Done)
	assert.False(t, a.Done.Changed)
	assert.Equal(t, []string{"d.rule"}, a.Done.Off)
	assert.Equal(t, []string{"d.rule"}, h.off["ward base.pack"])
	assert.Empty(t, h.loaded)
}

func TestMachineSaysThatAPackWasWithdrawn(t *testing.T) {
	r := newRepo(t)
	h := &host{t: t}
	state := h.feed(h.open(r.Shipped, nil), r.Files).Done.State
	r.offer("base.pack", "pack one", `{"withdrawn":"It warns of every post."}`)
	r.release()
	a := h.feed(h.open(r.Shipped, state), r.Files)
	require.NotNil(t, a.Done)
	assert.Equal(t, "withdrawn", a.Done.None)
	assert.Equal(t, "It warns of every post.", a.Done.Reason)
	h.open(r.Shipped, a.Done.State)
	assert.Equal(t, "sequence", h.step(`{"op":"restore"}`, []byte("pack one")).Error.Code, "nor is it taken from where it was kept")

	r.offer("base.pack", "pack one", "")
	r.release()
	h.loaded = nil
	a = h.feed(h.open(r.Shipped, a.Done.State), r.Files)
	require.NotNil(t, a.Done)
	assert.True(t, a.Done.Changed, "offered again, it is fetched again")
	assert.Equal(t, []string{"pack one"}, h.loaded)
}

func TestRollOutsThatAreRefused(t *testing.T) {
	for name, rollout := range map[string]string{
		"no object":               `"all"`,
		"a negative share":        `{"percent":-1}`,
		"more than all":           `{"percent":101}`,
		"a share as text":         `{"percent":"10"}`,
		"no version":              `{"minimum":"soon"}`,
		"a version of huge parts": `{"minimum":"99999999999999999999"}`,
		"a path out":              `{"otherwise":"../base.pack"}`,
		"an empty reason":         `{"withdrawn":""}`,
		"an endless reason":       `{"withdrawn":"` + strings.Repeat("x", 501) + `"}`,
		"no list":                 `{"off":"a.rule"}`,
		"a nameless rule":         `{"off":[""]}`,
		"rules that are none":     `{"off":[1]}`,
		"too many rules":          `{"off":[` + strings.Repeat(`"a",`, 256) + `"a"]}`,
		"itself":                  `{"percent":0,"otherwise":"base.pack"}`,
		"a ring":                  `{"percent":0,"otherwise":"ring.pack"}`,
	} {
		t.Run(name, func(t *testing.T) {
			r := newRepo(t)
			r.offer("base.pack", "pack", rollout)
			r.offer("ring.pack", "pack", `{"percent":0,"otherwise":"base.pack"}`)
			r.release()
			_, _, _, err := r.take(nil, tuf.Local{Random: "x"})
			assert.ErrorIs(t, err, tuf.Format)
		})
	}
	t.Run("a target that is not there", func(t *testing.T) {
		r := newRepo(t)
		r.offer("base.pack", "pack", `{"percent":0,"otherwise":"gone.pack"}`)
		r.release()
		_, _, _, err := r.take(nil, tuf.Local{Random: "x"})
		assert.ErrorIs(t, err, tuf.Target)
	})
}

// Rules that the new release switches off are off in the pack that is kept, too, and
// storage that was tampered with brings back nothing that was withdrawn.
func TestWhatIsKeptIsUnderTheNewWord(t *testing.T) {
	r, local := newRepo(t), tuf.Local{Random: "x"}
	r.offer("base.pack", "pack one", "")
	r.release()
	_, _, first, err := r.take(nil, local)
	require.NoError(t, err)
	r.offer("base.pack", "pack two", `{"percent":0,"off":["a.rule"]}`)
	r.release()
	_, _, state, err := r.take(first, local)
	require.NoError(t, err)

	h := &host{t: t}
	h.step(`{"op":"open","now":"2026-11-25T12:00:00Z","target":"base.pack","random":"x","repository":"ward"}`,
		mustJSON(t, map[string]any{"root": string(r.Shipped), "state": string(state)}))
	assert.Equal(t, map[string][]string{"ward base.pack": {"a.rule"}}, h.off)
	require.NotNil(t, h.step(`{"op":"restore"}`, []byte("pack one")).Restored)
	assert.Equal(t, []string{"pack one"}, h.loaded)

	vouches := func(state []byte, pack string) bool {
		c, err := tuf.OpenFor(r.Shipped, state, r.Now.Unix(), tuftest.TargetName, local)
		require.NoError(t, err)
		_, err = c.Restore([]byte(pack))
		return err == nil
	}
	thief := newRepo(t)
	thief.ReplaceKeys("targets", "thief 1", "thief 2")
	thief.offer("base.pack", "pack of a thief", "")
	thief.release()
	forged := tamper(t, state, func(v map[string]any) {
		v["kept"].(map[string]any)["files"] = map[string]any{"targets": string(thief.Files["2.targets.json"])}
	})
	assert.False(t, vouches(forged, "pack of a thief"))

	kept := mustState(t, state)["kept"]
	r.offer("base.pack", "pack two", `{"withdrawn":"x"}`)
	r.release()
	_, _, state, err = r.take(state, local)
	require.NoError(t, err)
	for _, none := range []string{"", tuf.RollOut, tuf.Withdrawn} {
		forged := tamper(t, state, func(v map[string]any) { v["kept"], v["none"] = kept, none })
		assert.False(t, vouches(forged, "pack one"), none)
		assert.False(t, vouches(forged, "pack two"), none)
	}
}

// Whoever can write to the browser's storage cannot make a client restore a target
// that its publisher did not mean to stand in for its own.
func TestATrailThatWasTamperedWithIsNotFollowed(t *testing.T) {
	r := newRepo(t)
	r.offer("base.pack", "pack", "")
	r.offer("other.pack", "other pack", "")
	r.release()
	_, _, state, err := r.take(nil, tuf.Local{})
	require.NoError(t, err)
	for name, trail := range map[string][]any{
		"another target": {"other.pack"}, "after the true one": {"base.pack", "other.pack"}, "none": {},
		"no names": {1}, "one twice": {"base.pack", "base.pack"},
	} {
		tampered := tamper(t, state, func(v map[string]any) { v["trail"] = trail })
		c, err := tuf.OpenFor(r.Shipped, tampered, r.Now.Unix(), tuftest.TargetName, tuf.Local{})
		require.NoError(t, err)
		_, err = c.Restore([]byte("other pack"))
		assert.Error(t, err, name)
	}
}
