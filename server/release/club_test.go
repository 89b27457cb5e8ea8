package release_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/pack/source"
	"github.com/bedside-md/bedside/core/tuf"
	"github.com/bedside-md/bedside/server"
	"github.com/bedside-md/bedside/server/release"
	"github.com/bedside-md/bedside/server/store"
)

const passphrase = "a passphrase for tests"

// club is admins with a key each, around a server with its own.
type club struct {
	t       *testing.T
	house   // the server; its keys are not used
	signers map[string]*release.Signer
	root    []byte // the first
}

// known are the keys of people, who keep theirs: to seal and open one takes a second.
var known = map[string]*release.Signer{}

// keyOf is the key of a person, open for signing.
func keyOf(t *testing.T, name string) *release.Signer {
	t.Helper()
	if s := known[name]; s != nil {
		return s
	}
	_, file, err := release.NewKey(name, passphrase)
	require.NoError(t, err)
	s, err := release.OpenKey(file, func(release.PublicKey) (string, error) { return passphrase, nil })
	require.NoError(t, err)
	known[name] = s
	return s
}

// newClub starts a server, and publishes a root in which two of alice, bob and carol
// sign.
func newClub(t *testing.T) *club {
	t.Helper()
	c := &club{t: t, signers: map[string]*release.Signer{}}
	c.house.t, c.now = t, time.Now()
	timestamp, seed, err := release.NewServerKey("server")
	require.NoError(t, err)
	signer, err := tuf.ParseSigner(string(seed))
	require.NoError(t, err)
	files, err := store.OpenFiles(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, files.Close()) })
	s := httptest.NewServer(server.New(files, server.Config{Signer: signer, Token: token, Now: func() time.Time { return c.now }}))
	t.Cleanup(s.Close)
	c.url = s.URL
	var admins []release.PublicKey
	for _, name := range []string{"alice", "bob", "carol"} {
		c.signers[name] = keyOf(t, name)
		admins = append(admins, c.signers[name].PublicKey)
	}
	two := release.Holders{Keys: admins, Threshold: 2}
	d, err := release.Init(map[string]release.Holders{
		"root": two, "targets": two, "snapshot": {Keys: admins, Threshold: 1},
		"timestamp": {Keys: []release.PublicKey{timestamp}, Threshold: 1},
	}, c.now)
	require.NoError(t, err)
	f, err := d.File("")
	require.NoError(t, err)
	c.sign(f, "alice", "bob")
	_, err = release.Submit(t.Context(), nil, c.url, token, f, nil, c.now)
	require.NoError(t, err)
	_, c.root = c.get("1.root.json")
	return c
}

// published is what the server has, verified.
func (c *club) published() *release.Repository {
	c.t.Helper()
	r, err := release.Published(c.t.Context(), nil, c.url, c.root)
	require.NoError(c.t, err)
	return r
}

// draft is a release with a change, not signed.
func (c *club) draft(change func(*release.Draft) error) *release.File {
	c.t.Helper()
	d := release.NewDraft(c.published(), c.now)
	require.NoError(c.t, change(d))
	f, err := d.File(c.url)
	require.NoError(c.t, err)
	return c.mailed(f)
}

// mailed is a file as the next person reads it.
func (c *club) mailed(f *release.File) *release.File {
	c.t.Helper()
	b, err := f.Bytes()
	require.NoError(c.t, err)
	f, err = release.ReadFile(b)
	require.NoError(c.t, err)
	return f
}

func (c *club) sign(f *release.File, names ...string) {
	c.t.Helper()
	for _, name := range names {
		_, err := f.Sign(c.signers[name], c.now)
		require.NoError(c.t, err)
	}
}

// release makes, signs and publishes a release with a change.
func (c *club) release(change func(*release.Draft) error, signers ...string) {
	c.t.Helper()
	f := c.draft(change)
	c.sign(f, signers...)
	_, err := release.Submit(c.t.Context(), nil, c.url, token, c.mailed(f), c.published(), c.now)
	require.NoError(c.t, err)
}

// take takes a pack as a client does, and returns it.
func (c *club) take(target string, local tuf.Local) (tuf.Result, string) {
	c.t.Helper()
	result, pack, err := release.Take(c.t.Context(), nil, c.url, c.root, target, local, c.now)
	require.NoError(c.t, err)
	return result, string(pack)
}

// packOf compiles a pack of one rule that flags a word.
func packOf(t *testing.T, name, version, word string) []byte {
	t.Helper()
	b, _, err := source.Compile(rulesOf(name, version, word))
	require.NoError(t, err)
	return b
}

func rulesOf(name, version, word string) fstest.MapFS {
	yaml := fmt.Sprintf("pack: %s\nversion: %q\nrules:\n  - {id: word.first, category: boundary, severity: caution, match: [%q]}\n", name, version, "<"+word+">")
	return fstest.MapFS{"rules.yaml": {Data: []byte(yaml)}}
}

func everybody(channel string) release.Terms { return release.Terms{Channel: channel, Percent: 100} }

func add(pack []byte, terms release.Terms) func(*release.Draft) error {
	return func(d *release.Draft) error { return d.AddPack(pack, terms) }
}

// offers are the targets that are published: name, version and who takes it.
func (c *club) offers() []string {
	c.t.Helper()
	all, err := c.published().AllTargets()
	require.NoError(c.t, err)
	out := []string{}
	for _, x := range all {
		s := x.Name + " " + x.Custom.Version
		if x.Custom.Percent != nil {
			s += fmt.Sprintf(" %d%%", *x.Custom.Percent)
		}
		for _, part := range [][2]string{{" from ", x.Custom.Minimum}, {" else ", x.Custom.Otherwise}, {" withdrawn ", x.Custom.Withdrawn}, {" off ", strings.Join(x.Custom.Off, ",")}} {
			if part[1] != "" {
				s += part[0] + part[1]
			}
		}
		out = append(out, s)
	}
	return out
}
