package release_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"github.com/bedside-md/bedside/core/tuf"
	"github.com/bedside-md/bedside/server/release"
)

func TestKeyFiles(t *testing.T) {
	public, file, err := release.NewKey("alice", passphrase)
	require.NoError(t, err)
	assert.NotContains(t, string(file), "seed")
	again, err := release.ReadPublicKey(public.PublicFile())
	require.NoError(t, err)
	assert.Equal(t, public.ID, again.ID)
	say := func(secret string) func(release.PublicKey) (string, error) {
		return func(k release.PublicKey) (string, error) {
			assert.Equal(t, "alice", k.Name)
			return secret, nil
		}
	}
	s, err := release.OpenKey(file, say(passphrase))
	require.NoError(t, err)
	assert.Equal(t, public.ID, s.ID)
	for _, wrong := range []string{"", "another passphrase", passphrase + " "} {
		_, err = release.OpenKey(file, say(wrong))
		assert.ErrorIs(t, err, release.ErrPassphrase, "%q", wrong)
	}

	other, _, err := release.NewKey("bob", passphrase)
	require.NoError(t, err)
	edit := func(change func(m map[string]string)) []byte {
		var m map[string]string
		require.NoError(t, json.Unmarshal(file, &m))
		change(m)
		b, err := json.Marshal(m)
		require.NoError(t, err)
		return b
	}
	for name, c := range map[string]struct {
		file []byte
		says string
	}{
		"a public key":            {public.PublicFile(), "the public key of alice only"},
		"no key file":             {[]byte("-----BEGIN OPENSSH PRIVATE KEY-----"), "no key file of Bedside"},
		"an empty file":           {nil, "no key file of Bedside"},
		"another's public key":    {edit(func(m map[string]string) { m["public"] = other.Hex() }), "does not belong to its public key"},
		"a public key cut short":  {edit(func(m map[string]string) { m["public"] = m["public"][:60] }), "not 64 hexadecimal digits"},
		"what is sealed, torn":    {edit(func(m map[string]string) { m["sealed"] = m["sealed"][:200] }), "damaged"},
		"a name that is a path":   {edit(func(m map[string]string) { m["name"] = "../alice" }), "no name for a key"},
		"a key of another scheme": {edit(func(m map[string]string) { m["keytype"] = "rsa" }), "Ed25519"},
	} {
		_, err := release.OpenKey(c.file, say(passphrase))
		assert.ErrorContains(t, err, c.says, name)
	}
	_, _, err = release.NewKey("alice", "too short")
	assert.ErrorContains(t, err, "fewer than 12 characters")
	_, _, err = release.NewKey("a/b", passphrase)
	assert.ErrorContains(t, err, "no name for a key")
}

// Two of three sign, one file passed around; both clients take what they signed, and
// no signature below the threshold counts.
func TestThresholdSigning(t *testing.T) {
	c := newClub(t)
	pack := packOf(t, "base", "1", "heron")
	f := c.draft(add(pack, everybody("stable")))
	_, err := release.Submit(t.Context(), nil, c.url, token, f, c.published(), c.now)
	require.ErrorContains(t, err, "targets: 2 more of alice")

	roles, err := f.Sign(c.signers["alice"], c.now)
	require.NoError(t, err)
	assert.Equal(t, []string{"targets", "snapshot"}, roles)
	f = c.mailed(f)
	_, err = release.Submit(t.Context(), nil, c.url, token, f, c.published(), c.now)
	require.ErrorContains(t, err, "it cannot be published yet. Missing signatures: targets: 1 more of bob")
	_, err = f.Sign(c.signers["alice"], c.now)
	require.ErrorContains(t, err, "alice has signed this release already; it takes the key of somebody else")
	_, err = f.Sign(keyOf(t, "mallory"), c.now)
	require.ErrorContains(t, err, "mallory")
	require.ErrorContains(t, err, "may sign nothing in this release")
	duties, err := f.Duties()
	require.NoError(t, err)
	assert.False(t, duties[0].Met())

	_, err = f.Sign(c.signers["carol"], c.now)
	require.NoError(t, err)
	receipt, err := release.Submit(t.Context(), nil, c.url, token, c.mailed(f), c.published(), c.now)
	require.NoError(t, err)
	assert.Equal(t, release.Receipt{Root: 1, Timestamp: 2, Snapshot: 2, Targets: 2}, receipt)
	_, got := c.take("base.pack", tuf.Local{})
	assert.Equal(t, string(pack), got)
	assert.Equal(t, string(pack), string(c.theirs(c.root, t.TempDir(), "base.pack")))
}

func TestReleaseFilesThatAreRefused(t *testing.T) {
	c := newClub(t)
	f := c.draft(add(packOf(t, "base", "1", "heron"), everybody("stable")))
	c.sign(f, "alice", "bob")
	good, err := f.Bytes()
	require.NoError(t, err)
	edit := func(change func(m map[string]any)) []byte {
		var m map[string]any
		d := json.NewDecoder(bytes.NewReader(good))
		d.UseNumber()
		require.NoError(t, d.Decode(&m))
		change(m)
		b, err := json.Marshal(m)
		require.NoError(t, err)
		return b
	}
	role := func(m map[string]any, name string) map[string]any {
		return m["next"].(map[string]any)[name].(map[string]any)
	}
	for name, x := range map[string]struct {
		file []byte
		says string
	}{
		"another file":          {[]byte(`{"kind":"bedside public key"}`), "no release file"},
		"cut short":             {good[:len(good)/2], "no release file"},
		"no snapshot":           {edit(func(m map[string]any) { delete(m["next"].(map[string]any), "snapshot") }), "no release file"},
		"altered after signing": {edit(func(m map[string]any) { role(m, "targets")["signed"].(map[string]any)["version"] = 9 }), "targets was altered after alice signed it; get the file again"},
		"a signature altered": {edit(func(m map[string]any) {
			role(m, "targets")["signatures"].([]any)[1].(map[string]any)["sig"] = strings.Repeat("00", 64)
		}), "targets was altered after bob signed it"},
		"a signature of a stranger": {edit(func(m map[string]any) {
			role(m, "targets")["signatures"].([]any)[0].(map[string]any)["keyid"] = strings.Repeat("ab", 32)
		}), "a key that may not sign it"},
		"another pack": {edit(func(m map[string]any) {
			for sum := range m["packs"].(map[string]any) {
				m["packs"].(map[string]any)[sum] = "H4sIAAAAAAAC/8tIBQCGphA9AgAAAA=="
			}
		}), "no release file"},
		"a role nobody signs": {edit(func(m map[string]any) { m["next"].(map[string]any)["org-x"] = role(m, "targets") }), "nobody is said to sign org-x"},
		"an empty role":       {edit(func(m map[string]any) { m["next"].(map[string]any)["targets"] = nil }), "targets is empty"},
	} {
		_, err := release.ReadFile(x.file)
		assert.ErrorContains(t, err, x.says, name)
	}
	packs := edit(func(m map[string]any) {
		other := c.draft(add(packOf(t, "other", "1", "ibis"), everybody("stable")))
		b, err := other.Bytes()
		require.NoError(t, err)
		var o map[string]any
		require.NoError(t, json.Unmarshal(b, &o))
		for _, body := range o["packs"].(map[string]any) {
			for sum := range m["packs"].(map[string]any) {
				m["packs"].(map[string]any)[sum] = body
			}
		}
	})
	_, err = release.ReadFile(packs)
	assert.ErrorContains(t, err, "a pack in it was altered")

	t.Run("made too long ago", func(t *testing.T) {
		f, err := release.ReadFile(good)
		require.NoError(t, err)
		later := c.now.AddDate(0, 0, 91)
		_, err = f.Sign(c.signers["carol"], later)
		assert.ErrorContains(t, err, "ran out on")
		_, err = release.Submit(t.Context(), nil, c.url, token, f, c.published(), later)
		assert.ErrorContains(t, err, "make the release anew")
	})
	t.Run("altered to hide a change", func(t *testing.T) {
		f := c.draft(add(packOf(t, "base", "1", "heron"), everybody("stable")))
		assert.True(t, f.Follows(c.published()))
		assert.False(t, f.Follows(newClub(t).published()))
		delete(f.Current, "targets")
		assert.False(t, f.Follows(c.published()))
	})
	t.Run("published already", func(t *testing.T) {
		c := newClub(t)
		f := c.draft(add(packOf(t, "base", "1", "heron"), everybody("stable")))
		c.sign(f, "alice", "bob")
		_, err := release.Submit(t.Context(), nil, c.url, token, f, c.published(), c.now)
		require.NoError(t, err)
		_, err = release.Submit(t.Context(), nil, c.url, token, f, c.published(), c.now)
		assert.ErrorContains(t, err, "it is published already")
	})
	t.Run("somebody else published", func(t *testing.T) {
		c.release(add(packOf(t, "base", "2", "ibis"), everybody("stable")), "bob", "carol")
		f, err := release.ReadFile(good)
		require.NoError(t, err)
		_, err = release.Submit(t.Context(), nil, c.url, token, f, c.published(), c.now)
		assert.ErrorIs(t, err, release.ErrStale)
		_, got := c.take("base.pack", tuf.Local{})
		assert.Equal(t, string(packOf(t, "base", "2", "ibis")), got)
	})
	t.Run("another repository", func(t *testing.T) {
		other := newClub(t)
		_, err := release.Published(t.Context(), nil, c.url, other.root)
		assert.ErrorContains(t, err, "not signed by those who may sign it")
	})
}

func TestWhoMayHoldWhichKey(t *testing.T) {
	alice, bob, server := keyOf(t, "alice").PublicKey, keyOf(t, "bob").PublicKey, keyOf(t, "server").PublicKey
	both := []release.PublicKey{alice, bob}
	for name, x := range map[string]struct {
		root, timestamp release.Holders
		says            string
	}{
		"one key twice":         {release.Holders{Keys: []release.PublicKey{alice, alice}, Threshold: 2}, release.Holders{Keys: []release.PublicKey{server}, Threshold: 1}, "alice and alice are the same key"},
		"more than there are":   {release.Holders{Keys: both, Threshold: 3}, release.Holders{Keys: []release.PublicKey{server}, Threshold: 1}, "cannot ask for 3 signatures of 2 keys"},
		"none":                  {release.Holders{Threshold: 1}, release.Holders{Keys: []release.PublicKey{server}, Threshold: 1}, "nobody would hold the root key"},
		"the server among them": {release.Holders{Keys: append(both, server), Threshold: 2}, release.Holders{Keys: []release.PublicKey{server}, Threshold: 1}, "the server's key may sign timestamps only"},
		"two servers' keys":     {release.Holders{Keys: both, Threshold: 2}, release.Holders{Keys: both, Threshold: 1}, "the timestamp has one key"},
		"no signature at all":   {release.Holders{Keys: both}, release.Holders{Keys: []release.PublicKey{server}, Threshold: 1}, "cannot ask for 0 signatures"},
	} {
		h := map[string]release.Holders{"root": x.root, "targets": {Keys: both, Threshold: 1}, "snapshot": {Keys: both, Threshold: 1}, "timestamp": x.timestamp}
		_, err := release.Init(h, time.Now())
		assert.ErrorContains(t, err, x.says, name)
	}
}

// A key that is revoked signs nothing any more, what it signed is signed anew, and
// clients of the first root follow.
func TestRotation(t *testing.T) {
	c := newClub(t)
	c.release(add(packOf(t, "base", "1", "heron"), everybody("stable")), "alice", "bob")
	_, _, state := c.ours(c.root, nil, "base.pack")
	dave := keyOf(t, "dave")
	c.signers["dave"] = dave
	f := c.draft(func(d *release.Draft) error {
		return d.Rotate(release.Rotation{Add: map[string][]release.PublicKey{"root": {dave.PublicKey}, "targets": {dave.PublicKey}}, Revoke: []string{"alice"}})
	})
	changes, err := f.KeyChanges()
	require.NoError(t, err)
	assert.Contains(t, strings.Join(changes, "\n"), "root is not signed by alice")
	c.sign(f, "dave", "carol")
	_, err = release.Submit(t.Context(), nil, c.url, token, f, c.published(), c.now)
	require.ErrorContains(t, err, "root (as it was until now): 1 more of alice", "the old root asks for two of its own")
	c.sign(f, "bob")
	_, err = release.Submit(t.Context(), nil, c.url, token, f, c.published(), c.now)
	require.NoError(t, err)

	c.release(add(packOf(t, "base", "2", "ibis"), everybody("stable")), "carol", "dave")
	result, pack, _ := c.ours(c.root, state, "base.pack")
	assert.Equal(t, int64(2), result.Versions.Root)
	assert.Equal(t, string(packOf(t, "base", "2", "ibis")), string(pack))
	assert.Equal(t, string(pack), string(c.theirs(c.root, t.TempDir(), "base.pack")))

	next := c.draft(add(packOf(t, "base", "3", "stork"), everybody("stable")))
	_, err = next.Sign(c.signers["alice"], c.now)
	assert.ErrorContains(t, err, "may sign nothing")
	for name, x := range map[string]struct {
		r    release.Rotation
		says string
	}{
		"a stranger":              {release.Rotation{Revoke: []string{"mallory"}}, `no key of the root is called "mallory"`},
		"one who holds it":        {release.Rotation{Add: map[string][]release.PublicKey{"root": {dave.PublicKey}}}, "holds the root key already"},
		"too few left":            {release.Rotation{Revoke: []string{"bob", "carol"}}, "would ask for 2 signatures and have keys for 1"},
		"nothing":                 {release.Rotation{}, "nothing would change"},
		"the server signing more": {release.Rotation{Add: map[string][]release.PublicKey{"timestamp": {dave.PublicKey}}}, "the server's key may sign timestamps only"},
	} {
		err := release.NewDraft(c.published(), c.now).Rotate(x.r)
		assert.ErrorContains(t, err, x.says, name)
	}
}

// An organisation signs its own packs and no others; its word can be taken away and
// given back.
func TestDelegation(t *testing.T) {
	c := newClub(t)
	c.release(add(packOf(t, "base", "1", "heron"), everybody("stable")), "alice", "bob")
	college := keyOf(t, "college")
	c.signers["college"] = college
	holders := release.Holders{Keys: []release.PublicKey{college.PublicKey}, Threshold: 1}
	delegate := func(d *release.Draft) error { return d.Delegate("org/college", holders, true) }
	c.release(delegate, "alice", "bob", "college")
	own := packOf(t, "college", "1", "ibis")
	c.release(add(own, everybody("org/college")), "college")
	local := tuf.Local{Channel: "org/college"}
	result, got := c.take("college.pack", local)
	assert.Equal(t, string(own), got)
	assert.Equal(t, "org/college/college.pack", result.From)
	assert.Equal(t, string(own), string(c.theirs(c.root, t.TempDir(), "org/college/college.pack")))
	_, got = c.take("base.pack", local)
	assert.Equal(t, string(packOf(t, "base", "1", "heron")), got)

	f := c.draft(add(packOf(t, "base", "2", "stork"), everybody("stable")))
	roles, err := f.Sign(college, c.now)
	require.NoError(t, err)
	assert.Equal(t, []string{"snapshot"}, roles, "the college may not sign what is the association's")

	err = release.NewDraft(c.published(), c.now).AddPack(own, everybody("org/elsewhere"))
	assert.ErrorContains(t, err, "there is no organisation elsewhere in this repository")
	c.release(func(d *release.Draft) error { return d.Undelegate("org/college") }, "alice", "carol")
	_, _, err = release.Take(t.Context(), nil, c.url, c.root, "college.pack", local, c.now)
	assert.ErrorIs(t, err, tuf.Target)
	assert.ErrorContains(t, release.NewDraft(c.published(), c.now).Undelegate("org/college"), "nobody signs for org/college")
	_, err = c.draft(add(packOf(t, "base", "2", "stork"), everybody("stable"))).Sign(college, c.now)
	assert.ErrorContains(t, err, "may sign nothing", "nor snapshots, which it signed for its own sake")

	c.release(delegate, "alice", "bob", "college")
	c.release(add(own, everybody("org/college")), "college")
	_, got = c.take("college.pack", local)
	assert.Equal(t, string(own), got)
}

// An ssh-agent signs like a key file, and gives no key away.
func TestSigningWithAnAgent(t *testing.T) {
	ring := agent.NewKeyring()
	_, private, err := ed25519.GenerateKey(nil)
	require.NoError(t, err)
	require.NoError(t, ring.Add(agent.AddedKey{PrivateKey: private, Comment: "erin at the ward"}))
	dir, err := os.MkdirTemp("", "agent") // a socket's path must be short
	require.NoError(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	socket := filepath.Join(dir, "agent")
	listener, err := net.Listen("unix", socket)
	require.NoError(t, err)
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() { _ = agent.ServeAgent(ring, conn) }() // ends when the client hangs up
		}
	}()
	t.Setenv("SSH_AUTH_SOCK", socket)
	a, err := release.OpenAgent()
	require.NoError(t, err)
	defer a.Close()
	keys, err := a.Keys()
	require.NoError(t, err)
	require.Len(t, keys, 1)
	assert.Equal(t, "erin-at-the-ward", keys[0].Name)
	_, err = a.Signer("mallory")
	require.ErrorContains(t, err, `no Ed25519 key called "mallory"; it holds erin-at-the-ward`)
	erin, err := a.Signer("erin at the ward")
	require.NoError(t, err)

	// What ssh-keygen wrote beside the private key names the same key.
	line := string(ssh.MarshalAuthorizedKey(mustSSH(t, private.Public())))
	named, err := release.ReadPublicKey([]byte(strings.TrimSpace(line) + " erin at the ward\n"))
	require.NoError(t, err)
	assert.Equal(t, keys[0].ID, named.ID)
	assert.Equal(t, keys[0].Name, named.Name)
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	_, err = release.ReadPublicKey(ssh.MarshalAuthorizedKey(mustSSH(t, other.Public())))
	assert.ErrorContains(t, err, "it is an SSH key of the kind ecdsa-sha2-nistp256; only Ed25519 keys sign releases")

	c := newClub(t)
	c.signers["erin"] = erin
	c.release(func(d *release.Draft) error {
		return d.Rotate(release.Rotation{Add: map[string][]release.PublicKey{"targets": {keys[0]}}})
	}, "alice", "erin", "bob")
	c.release(add(packOf(t, "base", "1", "heron"), everybody("stable")), "erin", "carol")
	_, got := c.take("base.pack", tuf.Local{})
	assert.NotEmpty(t, got)

	t.Setenv("SSH_AUTH_SOCK", "")
	_, err = release.OpenAgent()
	assert.ErrorContains(t, err, "no ssh-agent runs in this session")
}

func mustSSH(t *testing.T, public any) ssh.PublicKey {
	t.Helper()
	key, err := ssh.NewPublicKey(public)
	require.NoError(t, err)
	return key
}
