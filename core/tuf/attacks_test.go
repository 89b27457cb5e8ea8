package tuf_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/tuf"
	"github.com/bedside-md/bedside/core/tuf/tuftest"
)

// No attack is accepted, each is refused for its own reason, and afterwards the
// client still holds the last good pack and takes honest updates. The same table
// runs over HTTP, against the module and in a browser: wasm/headless and
// extension/tests.
func TestAttacks(t *testing.T) {
	seen := map[string]bool{}
	for _, a := range tuftest.Attacks() {
		require.False(t, seen[a.Name], "two attacks are called %q", a.Name)
		seen[a.Name] = true
		t.Run(a.Name, func(t *testing.T) {
			c := tuftest.Prepare(a, tuftest.Epoch, "pack one", "pack two")
			if !a.Fresh {
				t.Run("with a state", func(t *testing.T) { withState(t, c) })
			}
			t.Run("at first use", func(t *testing.T) { firstUse(t, c) })
		})
	}
	assert.Greater(t, len(seen), 300)
}

func withState(t *testing.T, c tuftest.Case) {
	_, state, err := tuftest.Update(c.Root, nil, c.BeforeAt, c.Before)
	require.NoError(t, err)
	result, after, err := tuftest.Update(c.Root, state, c.FilesAt, c.Files)
	if c.Code == "" {
		require.NoError(t, err)
		assert.False(t, result.Changed)
	} else {
		require.ErrorIs(t, err, c.Code)
		assert.Regexp(t, `^[A-Z0-9t][^\n]*\.$`, err.Error(), "a sentence")
	}

	client, err := tuf.Open(c.Root, after, c.FilesAt.Unix(), tuftest.TargetName)
	require.NoError(t, err)
	kept, err := client.Restore([]byte("pack one"))
	if c.Revoked {
		assert.ErrorIs(t, err, tuf.Sequence)
		return
	}
	require.NoError(t, err)
	assert.Equal(t, int64(2), kept.Versions.Targets)
	_, err = client.Restore([]byte("pack two"))
	assert.ErrorIs(t, err, tuf.Hash)

	if c.Later != nil {
		result, _, err := tuftest.Update(c.Root, after, c.BeforeAt, c.Later)
		require.NoError(t, err)
		assert.True(t, result.Changed)
	}
}

func firstUse(t *testing.T, c tuftest.Case) {
	_, after, err := tuftest.Update(c.Root, nil, c.FilesAt, c.Files)
	if c.Code == "" {
		return
	}
	if (c.Code == tuf.Rollback || c.Code == tuf.Expired) && tuf.CodeOf(err) != c.Code {
		return // who has seen nothing cannot know, nor that the clock was set back
	}
	require.ErrorIs(t, err, c.Code)
	client, err := tuf.Open(c.Root, after, c.FilesAt.Unix(), tuftest.TargetName)
	if err != nil {
		return // the root that came with the program is no good
	}
	_, err = client.Restore([]byte("pack two"))
	assert.ErrorIs(t, err, tuf.Sequence)
}

// Every cut and every flipped byte of every file is refused, or was of no meaning.
func TestEveryCutAndFlip(t *testing.T) {
	r, state, _, _ := tuftest.UnderAttack()
	want, _ := r.MustUpdate(state)
	for _, path := range []string{"2.root.json", "timestamp.json", "3.snapshot.json", "3.targets.json", tuftest.TargetPath(tuftest.TargetName, []byte("pack two"))} {
		whole := r.Files[path]
		for i := 0; i < len(whole); i += 1 + len(whole)/97 {
			flipped := append([]byte{}, whole...)
			flipped[i] ^= 1 << (i % 8)
			for what, body := range map[string][]byte{"cut": whole[:i], "flip": flipped} {
				files := r.Serve()
				files[path] = body
				result, _, err := tuftest.Update(r.Shipped, state, r.Now, files)
				if err == nil { // such as the key id of a signature that is not needed
					assert.Equal(t, want, result, "%s at byte %d of %s", what, i, path)
				} else {
					assert.NotEmpty(t, tuf.CodeOf(err), fmt.Sprint(err))
				}
				if what == "cut" {
					assert.Error(t, err, "cut at byte %d of %s", i, path)
				}
			}
		}
	}
}
