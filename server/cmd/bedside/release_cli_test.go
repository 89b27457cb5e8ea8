package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/server/release"
)

// run runs the program at the desk.
func (d *desk) run(stdin string, args ...string) result {
	d.t.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Dir, cmd.Env = d.dir, d.env
	return finish(d.t, cmd, stdin)
}

// must runs a command that succeeds.
func (d *desk) must(args ...string) string {
	d.t.Helper()
	r := d.run("", args...)
	require.Zero(d.t, r.code, "%v: %s%s", args, r.out, r.err)
	return r.out
}

func TestKeysCommands(t *testing.T) {
	d := newDesk(t, "http://localhost:1")
	assert.Contains(t, d.must("keys", "list"), "There are no keys in keys")
	assert.Contains(t, d.must("keys", "new", "alice"), "sealed with your passphrase")
	info, err := os.Stat(filepath.Join(d.dir, "keys", "alice.key"))
	require.NoError(t, err)
	if runtime.GOOS != "windows" {
		assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	}
	assert.Contains(t, d.must("keys", "new", "server", "--server"), "bedside serve --timestamp-key")
	list := d.must("keys", "list")
	assert.Contains(t, list, "yes, with its passphrase")
	assert.Contains(t, list, "timestamps, for a server")
	assert.Contains(t, d.must("keys", "show", "alice"), "(Ed25519)")
	assert.Equal(t, d.must("keys", "show", "server"), d.must("keys", "show", "keys/server.key"), "a seed alone tells its public half")
	d.must("keys", "export", "alice", "-o", "handed-out.pub")
	body, err := os.ReadFile(filepath.Join(d.dir, "handed-out.pub"))
	require.NoError(t, err)
	k, err := release.ReadPublicKey(body)
	require.NoError(t, err)
	assert.Equal(t, "alice", k.Name)
	for _, c := range []struct {
		name string
		args []string
		say  string
	}{
		{"a name that is taken", []string{"keys", "new", "alice"}, "there is a key alice already"},
		{"a name that is a path", []string{"keys", "new", "a b"}, "is no name for a key"},
		{"a passphrase file that is not there", []string{"keys", "new", "bob", "--passphrase-file", "none"}, "there is no file none"},
		{"an empty passphrase", []string{"keys", "new", "bob", "--passphrase-file", "-"}, "the first line of standard input is empty"},
		{"no such key", []string{"keys", "show", "bob"}, "there is no key bob, here or in keys"},
		{"a server's key for an admin's", []string{"release", "init", "--admin", "keys/server.key", "--timestamp", "server"}, "keys/server.key is a server's key, which lies unsealed and signs timestamps alone"},
		{"a server's public key for an admin's", []string{"release", "init", "--admin", "server", "--timestamp", "server"}, "the server's key may sign timestamps only"},
		{"a file that is no key", []string{"keys", "show", "handed-out.pub.txt"}, "there is no key handed-out.pub.txt"},
		{"no agent", []string{"keys", "list", "--ssh-agent"}, "ssh-agent"},
	} {
		d.env = append(d.env, "SSH_AUTH_SOCK=")
		r := d.run("", c.args...)
		assert.Equal(t, exitTrouble, r.code, c.name)
		assert.Contains(t, r.err, c.say, c.name)
		assert.NotContains(t, r.err, "goroutine", c.name)
	}
	r := d.run("short\n", "keys", "new", "bob", "--passphrase-file", "-")
	assert.Contains(t, r.err, "fewer than 12 characters")
	assert.NoFileExists(t, filepath.Join(d.dir, "keys", "bob.key"))
}

// A password manager hands the passphrase over on a file descriptor of its own.
func TestPassphraseFromAFileDescriptor(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a child inherits no file descriptors there")
	}
	d := newDesk(t, "http://localhost:1")
	read, write, err := os.Pipe()
	require.NoError(t, err)
	defer read.Close()
	_, err = write.WriteString("from a password manager\n")
	require.NoError(t, err)
	require.NoError(t, write.Close())
	cmd := exec.Command(binary, "keys", "new", "dana", "--passphrase-fd", "3")
	cmd.Dir, cmd.Env, cmd.ExtraFiles = d.dir, d.env, []*os.File{read}
	r := finish(t, cmd, "")
	require.Zero(t, r.code, r.err)
	file, err := os.ReadFile(filepath.Join(d.dir, "keys", "dana.key"))
	require.NoError(t, err)
	_, err = release.OpenKey(file, func(release.PublicKey) (string, error) { return "from a password manager", nil })
	assert.NoError(t, err)
}

// What an admin may get wrong is refused with the way out, and nothing is lost.
func TestReleaseRefusals(t *testing.T) {
	address := freeAddress(t)
	d := newDesk(t, "http://"+address)
	d.must("keys", "new", "alice")
	d.must("keys", "new", "server", "--server")
	d.must("release", "init", "--admin", "alice", "--timestamp", "server", "-o", "root.release")
	key, err := os.ReadFile(filepath.Join(d.dir, "keys", "alice.key"))
	require.NoError(t, err)

	refused := func(name, say string, args ...string) {
		t.Helper()
		r := d.run("", args...)
		assert.Equal(t, exitTrouble, r.code, name)
		assert.Contains(t, r.err, say, name)
		assert.NotContains(t, r.err, "goroutine", name)
	}
	require.NoError(t, os.WriteFile(filepath.Join(d.dir, "wrong.txt"), []byte("not the passphrase\n"), 0o600))
	before, err := os.ReadFile(filepath.Join(d.dir, "root.release"))
	require.NoError(t, err)
	refused("a wrong passphrase", "this is not the passphrase of alice; try again. Nothing was signed", "release", "sign", "root.release", "-k", "alice", "--passphrase-file", "wrong.txt")
	refused("no key named", "with which key?", "release", "sign", "root.release")
	refused("two ways to sign", "can't be used together", "release", "sign", "root.release", "-k", "alice", "--ssh-agent", "alice")
	refused("no server", "does not answer", "release", "submit", "root.release", "--token", "x")
	refused("an address that is none", "is no address of a server", "release", "status", "--server", "rules")
	after, err := os.ReadFile(filepath.Join(d.dir, "root.release"))
	require.NoError(t, err)
	assert.Equal(t, string(before), string(after), "nothing was signed")

	r := d.run(string(key), "release", "sign", "root.release", "-k", "-")
	require.Zero(t, r.code, r.err)
	assert.Contains(t, r.out, `"bedside release submit root.release" publishes it.`)
	refused("no token", "put it into BEDSIDE_TOKEN or give it with --token", "release", "submit", "root.release")
	refused("the same key twice", "alice has signed this release already", "release", "sign", "root.release", "-k", "alice")
	d.serve(`bedside serve --timestamp-key keys/server.key --token "let me in"`, address)
	refused("nothing published", "nothing is published on this server yet", "release", "status")
	refused("a wrong token", "the server does not know this token", "release", "submit", "root.release", "--token", "x")
	d.must("release", "submit", "root.release", "--token", "let me in")
	refused("published already", "it is published already", "release", "submit", "root.release", "--token", "let me in")

	d.must("rules", "new", "rules", "--name", "tidewater")
	refused("rules that are there", "there is a file rules/tidewater.yaml already", "rules", "new", "rules", "--name", "tidewater")
	refused("rules of a name that is taken", "not base", "rules", "new", "rules", "--name", "base")
	d.must("rules", "build", "--base", "builtin", "-o", "tidewater.pack", "rules")
	refused("no such pack", "there is no file none.pack", "release", "new", "none.pack")
	refused("a pack that is none", "no rule pack", "release", "new", "wrong.txt")
	refused("no such channel", "is no channel", "release", "new", "tidewater.pack", "--channel", "Beta")
	refused("no such organisation", `"bedside release delegate org/college" lets one in`, "release", "new", "tidewater.pack", "--channel", "org/college")
	refused("no reason", "say why with --why", "release", "new", "--withdraw", "tidewater")
	refused("two kinds of release", "one of the three", "release", "new", "tidewater.pack", "--promote", "beta")
	refused("a share beyond all", "--percent takes 0 to 100", "release", "new", "tidewater.pack", "--percent", "101")
	refused("an earlier release that is none", "there is no release 9", "release", "new", "--roll-back", "9")

	d.must("release", "new", "tidewater.pack")
	refused("not checked", `Run "bedside release check next.release" first`, "release", "sign", "-k", "alice")
	r = d.run("", "release", "check")
	assert.Equal(t, exitFound, r.code)
	assert.Contains(t, strings.Join(strings.Fields(r.out), " "), "the examples of the rules of tidewater.pack did not run; name the directory they are written in with --rules")
	refused("checked in vain", "It did not pass its check", "release", "sign", "-k", "alice")
	assert.Contains(t, d.must("release", "check", "--rules", "rules"), "2 of 2 pass")
	var diffs []release.PackDiff
	require.NoError(t, json.Unmarshal([]byte(d.must("release", "diff", "--json", "--html", "page.html")), &diffs))
	require.Len(t, diffs, 1)
	assert.Equal(t, "tidewater.system", diffs[0].Rules[0].Rule)
	assert.Equal(t, len(release.Sample()), diffs[0].Alerts.Posts)
	page, err := os.ReadFile(filepath.Join(d.dir, "page.html"))
	require.NoError(t, err)
	assert.Contains(t, string(page), "tidewater.system")

	require.NoError(t, os.WriteFile(filepath.Join(d.dir, "mine.txt"), []byte("The bed board crashed <b>again</b>.\n\nNothing else."), 0o600))
	out := d.must("release", "diff", "--posts", "mine.txt", "--only-posts", "--html", "page.html")
	assert.Contains(t, out, "On 2 posts, 1 read differently.")
	assert.Contains(t, out, "The [bed board] crashed <b>again</b>.")
	page, err = os.ReadFile(filepath.Join(d.dir, "page.html"))
	require.NoError(t, err)
	assert.NotContains(t, string(page), "<b>again")
	d.must("release", "sign", "-k", "alice")
	refused("accepted too late", "somebody has signed this release already", "release", "check", "--accept", "it is ours")
	d.must("release", "submit", "--token", "let me in")
	refused("what is published already", "this is published already: tidewater", "release", "new", "tidewater.pack")
	refused("a rule that is in no pack", "did you mean tidewater.system?", "release", "new", "--switch-off", "tidewater.systen", "--why", "x", "--channel", "stable")
	refused("an identifier format that is none", "did you mean identifier.contact.phone.nanp?", "release", "new", "--switch-off", "identifier.contact.phone.nanq", "--why", "x")
	d.must("release", "new", "--switch-off", "identifier.contact.phone.nanp", "--why", "flags a helpline", "-o", "off.release")
	assert.Contains(t, d.must("release", "show", "off.release"), "identifier.contact.phone.nanp")
	var status struct{ Targets []release.Target }
	require.NoError(t, json.Unmarshal([]byte(d.must("release", "status", "--json")), &status))
	require.Len(t, status.Targets, 1)
	assert.Equal(t, "tidewater.pack", status.Targets[0].Name)
}
