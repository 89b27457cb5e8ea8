package headless

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core"
	"github.com/bedside-md/bedside/core/tuf"
	"github.com/bedside-md/bedside/core/tuf/tuftest"
)

// native is core/tuf's machine as this process runs it.
type native struct {
	machine tuf.Machine
	version string // of the pack loaded last
}

func (n *native) Update(_ context.Context, header, body []byte) ([]byte, error) {
	out := n.machine.Step(header, body, n)
	return out, failure(out)
}

// Load implements tuf.Rules.
func (n *native) Load(pack []byte) error {
	info, err := core.New().Load(pack)
	if err == nil {
		n.version = info.Version
	}
	return err
}

// SwitchOff implements tuf.Rules: no attack gets as far.
func (n *native) SwitchOff(string, []string) {}

func (n *native) loaded(*testing.T) string { return n.version }

// inWazero is the module.
type inWazero struct{ *Module }

func (m inWazero) loaded(t *testing.T) string {
	v, err := m.Version(t.Context())
	require.NoError(t, err)
	_, rest, _ := strings.Cut(string(v), `"packs":[`)
	_, rest, _ = strings.Cut(rest, `"version":"`)
	version, _, _ := strings.Cut(rest, `"`)
	return version
}

// memory is a Keeper.
type memory struct{ state, pack []byte }

func (m *memory) Load(context.Context) (state, pack []byte, err error) { return m.state, m.pack, nil }

func (m *memory) Save(_ context.Context, state, pack []byte) error {
	m.state = state
	if pack != nil {
		m.pack = pack
	}
	return nil
}

// The table of attacks over HTTP, on this host and on the module: none is accepted,
// each is refused for its own reason, the rules that were good stay in use and can be
// restored, and honest updates go on. The extension's tests run the same in a browser.
// core/tuf's own tests run all of what lies in the files, and what comes after each;
// here that is a choice, unless BEDSIDE_ALL_ATTACKS is set.
func TestAttacksOverHTTP(t *testing.T) {
	module := open(t, shipped)
	hostile := tuftest.NewServer(tuftest.Packs())
	host := httptest.NewUnstartedServer(hostile)
	host.Config.ErrorLog = nil
	host.Start()
	defer host.Close()
	// Waiting is for honest servers; a slow one is given up soon.
	client := &http.Client{Transport: &http.Transport{}}
	cases := hostile.Brief()
	all := os.Getenv("BEDSIDE_ALL_ATTACKS") != ""
	if all {
		cases = nil
		for i := range hostile.Len() {
			cases = append(cases, i)
		}
	}
	for n, i := range cases {
		c := hostile.Case(i)
		hosts := map[string]interface {
			Stepper
			loaded(*testing.T) string
		}{"wazero": inWazero{module}}
		if all || c.Wire != nil {
			hosts["native"] = &native{}
		}
		for name, s := range hosts {
			t.Run(c.Name+"/"+name, func(t *testing.T) {
				kept := &memory{}
				from := func(at time.Time) Source {
					return Source{URL: host.URL + "/tuf/", Root: c.Root, Keeper: kept, Client: client,
						Timeout: 400 * time.Millisecond, Now: func() time.Time { return at }}
				}
				if !c.Fresh {
					hostile.Serve(c, tuftest.Before)
					u, err := Refresh(t.Context(), s, from(c.BeforeAt))
					require.NoError(t, err)
					require.True(t, u.Changed)
					require.Equal(t, "9001", s.loaded(t))
				}
				was := s.loaded(t)

				hostile.Serve(c, tuftest.Hostile)
				u, err := Refresh(t.Context(), s, from(c.FilesAt))
				if c.Code == "" {
					require.NoError(t, err)
					assert.False(t, u.Changed)
				} else {
					refusal, ok := errors.AsType[*Error](err)
					require.True(t, ok, "%v", err)
					assert.Equal(t, string(c.Code), refusal.Code, refusal.Message)
					assert.Regexp(t, `^[A-Z0-9t][^\n]*\.$`, refusal.Message, "a sentence")
				}
				assert.Equal(t, was, s.loaded(t), "the good rules stay in use")

				if c.Later != nil && (all || n%3 == 0) {
					require.NoError(t, Restore(t.Context(), s, from(c.FilesAt)))
					hostile.Serve(c, tuftest.Later)
					u, err := Refresh(t.Context(), s, from(c.BeforeAt))
					require.NoError(t, err)
					assert.True(t, u.Changed)
					assert.Equal(t, "9002", s.loaded(t))
				}
			})
		}
	}
}
