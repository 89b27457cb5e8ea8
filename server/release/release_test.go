package release_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/theupdateframework/go-tuf/v2/metadata/config"
	"github.com/theupdateframework/go-tuf/v2/metadata/updater"

	"github.com/bedside-md/bedside/core/tuf"
	"github.com/bedside-md/bedside/server"
	"github.com/bedside-md/bedside/server/release"
	"github.com/bedside-md/bedside/server/store"
)

const token = "a token for tests"

// house is a server with the keys of its publisher. Its clock can be set forward.
type house struct {
	t    *testing.T
	keys *release.Keys
	url  string
	now  time.Time
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, now: time.Now()}
	var err error
	h.keys, err = release.NewKeys()
	require.NoError(t, err)
	signer, err := tuf.ParseSigner(h.keys.TimestampSeed)
	require.NoError(t, err)
	files, err := store.OpenFiles(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, files.Close()) })
	s := httptest.NewServer(server.New(files, server.Config{Signer: signer, Token: token, Now: func() time.Time { return h.now }}))
	t.Cleanup(s.Close)
	h.url = s.URL
	return h
}

// publish publishes targets on top of what there is.
func (h *house) publish(targets map[string][]byte) release.Receipt {
	h.t.Helper()
	current, ok, err := release.Fetch(h.t.Context(), nil, h.url)
	require.NoError(h.t, err)
	var r *release.Release
	if ok {
		r, err = release.BuildNext(h.keys, current, targets, h.now)
	} else {
		r, err = release.BuildInitial(h.keys, targets, h.now)
	}
	require.NoError(h.t, err)
	receipt, err := release.Publish(h.t.Context(), nil, h.url, token, r)
	require.NoError(h.t, err)
	return receipt
}

// get is what the server serves at a path.
func (h *house) get(path string) (status int, body []byte) {
	h.t.Helper()
	req, err := http.NewRequestWithContext(h.t.Context(), http.MethodGet, h.url+"/tuf/"+path, nil)
	require.NoError(h.t, err)
	resp, err := http.DefaultClient.Do(req)
	require.NoError(h.t, err)
	defer resp.Body.Close()
	body, err = io.ReadAll(resp.Body)
	require.NoError(h.t, err)
	return resp.StatusCode, body
}

// ours updates with core/tuf.
func (h *house) ours(root, state []byte, target string) (result tuf.Result, pack, next []byte) {
	h.t.Helper()
	c, err := tuf.Open(root, state, h.now.Unix(), target)
	require.NoError(h.t, err)
	for {
		need, ok := c.Need()
		if !ok {
			break
		}
		status, body := h.get(need.Path)
		require.NoError(h.t, c.Give(status, body), need.Path)
		if need.Kind == "target" {
			pack = body
		}
	}
	result, done := c.Done()
	require.True(h.t, done)
	return result, pack, c.State()
}

// theirs updates with go-tuf's own client.
func (h *house) theirs(root []byte, dir, target string) []byte {
	h.t.Helper()
	cfg, err := config.New(h.url+"/tuf/", root)
	require.NoError(h.t, err)
	cfg.LocalMetadataDir, cfg.LocalTargetsDir = dir, dir
	cfg.PrefixTargetsWithHash = true
	u, err := updater.New(cfg)
	require.NoError(h.t, err)
	u.UnsafeSetRefTime(h.now.UTC())
	require.NoError(h.t, u.Refresh())
	info, err := u.GetTargetInfo(target)
	require.NoError(h.t, err)
	_, body, err := u.DownloadTarget(info, "", "")
	require.NoError(h.t, err)
	return body
}

// Both clients follow a repository through releases, months and a renewed root.
func TestReleasesReachBothClients(t *testing.T) {
	h := newHouse(t)
	dir := t.TempDir()
	targets := map[string][]byte{"base.pack": []byte("pack 1"), "org/acme.pack": []byte("rules of acme")}
	assert.Equal(t, release.Receipt{Root: 1, Timestamp: 1, Snapshot: 1, Targets: 1}, h.publish(targets))
	_, root := h.get("1.root.json")
	require.NotEmpty(t, root)

	result, pack, state := h.ours(root, nil, "base.pack")
	assert.True(t, result.Changed)
	assert.Equal(t, "pack 1", string(pack))
	assert.Equal(t, "pack 1", string(h.theirs(root, dir, "base.pack")))

	for _, step := range []struct {
		pack    string
		days    int
		receipt release.Receipt
	}{
		{"pack 2", 0, release.Receipt{Root: 1, Timestamp: 2, Snapshot: 2, Targets: 2}},
		{"pack 3", 60, release.Receipt{Root: 1, Timestamp: 3, Snapshot: 3, Targets: 3}},
		{"pack 4", 280, release.Receipt{Root: 2, Timestamp: 4, Snapshot: 4, Targets: 4}}, // the root has few days left
		{"pack 5", 290, release.Receipt{Root: 2, Timestamp: 5, Snapshot: 5, Targets: 5}},
	} {
		h.now = time.Now().AddDate(0, 0, step.days)
		targets["base.pack"] = []byte(step.pack)
		require.Equal(t, step.receipt, h.publish(targets))
		result, pack, state = h.ours(root, state, "base.pack")
		assert.True(t, result.Changed)
		assert.Equal(t, step.pack, string(pack))
		assert.Equal(t, step.receipt.Root, result.Versions.Root)
		assert.Equal(t, step.pack, string(h.theirs(root, dir, "base.pack")))
	}
	_, pack, _ = h.ours(root, nil, "org/acme.pack")
	assert.Equal(t, "rules of acme", string(pack))
	assert.Equal(t, "rules of acme", string(h.theirs(root, t.TempDir(), "org/acme.pack")))
}

func TestOutdated(t *testing.T) {
	h := newHouse(t)
	targets := map[string][]byte{"base.pack": []byte("pack 1")}
	h.publish(targets)
	current, ok, err := release.Fetch(t.Context(), nil, h.url)
	require.NoError(t, err)
	require.True(t, ok)
	for _, c := range []struct {
		name    string
		targets map[string][]byte
		days    int
		want    bool
	}{
		{"nothing new", targets, 0, false},
		{"still fresh", targets, 59, false},
		{"a third of the life left", targets, 61, true},
		{"other bytes", map[string][]byte{"base.pack": []byte("pack 2")}, 0, true},
		{"another name", map[string][]byte{"bass.pack": []byte("pack 1")}, 0, true},
		{"one more", map[string][]byte{"base.pack": []byte("pack 1"), "b": nil}, 0, true},
		{"none", nil, 0, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := release.Outdated(h.keys, current, c.targets, h.now.AddDate(0, 0, c.days))
			require.NoError(t, err)
			assert.Equal(t, c.want, got)
		})
	}
}

// What the server says is current counts only as far as these keys signed it.
func TestBuildNextBelievesNoServer(t *testing.T) {
	h, thief := newHouse(t), newHouse(t)
	targets := map[string][]byte{"base.pack": []byte("pack 1")}
	h.publish(targets)
	thief.publish(targets)
	ours, _, err := release.Fetch(t.Context(), nil, h.url)
	require.NoError(t, err)
	theirs, _, err := release.Fetch(t.Context(), nil, thief.url)
	require.NoError(t, err)
	for _, c := range []struct {
		name    string
		current release.Current
		says    string
	}{
		{"another repository", theirs, "not signed by these keys"},
		{"another's targets", release.Current{Root: ours.Root, Targets: theirs.Targets, Snapshot: ours.Snapshot}, "verify the current targets"},
		{"another's snapshot", release.Current{Root: ours.Root, Targets: ours.Targets, Snapshot: theirs.Snapshot}, "verify the current snapshot"},
		{"no root", release.Current{Targets: ours.Targets, Snapshot: ours.Snapshot}, "read the current root"},
		{"a page for targets", release.Current{Root: ours.Root, Targets: []byte("<html>"), Snapshot: ours.Snapshot}, "read the current targets"},
		{"roles swapped", release.Current{Root: ours.Root, Targets: ours.Snapshot, Snapshot: ours.Targets}, "read the current targets"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := release.BuildNext(h.keys, c.current, targets, h.now)
			assert.ErrorContains(t, err, c.says)
			_, err = release.Outdated(h.keys, c.current, targets, h.now)
			assert.ErrorContains(t, err, c.says)
		})
	}
}

func TestPublishReportsRefusals(t *testing.T) {
	h := newHouse(t)
	targets := map[string][]byte{"base.pack": []byte("pack 1")}
	first, err := release.BuildInitial(h.keys, targets, h.now)
	require.NoError(t, err)

	_, err = release.Publish(t.Context(), nil, h.url, "a wrong token", first)
	var refusal *release.Refusal
	require.ErrorAs(t, err, &refusal)
	assert.Equal(t, http.StatusUnauthorized, refusal.Status)

	h.publish(targets)
	other, err := release.NewKeys()
	require.NoError(t, err)
	foreign, err := release.BuildInitial(other, targets, h.now)
	require.NoError(t, err)
	_, err = release.Publish(t.Context(), nil, h.url+"/", token, foreign)
	require.ErrorAs(t, err, &refusal)
	assert.GreaterOrEqual(t, refusal.Status, 400)
	assert.NotEmpty(t, refusal.Message)
	assert.Contains(t, err.Error(), "publish the release")

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = release.Publish(ctx, nil, h.url, token, first)
	assert.ErrorIs(t, err, context.Canceled)
}

func TestFetchOnAnEmptyServer(t *testing.T) {
	h := newHouse(t)
	_, ok, err := release.Fetch(t.Context(), nil, h.url)
	require.NoError(t, err)
	assert.False(t, ok)
}

func TestFetchOnSomethingElse(t *testing.T) {
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, err := w.Write([]byte("<!doctype html>"))
		assert.NoError(t, err)
	}))
	defer page.Close()
	_, ok, err := release.Fetch(t.Context(), nil, page.URL)
	assert.ErrorContains(t, err, "address of an update server")
	assert.False(t, ok)
}

func TestDevelopmentKeys(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	keys, err := release.DevKeys(dir)
	require.NoError(t, err)
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
		info, err := e.Info()
		require.NoError(t, err)
		assert.Equal(t, fs.FileMode(0o600), info.Mode().Perm(), e.Name())
		body, err := os.ReadFile(filepath.Join(dir, e.Name()))
		require.NoError(t, err)
		assert.Contains(t, string(body), "DEVELOPMENT KEY")
	}
	assert.Equal(t, []string{"DEVELOPMENT-root.key.json", "DEVELOPMENT-snapshot.key.json", "DEVELOPMENT-targets.key.json", "DEVELOPMENT-timestamp.key.json"}, names)

	again, err := release.DevKeys(dir)
	require.NoError(t, err)
	assert.Equal(t, keys.TimestampSeed, again.TimestampSeed)
	assert.Len(t, keys.TimestampSeed, 64)

	others, err := release.DevKeys(t.TempDir())
	require.NoError(t, err)
	assert.NotEqual(t, keys.TimestampSeed, others.TimestampSeed)
}

func TestDevelopmentKeysThatAreNotInOrder(t *testing.T) {
	key := func(dir, role string) string { return filepath.Join(dir, "DEVELOPMENT-"+role+".key.json") }
	for _, c := range []struct {
		name string
		harm func(t *testing.T, dir string)
		says string // "" when the keys are made whole
	}{
		{"making them was cut short", func(t *testing.T, dir string) { require.NoError(t, os.Remove(key(dir, "root"))) }, ""},
		{"one is missing", func(t *testing.T, dir string) { require.NoError(t, os.Remove(key(dir, "targets"))) }, "targets.key.json is missing"},
		{"one is empty", func(t *testing.T, dir string) { require.NoError(t, os.WriteFile(key(dir, "root"), nil, 0o600)) }, "not a key file"},
		{"one has no key", func(t *testing.T, dir string) {
			require.NoError(t, os.WriteFile(key(dir, "root"), []byte(`{"role":"root","keyval":{"private":"00"}}`), 0o600))
		}, "64 hexadecimal digits"},
		{"two are swapped", func(t *testing.T, dir string) {
			body, err := os.ReadFile(key(dir, "targets"))
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(key(dir, "root"), body, 0o600))
		}, "role \"targets\""},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			_, err := release.DevKeys(dir)
			require.NoError(t, err)
			c.harm(t, dir)
			_, err = release.DevKeys(dir)
			if c.says == "" {
				assert.NoError(t, err)
			} else {
				assert.ErrorContains(t, err, c.says)
			}
		})
	}
}

func TestDevelopmentKeysWhereNothingCanBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err := release.DevKeys(filepath.Join(file, "keys"))
	var path *fs.PathError
	require.True(t, errors.As(err, &path))
	assert.True(t, strings.HasPrefix(err.Error(), "make the directory"))
}
