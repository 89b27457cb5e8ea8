package tuf_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/tuf"
	"github.com/bedside-md/bedside/core/tuf/tuftest"
)

// reopened is what a client takes from a state: the root version it goes on from,
// and whether it vouches for a pack.
func reopened(t testing.TB, r *tuftest.Repo, state []byte, pack string) (nextRoot string, vouches bool) {
	t.Helper()
	c, err := tuf.Open(r.Shipped, state, r.Now.Unix(), tuftest.TargetName)
	require.NoError(t, err, "a bad state is never an error: it counts as none")
	need, ok := c.Need()
	require.True(t, ok)
	_, err = c.Restore([]byte(pack))
	return need.Path, err == nil
}

func TestStateTornAnywhereCountsAsNone(t *testing.T) {
	r, _, _, _ := tuftest.UnderAttack()
	_, state := r.MustUpdate(nil)
	next, vouches := reopened(t, r, state, "pack two")
	require.Equal(t, "3.root.json", next)
	require.True(t, vouches)
	for i := 0; i < len(state); i += 1 + len(state)/199 {
		flipped := bytes.Clone(state)
		flipped[i] ^= 1
		for what, torn := range map[string][]byte{"cut": state[:i], "flipped": flipped, "doubled": append(bytes.Clone(state[:i]), state...)} {
			if bytes.Equal(torn, state) {
				continue
			}
			next, vouches := reopened(t, r, torn, "pack two")
			assert.Equal(t, "2.root.json", next, "%s at %d", what, i)
			assert.False(t, vouches, "%s at %d", what, i)
		}
	}
}

// tamper edits the JSON in a state and mends its checksum, as somebody with write
// access to the browser's storage could.
func tamper(t *testing.T, state []byte, edit func(v map[string]any)) []byte {
	t.Helper()
	v := mustState(t, state)
	edit(v)
	b, err := json.Marshal(v)
	require.NoError(t, err)
	sum := sha256.Sum256(b)
	mark, _, _ := strings.Cut(string(state), " ")
	return []byte(mark + " " + hex.EncodeToString(sum[:]) + " " + string(b))
}

// mustState reads the JSON in a state.
func mustState(t *testing.T, state []byte) (v map[string]any) {
	t.Helper()
	parts := strings.SplitN(string(state), " ", 3)
	require.Len(t, parts, 3)
	d := json.NewDecoder(strings.NewReader(parts[2]))
	d.UseNumber()
	require.NoError(t, d.Decode(&v))
	return v
}

func TestStateTamperedWithIsNeverBelieved(t *testing.T) {
	thief := tuftest.New()
	for role := range thief.Keys {
		thief.ReplaceKeys(role, "thief "+role, "thief 2 "+role)
	}
	thief.Root.Signed.Version = 2
	thief.WriteRoot()
	thief.Publish("pack of a thief")

	for _, c := range []struct {
		name  string
		edit  func(v map[string]any)
		root  string // that is asked for next
		holds bool   // still vouches for the true pack
	}{
		{"nothing changed", func(v map[string]any) {}, "3.root.json", true},
		{"a thief's root", func(v map[string]any) { v["roots"] = []any{string(thief.Files["2.root.json"])} }, "2.root.json", false},
		{"a thief's root after the true one", func(v map[string]any) { v["roots"] = append(v["roots"].([]any), string(thief.Files["2.root.json"])) }, "3.root.json", true},
		{"a root that is none", func(v map[string]any) { v["roots"] = []any{"x"} }, "2.root.json", false},
		{"roots that are no list", func(v map[string]any) { v["roots"] = "x" }, "2.root.json", true},
		{"a thief's timestamp", func(v map[string]any) { v["timestamp"] = string(thief.Files["timestamp.json"]) }, "3.root.json", true},
		{"a timestamp that is none", func(v map[string]any) { v["timestamp"] = "{" }, "2.root.json", false},
		{"a thief's snapshot", func(v map[string]any) { v["snapshot"] = string(thief.Files["2.snapshot.json"]) }, "3.root.json", true},
		{"a thief's targets", func(v map[string]any) {
			v["files"] = map[string]any{"targets": string(thief.Files["2.targets.json"])}
		}, "3.root.json", false},
		{"the snapshot as targets", func(v map[string]any) { v["files"] = map[string]any{"targets": v["snapshot"]} }, "3.root.json", false},
		{"no targets", func(v map[string]any) { delete(v, "files") }, "3.root.json", false},
		{"another target", func(v map[string]any) { v["target"] = "other.pack" }, "3.root.json", false},
		{"seen in a far future", func(v map[string]any) { v["seen"] = json.Number("253402300798") }, "3.root.json", true},
		{"seen before time began", func(v map[string]any) { v["seen"] = json.Number("-5") }, "3.root.json", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, _, _, later := tuftest.UnderAttack()
			_, state := r.MustUpdate(nil)
			state = tamper(t, state, c.edit)
			next, vouches := reopened(t, r, state, "pack two")
			assert.Equal(t, c.root, next)
			assert.Equal(t, c.holds, vouches)
			_, vouches = reopened(t, r, state, "pack of a thief")
			assert.False(t, vouches)

			_, _, err := tuftest.Update(r.Shipped, state, r.Now, later)
			assert.NoError(t, err, "honest updates go on")
		})
	}
}

func TestStateOfAnotherTargetGuardsAgainstRollbackOnly(t *testing.T) {
	r := tuftest.New()
	old := r.Files["timestamp.json"]
	r.Publish("pack two")
	_, state := r.MustUpdate(nil)
	c, err := tuf.Open(r.Shipped, state, r.Now.Unix(), "other.pack")
	require.NoError(t, err)
	_, err = c.Restore([]byte("pack two"))
	require.ErrorIs(t, err, tuf.Sequence)
	require.NoError(t, c.Give(404, nil))
	assert.ErrorIs(t, c.Give(200, old), tuf.Rollback)
}

// Metadata verified before an update failed is kept: it guards against rollback.
func TestStateAfterAFailureKeepsWhatWasVerified(t *testing.T) {
	r, state, old, _ := tuftest.UnderAttack()
	delete(r.Files, "3.targets.json")
	_, after, err := tuftest.Update(r.Shipped, state, r.Now, r.Files)
	require.ErrorIs(t, err, tuf.Unavailable)
	_, _, err = tuftest.Update(r.Shipped, after, r.Now, old)
	assert.ErrorIs(t, err, tuf.Rollback)
}

func TestRestoreOfflineLongAfterExpiry(t *testing.T) {
	r := tuftest.New()
	_, state := r.MustUpdate(nil)
	c, err := tuf.Open(r.Shipped, state, r.In(3000).Unix(), tuftest.TargetName)
	require.NoError(t, err)
	result, err := c.Restore([]byte("pack one"))
	require.NoError(t, err)
	assert.Equal(t, r.In(2).Unix(), result.Expires, "so that a host can say how old the rules are")
}

// Targets keys that the root has revoked vouch for nothing, kept packs included.
func TestRestoreHeedsRevocation(t *testing.T) {
	r := tuftest.New()
	_, state := r.MustUpdate(nil)
	r.Rotate(func() { r.ReplaceKeys("targets", "targets 2") })
	delete(r.Files, "timestamp.json")
	_, state, err := tuftest.Update(r.Shipped, state, r.Now, r.Files)
	require.ErrorIs(t, err, tuf.Unavailable)
	_, vouches := reopened(t, r, state, "pack one")
	assert.False(t, vouches)
}
