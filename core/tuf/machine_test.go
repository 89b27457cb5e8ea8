package tuf_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/tuf"
	"github.com/bedside-md/bedside/core/tuf/tuftest"
)

// answer is an answer of Machine.Step as a host reads it.
type answer struct {
	Need *struct {
		Path string `json:"path"`
		Max  int64  `json:"max"`
		Kind string `json:"kind"`
	} `json:"need"`
	Done     *outcome `json:"done"`
	Restored *outcome `json:"restored"`
	Error    *struct {
		Code    string  `json:"code"`
		Message string  `json:"message"`
		State   *string `json:"state"`
	} `json:"error"`
}

type outcome struct {
	Target  string           `json:"target"`
	Changed bool             `json:"changed"`
	Length  int64            `json:"length"`
	SHA256  string           `json:"sha256"`
	Expires string           `json:"expires"`
	Version map[string]int64 `json:"version"`
	Custom  json.RawMessage  `json:"custom"`
	State   *string          `json:"state"`
	None    string           `json:"none"`
	Reason  string           `json:"reason"`
	Percent *int64           `json:"percent"`
	Waits   *bool            `json:"waits"`
	Off     []string         `json:"off"`
}

// host drives a machine as a browser does.
type host struct {
	t       *testing.T
	machine tuf.Machine
	loaded  []string
	refuse  error // what Load answers
	off     map[string][]string
}

func (h *host) Load(pack []byte) error {
	if h.refuse == nil {
		h.loaded = append(h.loaded, string(pack))
	}
	return h.refuse
}

func (h *host) SwitchOff(owner string, rules []string) {
	if h.off == nil {
		h.off = map[string][]string{}
	}
	h.off[owner] = rules
}

func (h *host) step(header string, body []byte) answer {
	h.t.Helper()
	scratch := append([]byte{}, body...) // the module's input buffer, used again and again
	b := h.machine.Step([]byte(header), scratch, h)
	clear(scratch)
	var a answer
	require.NoError(h.t, json.Unmarshal(b, &a), string(b))
	return a
}

func (h *host) open(root []byte, state *string) answer {
	h.t.Helper()
	body, err := json.Marshal(map[string]any{"root": json.RawMessage(root), "state": state})
	require.NoError(h.t, err)
	return h.step(`{"op":"open","now":"2026-11-25T12:00:00Z","target":"base.pack"}`, body)
}

func (h *host) feed(a answer, files map[string][]byte) answer {
	h.t.Helper()
	for a.Need != nil {
		if body, ok := files[a.Need.Path]; ok {
			a = h.step(`{"op":"give","status":200}`, body)
		} else {
			a = h.step(`{"op":"give","status":404}`, []byte("not here"))
		}
	}
	return a
}

func TestStepsOfAnUpdate(t *testing.T) {
	r := tuftest.New()
	h := &host{t: t}
	a := h.open(r.Shipped, nil)
	require.NotNil(t, a.Need)
	assert.Equal(t, "2.root.json", a.Need.Path)
	assert.Equal(t, "metadata", a.Need.Kind)
	a = h.feed(a, r.Files)
	require.NotNil(t, a.Done)
	assert.True(t, a.Done.Changed)
	assert.Equal(t, []string{"pack one"}, h.loaded)
	assert.Equal(t, "2026-11-27T12:00:00Z", a.Done.Expires)
	assert.Equal(t, map[string]int64{"root": 1, "timestamp": 1, "snapshot": 1, "targets": 1}, a.Done.Version)
	state := a.Done.State
	require.NotNil(t, state)

	// A new instance restores the kept pack and finds nothing new.
	h = &host{t: t}
	a = h.open(r.Shipped, state)
	restored := h.step(`{"op":"restore"}`, []byte("pack one"))
	require.NotNil(t, restored.Restored)
	assert.Equal(t, int64(8), restored.Restored.Length)
	a = h.feed(a, r.Files)
	require.NotNil(t, a.Done)
	assert.False(t, a.Done.Changed)
	assert.Equal(t, []string{"pack one"}, h.loaded)
	assert.JSONEq(t, `null`, string(mustJSON(t, a.Error)))
}

func mustJSON(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	require.NoError(t, err)
	return b
}

func TestStepTakesTheRootAsText(t *testing.T) {
	r := tuftest.New()
	h := &host{t: t}
	body := mustJSON(t, map[string]any{"root": string(r.Shipped), "state": ""})
	a := h.step(`{"op":"open","now":"2026-11-25T12:00:00Z","target":"base.pack"}`, body)
	require.NotNil(t, a.Need)
	assert.NotNil(t, h.feed(a, r.Files).Done)
}

func TestStepRefusesAPackThatDoesNotLoad(t *testing.T) {
	r := tuftest.New()
	h := &host{t: t}
	state := h.feed(h.open(r.Shipped, nil), r.Files).Done.State
	r.Publish("pack of a newer format")

	h.refuse = errors.New("it is of another format.")
	a := h.feed(h.open(r.Shipped, state), r.Files)
	require.NotNil(t, a.Error)
	assert.Equal(t, "pack", a.Error.Code)
	require.NotNil(t, a.Error.State)
	_, vouches := reopened(t, r, []byte(*a.Error.State), "pack one")
	assert.True(t, vouches, "the pack before stays")

	// The program that understands it gets it at the next update.
	h.refuse = nil
	a = h.feed(h.open(r.Shipped, a.Error.State), r.Files)
	require.NotNil(t, a.Done)
	assert.True(t, a.Done.Changed)
}

func TestStepErrors(t *testing.T) {
	r := tuftest.New()
	open := `{"op":"open","now":"2026-11-25T12:00:00Z","target":"base.pack"}`
	for _, c := range []struct {
		name, header, body, code string
	}{
		{"no header", "", "", "format"},
		{"no op", "{}", "", "sequence"},
		{"an unknown op", `{"op":"install"}`, "", "sequence"},
		{"give before open", `{"op":"give","status":200}`, "", "sequence"},
		{"restore before open", `{"op":"restore"}`, "", "sequence"},
		{"open without a time", `{"op":"open","target":"base.pack"}`, `{"root":{}}`, "format"},
		{"open with a date only", `{"op":"open","now":"2026-11-25","target":"base.pack"}`, `{"root":{}}`, "format"},
		{"open without a target", `{"op":"open","now":"2026-11-25T12:00:00Z"}`, `{"root":{}}`, "target"},
		{"open with a body that is none", open, `{`, "format"},
		{"open without a root", open, `{"state":null}`, "format"},
		{"open with a root that is none", open, `{"root":{"signed":{},"signatures":[]}}`, "format"},
		{"open with a root for another role", open, `{"root":` + string(r.Files["timestamp.json"]) + `}`, "role"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := &host{t: t}
			a := h.step(c.header, []byte(c.body))
			require.NotNil(t, a.Error)
			assert.Equal(t, c.code, a.Error.Code)
			assert.NotEmpty(t, a.Error.Message)
			assert.Nil(t, a.Error.State)
		})
	}
}

func TestStepAfterAnErrorNeedsANewOpen(t *testing.T) {
	r := tuftest.New()
	h := &host{t: t}
	h.open(r.Shipped, nil)
	a := h.step(`{"op":"give","status":200}`, []byte("junk"))
	require.NotNil(t, a.Error)
	assert.Equal(t, "format", a.Error.Code)
	assert.Nil(t, a.Error.State, "nothing was verified")
	a = h.step(`{"op":"give","status":404}`, nil)
	require.NotNil(t, a.Error)
	assert.Equal(t, "sequence", a.Error.Code)
	assert.NotNil(t, h.feed(h.open(r.Shipped, nil), r.Files).Done)
}

// onlyPacks are rules that no pack may enter but good ones.
type onlyPacks struct {
	t    *testing.T
	good map[string]bool
}

func (o onlyPacks) Load(pack []byte) error {
	if !o.good[string(pack)] {
		o.t.Errorf("loaded %q", pack)
	}
	return nil
}

func (onlyPacks) SwitchOff(string, []string) {}

// No bytes, in whatever order, make a step panic, answer what is no JSON, or load
// a pack that is not signed.
func FuzzStep(f *testing.F) {
	r := tuftest.New()
	good := map[string]bool{"pack one": true}
	body, err := json.Marshal(map[string]any{"root": json.RawMessage(r.Shipped), "state": nil})
	require.NoError(f, err)
	_, state := r.MustUpdate(nil)
	later, err := json.Marshal(map[string]any{"root": string(r.Shipped), "state": string(state)})
	require.NoError(f, err)
	f.Add([]byte(`{"op":"open","now":"2026-11-25T12:00:00Z","target":"base.pack"}`), body, []byte("404"), r.Files["timestamp.json"], r.Files["1.snapshot.json"])
	f.Add([]byte(`{"op":"open","now":"2026-11-25T12:00:00Z","target":"base.pack"}`), later, r.Shipped, r.Files["timestamp.json"], []byte("pack one"))
	f.Add([]byte(`{"op":"restore"}`), []byte(nil), []byte("{"), []byte(`{"signed":{"_type":"root"},"signatures":[]}`), []byte(tuftest.Nested(40)))
	f.Fuzz(func(t *testing.T, header, first, a, b, c []byte) {
		var m tuf.Machine
		step := func(header, body []byte) {
			out := m.Step(header, body, onlyPacks{t, good})
			if !json.Valid(out) {
				t.Errorf("not JSON: %q", out)
			}
		}
		step(header, first)
		for _, body := range [][]byte{a, b, c} {
			step([]byte(`{"op":"restore"}`), body)
			if string(body) == "404" {
				step([]byte(`{"op":"give","status":404}`), nil)
			} else {
				step([]byte(`{"op":"give","status":200}`), body)
			}
		}
	})
}
