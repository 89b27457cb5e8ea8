package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/tuf"
	"github.com/bedside-md/bedside/server/release"
	"github.com/bedside-md/bedside/server/store"
)

// bench is a server over files, with a clock to turn and keys to sign with.
type bench struct {
	*Server
	dir   string
	files *store.Files
	keys  *release.Keys
	now   time.Time
	log   bytes.Buffer
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{dir: t.TempDir(), now: time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)}
	var err error
	b.keys, err = release.NewKeys()
	require.NoError(t, err)
	b.reopen(t)
	return b
}

// reopen starts a new server on the same directory.
func (b *bench) reopen(t *testing.T) {
	t.Helper()
	if b.files != nil {
		require.NoError(t, b.files.Close())
	}
	signer, err := tuf.ParseSigner(b.keys.TimestampSeed)
	require.NoError(t, err)
	b.files, err = store.OpenFiles(b.dir)
	require.NoError(t, err)
	t.Cleanup(func() { b.files.Close() })
	b.Server = New(b.files, Config{
		Signer: signer, Token: "token",
		Now: func() time.Time { return b.now },
		Log: slog.New(slog.NewJSONHandler(&b.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
}

// get asks the handler without a network.
func (b *bench) get(path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	b.ServeHTTP(w, r)
	return w
}

// release signs a pack and uploads it.
func (b *bench) release(t *testing.T, pack string) tuf.Files {
	t.Helper()
	targets := map[string][]byte{"base.pack": []byte(pack)}
	c, err := b.load(context.Background())
	var r *release.Release
	if errors.Is(err, ErrEmpty) {
		r, err = release.BuildInitial(b.keys, targets, b.now)
	} else {
		require.NoError(t, err)
		r, err = release.BuildNext(b.keys, release.Current{Root: c.root, Targets: c.targets, Snapshot: c.snapshot}, targets, b.now)
	}
	require.NoError(t, err)
	for sum, body := range r.Blobs {
		require.NoError(t, b.createBlob(context.Background(), sum, body))
	}
	return tuf.Files{Roots: r.Roots, Targets: r.Targets, Snapshot: r.Snapshot}
}

func (b *bench) publish(t *testing.T, pack string) tuf.Versions {
	t.Helper()
	v, err := b.commit(context.Background(), b.release(t, pack))
	require.NoError(t, err)
	return v
}

func (b *bench) path(key string) string { return filepath.Join(b.dir, filepath.FromSlash(key)) }

func TestEmptyServer(t *testing.T) {
	b := newBench(t)
	assert.Equal(t, 404, b.get("/tuf/timestamp.json").Code)
	assert.Equal(t, 503, b.get("/readyz").Code)
	assert.Equal(t, 200, b.get("/healthz").Code)
	assert.ErrorIs(t, b.Verify(context.Background()), ErrEmpty)
	assert.NoError(t, b.Resign(context.Background()))
}

func TestVerifyAcceptsWhatWasPublished(t *testing.T) {
	b := newBench(t)
	b.publish(t, "one")
	b.publish(t, "two")
	assert.NoError(t, b.Verify(context.Background()))
	b.reopen(t)
	assert.NoError(t, b.Verify(context.Background()))
}

func TestDamageIsNamed(t *testing.T) {
	tests := []struct {
		name   string
		damage func(t *testing.T, b *bench)
		say    string
		status int // of /readyz
	}{
		{"timestamp cut short", func(t *testing.T, b *bench) { truncate(t, b.path(timestampKey)) }, "timestamp.json", 503},
		{"timestamp empty", func(t *testing.T, b *bench) { write(t, b.path(timestampKey), "") }, "timestamp.json", 503},
		{"a snapshot for a timestamp", func(t *testing.T, b *bench) { move(t, b.path("tuf/1.snapshot.json"), b.path(timestampKey)) }, "timestamp.json", 503},
		{"no root", func(t *testing.T, b *bench) { require.NoError(t, os.Remove(b.path("tuf/1.root.json"))) }, "1.root.json", 503},
		{"no snapshot", func(t *testing.T, b *bench) { require.NoError(t, os.Remove(b.path("tuf/1.snapshot.json"))) }, "1.snapshot.json", 503},
		{"no targets", func(t *testing.T, b *bench) { require.NoError(t, os.Remove(b.path("tuf/1.targets.json"))) }, "1.targets.json", 503},
		{"targets forged", func(t *testing.T, b *bench) { replace(t, b.path("tuf/1.targets.json"), "base.pack", "case.pack") }, "1.targets.json", 200},
		{"no pack", func(t *testing.T, b *bench) { require.NoError(t, os.Remove(b.path(blobs+digest([]byte("pack"))))) }, ".base.pack is missing", 200},
		{"another pack", func(t *testing.T, b *bench) { write(t, b.path(blobs+digest([]byte("pack"))), "pack!") }, digest([]byte("pack")), 200},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			b.publish(t, "pack")
			tt.damage(t, b)
			b.reopen(t)
			err := b.Verify(context.Background())
			require.ErrorIs(t, err, ErrDamaged)
			assert.ErrorContains(t, err, tt.say)
			ready := b.get("/readyz")
			assert.Equal(t, tt.status, ready.Code)
			assert.NotContains(t, ready.Body.String(), b.dir)
		})
	}
}

func TestDamagedPackIsNotServed(t *testing.T) {
	b := newBench(t)
	b.publish(t, "pack")
	sum := digest([]byte("pack"))
	write(t, b.path(blobs+sum), "pack!")
	assert.Equal(t, 500, b.get("/tuf/targets/"+sum+".base.pack").Code)
	assert.Contains(t, b.log.String(), sum)
}

func TestDamagedCopyIsPassedOver(t *testing.T) {
	b := newBench(t)
	pack := strings.Repeat("pack ", 100)
	b.publish(t, pack)
	sum := digest([]byte(pack))
	truncate(t, b.path(blobs+sum+".br"))
	w := b.get("/tuf/targets/"+sum+".base.pack", "Accept-Encoding: br")
	assert.Equal(t, 200, w.Code)
	assert.Empty(t, w.Header().Get("Content-Encoding"))
	assert.Equal(t, pack, w.Body.String())
}

// A crash between the files of a publish and its commit leaves the old release
// current, keeps the new files from caches, and does not hinder the next publish.
func TestCrashBeforeTheCommit(t *testing.T) {
	b := newBench(t)
	b.publish(t, "one")
	before := b.get("/tuf/timestamp.json").Body.String()
	lost := b.release(t, "lost")
	for path, body := range map[string][]byte{"tuf/2.snapshot.json": lost.Snapshot, "tuf/2.targets.json": lost.Targets} {
		require.NoError(t, b.files.Create(context.Background(), path, body))
	}
	b.reopen(t)
	require.NoError(t, b.Verify(context.Background()))
	assert.Equal(t, before, b.get("/tuf/timestamp.json").Body.String())
	assert.Equal(t, 404, b.get("/tuf/2.snapshot.json").Code)
	assert.Equal(t, 404, b.get("/tuf/2.targets.json").Code)

	b.now = b.now.Add(time.Minute) // so that the next signature differs
	v := b.publish(t, "two")
	assert.EqualValues(t, 2, v.Snapshot)
	require.NoError(t, b.Verify(context.Background()))
	w := b.get("/tuf/2.snapshot.json")
	assert.Equal(t, 200, w.Code)
	assert.NotEqual(t, string(lost.Snapshot), w.Body.String())
}

// The very release that a crash interrupted can be sent again.
func TestInterruptedPublicationIsRepeated(t *testing.T) {
	b := newBench(t)
	first := b.release(t, "one")
	require.NoError(t, b.files.Create(context.Background(), "tuf/1.root.json", first.Roots[0]))
	require.NoError(t, b.files.Create(context.Background(), "tuf/1.snapshot.json", first.Snapshot))
	b.reopen(t)
	_, err := b.commit(context.Background(), first)
	require.NoError(t, err)
	assert.NoError(t, b.Verify(context.Background()))
}

// shared is a store that other processes write to as well.
type shared struct{ store.Store }

func TestFilesOfAnotherPublisherAreLeftAlone(t *testing.T) {
	b := newBench(t)
	b.publish(t, "one")
	theirs := b.release(t, "theirs")
	require.NoError(t, b.files.Create(context.Background(), "tuf/2.snapshot.json", theirs.Snapshot))
	b.Server = New(shared{b.files}, b.config)

	b.now = time.Now()
	ours := b.release(t, "ours")
	_, err := b.commit(context.Background(), ours)
	require.Equal(t, tuf.Conflict, tuf.CodeOf(err))

	b.now = time.Now().Add(2 * abandoned)
	_, err = b.commit(context.Background(), ours)
	assert.NoError(t, err, "nobody takes that long to publish")
}

func TestSharedStoreIsReadEachTime(t *testing.T) {
	b := newBench(t)
	b.publish(t, "one")
	here, there := New(shared{b.files}, b.config), New(shared{b.files}, b.config)
	version := func(s *Server) int64 {
		c, err := s.load(context.Background())
		require.NoError(t, err)
		return c.versions.Snapshot
	}
	require.EqualValues(t, 1, version(here))
	require.EqualValues(t, 1, version(there))
	b.Server = here
	b.publish(t, "two")
	assert.EqualValues(t, 2, version(there))
}

// A reader that is slow must not put back what was current before.
func TestSlowReaderDoesNotHideAPublication(t *testing.T) {
	b := newBench(t)
	b.publish(t, "one")
	slow := &slowStore{Files: b.files, waiting: make(chan struct{}), proceed: make(chan struct{})}
	b.Server = New(slow, b.config)
	slow.on.Store(true)
	var reader sync.WaitGroup
	reader.Go(func() { b.load(context.Background()) })
	<-slow.waiting
	slow.on.Store(false)
	b.publish(t, "two")
	close(slow.proceed)
	reader.Wait()
	c, err := b.load(context.Background())
	require.NoError(t, err)
	assert.EqualValues(t, 2, c.versions.Snapshot)
}

func TestResign(t *testing.T) {
	b := newBench(t)
	b.publish(t, "one")
	version := func() int64 {
		c, err := b.load(context.Background())
		require.NoError(t, err)
		return c.versions.Timestamp
	}
	require.EqualValues(t, 1, version())
	b.now = b.now.Add(DefaultLifetime/2 - time.Minute)
	require.NoError(t, b.Resign(context.Background()))
	assert.EqualValues(t, 1, version(), "more than half of its life is left")
	b.now = b.now.Add(2 * time.Minute)
	require.NoError(t, b.Resign(context.Background()))
	assert.EqualValues(t, 2, version())
	require.NoError(t, b.Verify(context.Background()))
	b.now = b.now.Add(10 * DefaultLifetime)
	require.ErrorIs(t, b.Verify(context.Background()), tuf.Expired)
	assert.Equal(t, 503, b.get("/readyz").Code)
	require.NoError(t, b.Resign(context.Background()), "a server that slept")
	assert.NoError(t, b.Verify(context.Background()))
	assert.Equal(t, 200, b.get("/readyz").Code)
}

func TestExpiredReleaseIsReported(t *testing.T) {
	b := newBench(t)
	b.publish(t, "one")
	b.now = b.now.AddDate(0, 6, 0)
	require.NoError(t, b.Resign(context.Background()))
	assert.ErrorIs(t, b.Verify(context.Background()), tuf.Expired)
	w := b.get("/readyz")
	assert.Equal(t, 503, w.Code)
	assert.Contains(t, w.Body.String(), `"code":"expired"`)
}

func TestReadOnlyServer(t *testing.T) {
	b := newBench(t)
	b.publish(t, "one")
	b.Server = New(b.files, Config{})
	assert.Equal(t, 200, b.get("/tuf/timestamp.json").Code)
	assert.NoError(t, b.Resign(context.Background()))
	w := httptest.NewRecorder()
	b.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/publish", strings.NewReader("{}")))
	assert.Equal(t, 403, w.Code)
}

func TestPages(t *testing.T) {
	b := newBench(t)
	b.config.Module = append([]byte("\x00asm"), bytes.Repeat([]byte("module "), 100)...)
	b.config.Pages = fstest.MapFS{
		"index.html":          {Data: []byte("<!doctype html><p>" + strings.Repeat("hello ", 50))},
		"assets/index-1.js":   {Data: []byte("run()")},
		"assets/style-1.css":  {Data: []byte("p{}")},
		"samples.json":        {Data: []byte("[]")},
		"icon.svg":            {Data: []byte("<svg/>")},
		"secret.unknown-type": {Data: []byte("x")},
	}
	tests := []struct {
		path         string
		status       int
		contentType  string
		cacheControl string
	}{
		{"/", 200, "text/html; charset=utf-8", revalidate},
		{"/index.html", 200, "text/html; charset=utf-8", revalidate},
		{"/assets/index-1.js", 200, "text/javascript; charset=utf-8", forever},
		{"/assets/style-1.css", 200, "text/css; charset=utf-8", forever},
		{"/samples.json", 200, "application/json", revalidate},
		{"/icon.svg", 200, "image/svg+xml", revalidate},
		{"/bedside.wasm", 200, "application/wasm", revalidate},
		{"/secret.unknown-type", 404, "application/json", revalidate},
		{"/assets", 404, "application/json", revalidate},
		{"/assets/", 404, "application/json", revalidate},
		{"/none.html", 404, "application/json", revalidate},
		{"/../server.go", 404, "application/json", revalidate},
		{"//index.html", 404, "application/json", revalidate},
		{"/assets/../index.html", 404, "application/json", revalidate},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			w := b.get(tt.path)
			assert.Equal(t, tt.status, w.Code)
			assert.Equal(t, tt.contentType, w.Header().Get("Content-Type"))
			assert.Equal(t, tt.cacheControl, w.Header().Get("Cache-Control"))
			assert.Contains(t, w.Header().Get("Content-Security-Policy"), "script-src 'self' 'wasm-unsafe-eval'")
			if tt.status == 200 {
				assert.Equal(t, 304, b.get(tt.path, "If-None-Match: "+w.Header().Get("ETag")).Code)
			}
		})
	}
	br := b.get("/bedside.wasm", "Accept-Encoding: gzip, deflate, br")
	assert.Equal(t, "br", br.Header().Get("Content-Encoding"))
	module, err := decode(brotlied, br.Body.Bytes(), 1<<20)
	require.NoError(t, err)
	assert.Equal(t, b.config.Module, module)
}

func TestNotFoundIsReadableInABrowser(t *testing.T) {
	b := newBench(t)
	w := b.get("/nowhere", "Accept: text/html,application/xhtml+xml")
	assert.Equal(t, 404, w.Code)
	assert.Contains(t, w.Body.String(), "There is nothing here")
	w = b.get("/")
	assert.Equal(t, 200, w.Code, "without a playground the start says what this is")
	assert.Contains(t, w.Body.String(), "update server")
}

// The policy leaves a page no way to another origin.
func TestPolicyNamesNoOtherOrigin(t *testing.T) {
	policy := newBench(t).get("/").Header().Get("Content-Security-Policy")
	for _, directive := range []string{"default-src 'none'", "connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"} {
		assert.Contains(t, policy, directive)
	}
	for _, hole := range []string{"*", "http", "data:", "blob:", "'unsafe-inline'", "'unsafe-eval'"} {
		assert.NotContains(t, policy, hole)
	}
}

func TestLogsHoldNothingOfTheReader(t *testing.T) {
	b := newBench(t)
	b.publish(t, "one")
	for _, target := range []string{"/tuf/timestamp.json?text=Jane", "/Jane-Doe", "/tuf/Jane", "/tuf/targets/Jane"} {
		r := httptest.NewRequest(http.MethodGet, target, nil)
		r.RemoteAddr = "192.0.2.7:1234"
		r.Header.Set("User-Agent", "Jane's browser")
		r.Header.Set("Referer", "https://example.org/jane")
		b.ServeHTTP(httptest.NewRecorder(), r)
	}
	assert.NotContains(t, strings.ToLower(b.log.String()), "jane")
	assert.NotContains(t, b.log.String(), "192.0.2.7")
	var entry map[string]any
	last := strings.Split(strings.TrimSpace(b.log.String()), "\n")
	require.NoError(t, json.Unmarshal([]byte(last[len(last)-1]), &entry))
	assert.Equal(t, "/tuf/targets/", entry["route"])
	assert.EqualValues(t, 404, entry["status"])
}

func TestPanicIsAnswered(t *testing.T) {
	b := newBench(t)
	b.Server = New(panicStore{}, b.config)
	w := b.get("/tuf/timestamp.json")
	assert.Equal(t, 500, w.Code)
	assert.JSONEq(t, `{"error":{"code":"internal","message":"Something went wrong here. Try again later."}}`, w.Body.String())
	assert.NotContains(t, w.Body.String(), "oops")
	assert.Contains(t, b.log.String(), "oops")
}

func TestBodyThatEndsEarly(t *testing.T) {
	b := newBench(t)
	r := httptest.NewRequest(http.MethodPost, "/publish", io.MultiReader(strings.NewReader("{"), failing{}))
	r.Header.Set("Authorization", "Bearer token")
	w := httptest.NewRecorder()
	b.ServeHTTP(w, r)
	assert.Equal(t, 400, w.Code)
}

// Cloudflare serves the worker's pages itself, with the headers of a file.
func TestWorkerSendsTheSameHeaders(t *testing.T) {
	var want strings.Builder
	want.WriteString("/*\n")
	for _, h := range SecurityHeaders() {
		want.WriteString("  " + h[0] + ": " + h[1] + "\n")
	}
	want.WriteString("\n/assets/*\n  Cache-Control: " + forever + "\n")
	got, err := os.ReadFile("cmd/worker/_headers")
	require.NoError(t, err)
	assert.Equal(t, want.String(), string(got))
}
