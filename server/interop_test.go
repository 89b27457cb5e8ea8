package server_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/theupdateframework/go-tuf/v2/metadata/config"
	"github.com/theupdateframework/go-tuf/v2/metadata/updater"

	"github.com/bedside-md/bedside/core/tuf"
	"github.com/bedside-md/bedside/core/tuf/tuftest"
	"github.com/bedside-md/bedside/server/store"
	"github.com/bedside-md/bedside/wasm/headless"
)

// interopSeed is the seed of the timestamp key that tuftest's repositories name: the
// key of a server for these tests.
func interopSeed() string {
	seed := sha256.Sum256([]byte("timestamp"))
	return hex.EncodeToString(seed[:])
}

// interopSubject is an empty server: one made here, or the one at the address in the
// environment, which has interopSeed.
func interopSubject(t *testing.T, address string) *subject {
	t.Helper()
	client := &http.Client{Timeout: time.Minute}
	if url := os.Getenv(address); url != "" {
		return &subject{url: url, token: os.Getenv("BEDSIDE_TOKEN"), client: client}
	}
	signer, err := tuf.ParseSigner(interopSeed())
	require.NoError(t, err)
	files, err := store.OpenFiles(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { files.Close() })
	return &subject{url: serveInFront(t, files, signer), token: "let me in", client: client}
}

// send publishes what a repository has.
func (s *subject) send(t *testing.T, r *tuftest.Repo) answer {
	t.Helper()
	for path, blob := range r.Files {
		if strings.HasPrefix(path, "targets/") {
			a := s.do(t, http.MethodPut, "/publish/targets/"+sha(blob), blob, s.authorization())
			require.Contains(t, []int{200, 201}, a.status, "%s", a.body)
		}
	}
	p := struct {
		Root      [][]byte          `json:"root"`
		Snapshot  []byte            `json:"snapshot"`
		Targets   []byte            `json:"targets"`
		Delegated map[string][]byte `json:"delegated,omitempty"`
	}{
		Snapshot:  r.Files[fmt.Sprintf("%d.snapshot.json", r.Snapshot.Signed.Version)],
		Targets:   r.Files[fmt.Sprintf("%d.targets.json", r.Targets["targets"].Signed.Version)],
		Delegated: map[string][]byte{},
	}
	for n := int64(1); n <= r.Root.Signed.Version; n++ {
		p.Root = append(p.Root, r.Files[fmt.Sprintf("%d.root.json", n)])
	}
	for role, x := range r.Targets {
		if role != "targets" {
			p.Delegated[role] = r.Files[fmt.Sprintf("%d.%s.json", x.Signed.Version, role)]
		}
	}
	b, err := json.Marshal(p)
	require.NoError(t, err)
	return s.do(t, http.MethodPost, "/publish", b, s.authorization())
}

// follower is a client that keeps what it trusts from one update to the next.
type follower interface {
	// take updates from a server and returns a target.
	take(t *testing.T, url, target string) ([]byte, error)
}

// goTUF is go-tuf's updater.
type goTUF struct {
	dir  string
	root []byte
}

func (g goTUF) take(_ *testing.T, url, target string) ([]byte, error) {
	c, err := config.New(url+"/tuf/", g.root)
	if err != nil {
		return nil, err
	}
	c.LocalMetadataDir, c.LocalTargetsDir = filepath.Join(g.dir, "metadata"), filepath.Join(g.dir, "targets")
	c.RemoteTargetsURL = url + "/tuf/targets"
	for _, dir := range []string{c.LocalMetadataDir, c.LocalTargetsDir} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, err
		}
	}
	u, err := updater.New(c)
	if err != nil {
		return nil, err
	}
	if err := u.Refresh(); err != nil {
		return nil, err
	}
	info, err := u.GetTargetInfo(target)
	if err != nil {
		return nil, err
	}
	_, body, err := u.DownloadTarget(info, "", "")
	return body, err
}

// tufJS is tuf-js, run by the script of the worker's tests.
type tufJS struct {
	script, dir string
	root        []byte
}

func (j tufJS) take(t *testing.T, url, target string) ([]byte, error) {
	root := filepath.Join(j.dir, "metadata", "root.json")
	if _, err := os.Stat(root); err != nil {
		require.NoError(t, os.MkdirAll(filepath.Dir(root), 0o700))
		require.NoError(t, os.WriteFile(root, j.root, 0o600))
	}
	var said strings.Builder
	cmd := exec.CommandContext(t.Context(), "node", j.script, url, j.dir, target)
	cmd.Stderr = &said
	body, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("tuf-js: %s", said.String())
	}
	return body, nil
}

// ours is core/tuf through the host that headless services use.
type ours struct {
	root    []byte
	kept    map[string]*keptInMemory // by target
	machine *tuf.Machine
}

type keptInMemory struct{ state, pack []byte }

func (k *keptInMemory) Load(context.Context) (state, pack []byte, err error) {
	return k.state, k.pack, nil
}

func (k *keptInMemory) Save(_ context.Context, state, pack []byte) error {
	if k.state = state; pack != nil {
		k.pack = pack
	}
	return nil
}

// nothing is what an update changes where no rules are at work.
type nothing struct{}

func (nothing) Load([]byte) error          { return nil }
func (nothing) SwitchOff(string, []string) {}

func (o ours) Update(_ context.Context, header, body []byte) ([]byte, error) {
	out := o.machine.Step(header, body, nothing{})
	if strings.HasPrefix(string(out), `{"error"`) {
		return out, fmt.Errorf("core/tuf: %s", out)
	}
	return out, nil
}

func (o ours) take(t *testing.T, url, target string) ([]byte, error) {
	if o.kept[target] == nil {
		o.kept[target] = &keptInMemory{}
	}
	_, err := headless.Refresh(t.Context(), o, headless.Source{URL: url + "/tuf/", Root: o.root, Target: target, Keeper: o.kept[target]})
	return o.kept[target].pack, err
}

// Clients of three makes follow a repository through its life: first use, a new
// release, new keys for every offline role, a delegation, and a server that went back
// to a backup. With BEDSIDE_URL and BEDSIDE_URL_OLD the servers are elsewhere and
// empty; with BEDSIDE_TUFJS, a script, tuf-js comes along.
func TestOtherClientsFollow(t *testing.T) {
	s, backup := interopSubject(t, "BEDSIDE_URL"), interopSubject(t, "BEDSIDE_URL_OLD")
	const ward = "acme/stable/rules.pack"
	r := tuftest.NewAt(time.Now().UTC().Truncate(time.Second), "rules one")
	clients := map[string]follower{
		"go-tuf": goTUF{t.TempDir(), r.Shipped},
		"ours":   ours{r.Shipped, map[string]*keptInMemory{}, &tuf.Machine{}},
	}
	if script := os.Getenv("BEDSIDE_TUFJS"); script != "" {
		clients["tuf-js"] = tufJS{script, t.TempDir(), r.Shipped}
	}
	all := func(step, target, want string) {
		t.Helper()
		for name, c := range clients {
			body, err := c.take(t, s.url, target)
			require.NoError(t, err, "%s: %s", name, step)
			assert.Equal(t, want, string(body), "%s: %s", name, step)
		}
	}
	publish := func(to *subject) {
		t.Helper()
		a := to.send(t, r)
		require.Equal(t, 200, a.status, "%s", a.body)
	}

	publish(backup)
	publish(s)
	all("first use", "base.pack", "rules one")

	r.Publish("rules two")
	publish(s)
	all("a new release", "base.pack", "rules two")

	r.Rotate(func() {
		r.ReplaceKeys("root", "root d", "root e", "root f")
		r.ReplaceKeys("targets", "targets 2")
		r.ReplaceKeys("snapshot", "snapshot 2")
	})
	r.Publish("rules three")
	publish(s)
	all("other keys for root, targets and snapshot", "base.pack", "rules three")

	r.Rotate(func() { r.ReplaceKeys("root", "root g", "root e", "root f") })
	r.Rotate(func() { r.ReplaceKeys("root", "root g", "root h", "root f") })
	r.Publish("rules four")
	publish(s)
	all("two more roots at once", "base.pack", "rules four")

	r.Delegate("targets", "acme", true, "acme/*/*")
	r.AddTarget("acme", ward, []byte("rules of a ward"))
	r.Publish("rules five")
	publish(s)
	all("a delegation", ward, "rules of a ward")
	all("beside a delegation", "base.pack", "rules five")

	for name, c := range clients {
		_, err := c.take(t, backup.url, "base.pack")
		assert.ErrorContains(t, err, map[string]string{"go-tuf": "version", "ours": "rollback", "tuf-js": "version"}[name], name)
	}
	all("after the backup", "base.pack", "rules five")

	// What was released before cannot be released again as the newest.
	older := tuftest.NewAt(time.Now().UTC().Truncate(time.Second), "rules one")
	a := s.send(t, older)
	assert.Contains(t, []int{409, 422}, a.status)
	all("after a refused roll-back", "base.pack", "rules five")
}
