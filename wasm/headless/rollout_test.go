package headless

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core"
	"github.com/bedside-md/bedside/core/tuf/tuftest"
)

// publisher serves a repository whose targets say who takes them.
type publisher struct {
	*tuftest.Repo
	url string
}

func newPublisher(t *testing.T) *publisher {
	t.Helper()
	p := &publisher{Repo: tuftest.New()}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, ok := p.Files[strings.TrimPrefix(r.URL.Path, "/")]
		if !ok {
			w.WriteHeader(http.StatusNotFound)
		}
		_, err := w.Write(body)
		assert.NoError(t, err)
	}))
	t.Cleanup(s.Close)
	p.url = s.URL + "/"
	return p
}

// offer publishes a pack with what is said of its roll-out.
func (p *publisher) offer(name string, pack []byte, rollout string) {
	p.AddTarget("targets", name, pack)
	custom := json.RawMessage(`{"bedside":` + rollout + `}`)
	p.Targets["targets"].Signed.Targets[name].Custom = &custom
	p.Targets["targets"].Signed.Version++
	p.Snapshot.Signed.Version++
	p.Timestamp.Signed.Version++
	p.WriteAll()
}

func (p *publisher) source(kept Keeper) Source {
	return Source{URL: p.url, Root: p.Shipped, Keeper: kept, Random: "a1", Now: func() time.Time { return p.Now }}
}

// The module meets the kill switch at its next poll, without a new pack; rules stay
// off in an instance that takes the place of a broken one, and in the next run.
func TestKillSwitch(t *testing.T) {
	const draft, rule = "what a shit night on call", "unprofessional.profanity"
	flags := func(m *Module) bool {
		report, err := m.Analyze(t.Context(), []byte(draft), core.Options{})
		require.NoError(t, err)
		return strings.Contains(string(report), `"rule":"`+rule+`"`)
	}
	p := newPublisher(t)
	kept := &memory{}
	m := openLoaded(t, faulty)
	p.offer("base.pack", basePack, `{}`)
	u, err := Refresh(t.Context(), m, p.source(kept))
	require.NoError(t, err)
	require.True(t, u.Changed)
	require.True(t, flags(m))

	p.offer("base.pack", basePack, `{"off":["`+rule+`"]}`)
	u, err = Refresh(t.Context(), m, p.source(kept))
	require.NoError(t, err)
	assert.False(t, u.Changed)
	assert.Equal(t, []string{rule}, u.Off)
	assert.False(t, flags(m))

	_, err = m.Analyze(t.Context(), []byte("bedside-fault:panic"), core.Options{})
	require.ErrorIs(t, err, ErrBroken)
	assert.False(t, flags(m), "in a new instance")

	next := openLoaded(t, shipped)
	require.True(t, flags(next))
	require.NoError(t, Restore(t.Context(), next, p.source(kept)))
	assert.False(t, flags(next), "in the next run, before it has polled")

	p.offer("base.pack", basePack, `{}`)
	for _, m := range []*Module{m, next} {
		_, err = Refresh(t.Context(), m, p.source(kept))
		require.NoError(t, err)
		assert.True(t, flags(m), "switched on again")
	}
}

// Whose turn has not come keeps the pack of the last update, in the next run too,
// whether or not the new release names one that stands in for it.
func TestAPackIsKeptUntilTheNextIsForThisHost(t *testing.T) {
	p := newPublisher(t)
	kept := &memory{}
	p.offer("base.pack", basePack, `{}`)
	u, err := Refresh(t.Context(), open(t, shipped), p.source(kept))
	require.NoError(t, err)
	require.True(t, u.Changed)

	p.offer("base.pack", []byte("another pack"), `{"percent":0}`)
	for range 2 {
		m := open(t, shipped)
		require.NoError(t, Restore(t.Context(), m, p.source(kept)))
		u, err = Refresh(t.Context(), m, p.source(kept))
		require.NoError(t, err)
		assert.Equal(t, "roll-out", u.None)
		report, err := m.Analyze(t.Context(), []byte("what a shit night on call"), core.Options{})
		require.NoError(t, err)
		assert.Contains(t, string(report), "unprofessional.profanity")
	}

	p.offer("base.pack", basePack, `{"withdrawn":"it warns of everything"}`)
	_, err = Refresh(t.Context(), open(t, shipped), p.source(kept))
	require.NoError(t, err)
	assert.Error(t, Restore(t.Context(), open(t, shipped), p.source(kept)))
}

// Who takes a pack is for the signed fields to say, and what the module's host knows.
func TestRollOutToTheModule(t *testing.T) {
	p := newPublisher(t)
	for _, c := range []struct {
		name, rollout, channel, none string
		changed                      bool
	}{
		{"for all", `{}`, "", "", true},
		{"for nobody yet", `{"percent":0}`, "", "roll-out", false},
		{"for later versions", `{"minimum":"999"}`, "", "minimum", false},
		{"for this version", `{"minimum":"` + core.Version + `"}`, "", "", true},
		{"withdrawn", `{"withdrawn":"it warns of everything"}`, "", "withdrawn", false},
		{"a channel that has none", `{}`, "beta", "", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			p.offer("base.pack", basePack, c.rollout)
			from := p.source(&memory{})
			from.Channel = c.channel
			u, err := Refresh(t.Context(), open(t, shipped), from)
			require.NoError(t, err)
			assert.Equal(t, c.none, u.None)
			assert.Equal(t, c.changed, u.Changed)
		})
	}
}
