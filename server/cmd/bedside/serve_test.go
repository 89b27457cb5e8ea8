package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/pack/rules"
	"github.com/bedside-md/bedside/core/pack/source"
	"github.com/bedside-md/bedside/core/tuf"
	"github.com/bedside-md/bedside/server/release"
)

const serving = "Ctrl+C stops it."

// lines is where a server under test writes; it can be waited for.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
	up   chan struct{} // closed once the server serves
}

func newLines() *lines { return &lines{up: make(chan struct{})} }

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	was := strings.Contains(l.text.String(), serving)
	l.text.Write(b)
	if !was && strings.Contains(l.text.String(), serving) {
		close(l.up)
	}
	return len(b), nil
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// running is a server under test.
type running struct {
	url  string
	out  *lines
	stop func() error
}

// serve runs the command in this process until stop or the end of the test.
func serve(t *testing.T, cmd serveCmd) *running {
	t.Helper()
	if cmd.Addr == "" {
		cmd.Addr = "localhost:0"
	}
	ctx, cancel := context.WithCancel(context.Background())
	out, ended := newLines(), make(chan error, 1)
	go func() { ended <- cmd.Run(ctx, &console{out: out, err: out}) }()
	stop := sync.OnceValue(func() error {
		cancel()
		return <-ended
	})
	t.Cleanup(func() { stop() })
	select {
	case <-out.up:
	case err := <-ended:
		require.NoError(t, err, "it did not start")
	}
	return &running{url: urlIn(t, out.String()), out: out, stop: stop}
}

func urlIn(t *testing.T, start string) string {
	t.Helper()
	m := regexp.MustCompile(`Bedside is at (\S+)`).FindStringSubmatch(start)
	require.NotNil(t, m, start)
	return m[1]
}

// packOf is a compile that gives other bytes than the built-in rules.
func packOf(content string) func(fs.FS) ([]byte, source.Info, error) {
	return func(fs.FS) ([]byte, source.Info, error) {
		return []byte(content), source.Info{Name: "test", Version: "7", Rules: 2}, nil
	}
}

func fetch(t *testing.T, url string) (int, []byte) {
	t.Helper()
	resp, err := http.Get(url)
	require.NoError(t, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp.StatusCode, b
}

// takeRules takes the rules as the extension does, which trusts the first root.
func takeRules(t *testing.T, url string) ([]byte, tuf.Versions) {
	t.Helper()
	_, root := fetch(t, url+"/tuf/1.root.json")
	c, err := tuf.Open(root, nil, time.Now().Unix(), builtIn)
	require.NoError(t, err)
	var body []byte
	for {
		need, ok := c.Need()
		if !ok {
			break
		}
		var status int
		status, body = fetch(t, url+"/tuf/"+need.Path)
		require.NoError(t, c.Give(status, body))
	}
	result, done := c.Done()
	require.True(t, done)
	return body, result.Versions
}

func TestServePublishesOnFirstStart(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "data")
	s := serve(t, serveCmd{Data: dir, compile: packOf("rules"), Module: write(t, "bedside.wasm", "module")})
	pack, versions := takeRules(t, s.url)
	assert.Equal(t, "rules", string(pack))
	assert.Equal(t, tuf.Versions{Root: 1, Timestamp: 1, Snapshot: 1, Targets: 1}, versions)
	_, module := fetch(t, s.url+"/bedside.wasm")
	assert.Equal(t, "module", string(module))

	start := s.out.String()
	assert.Contains(t, start, "test 7, 2 rules")
	assert.Contains(t, start, "DEVELOPMENT KEYS")
	assert.Contains(t, start, s.url+"/tuf/1.root.json")
	assert.Contains(t, start, dir)
	keys, err := filepath.Glob(filepath.Join(dir, "keys", "DEVELOPMENT-*.key.json"))
	require.NoError(t, err)
	assert.Len(t, keys, 4)
	require.NoError(t, s.stop())
}

func TestServeAgain(t *testing.T) {
	dir := t.TempDir()
	first := serve(t, serveCmd{Data: dir, compile: packOf("rules")})
	_, root := fetch(t, first.url+"/tuf/1.root.json")
	require.NoError(t, first.stop())

	second := serve(t, serveCmd{Data: dir, compile: packOf("rules")})
	pack, versions := takeRules(t, second.url)
	assert.Equal(t, "rules", string(pack))
	assert.EqualValues(t, 1, versions.Targets, "the same rules are no new release")
	require.NoError(t, second.stop())

	third := serve(t, serveCmd{Data: dir, compile: packOf("better rules")})
	pack, versions = takeRules(t, third.url)
	assert.Equal(t, "better rules", string(pack))
	assert.EqualValues(t, 2, versions.Targets)
	_, again := fetch(t, third.url+"/tuf/1.root.json")
	assert.Equal(t, root, again, "clients go on trusting it")
}

// Somebody else publishes with the token, and nobody without.
func TestServeTakesPublications(t *testing.T) {
	dir := t.TempDir()
	s := serve(t, serveCmd{Data: dir, Token: "let me in", compile: packOf("rules")})
	keys, err := release.DevKeys(filepath.Join(dir, "keys"))
	require.NoError(t, err)
	current, ok, err := release.Fetch(t.Context(), nil, s.url)
	require.NoError(t, err)
	require.True(t, ok)
	next, err := release.BuildNext(keys, current, map[string][]byte{builtIn: []byte("ours")}, time.Now())
	require.NoError(t, err)
	_, err = release.Publish(t.Context(), nil, s.url, "wrong", next)
	require.ErrorContains(t, err, "401")
	_, err = release.Publish(t.Context(), nil, s.url, "let me in", next)
	require.NoError(t, err)
	pack, _ := takeRules(t, s.url)
	assert.Equal(t, "ours", string(pack))
}

func TestServeRulesSignedElsewhere(t *testing.T) {
	keys, err := release.NewKeys()
	require.NoError(t, err)
	dir, seed := t.TempDir(), write(t, "timestamp.key", keys.TimestampSeed+"\n")
	s := serve(t, serveCmd{Data: dir, TimestampKey: seed, Token: "let me in"})
	assert.Contains(t, s.out.String(), "Nothing is published here yet.")
	assert.NotContains(t, s.out.String(), "DEVELOPMENT")
	assert.NoDirExists(t, filepath.Join(dir, "keys"))
	r, err := release.BuildInitial(keys, map[string][]byte{builtIn: []byte("ours")}, time.Now())
	require.NoError(t, err)
	_, err = release.Publish(t.Context(), nil, s.url, "let me in", r)
	require.NoError(t, err)
	require.NoError(t, s.stop())

	other, err := release.NewKeys()
	require.NoError(t, err)
	err = (&serveCmd{Data: dir, Addr: "localhost:0", TimestampKey: write(t, "other.key", other.TimestampSeed), Token: "x"}).start(t)
	assert.NoError(t, err, "its timestamp is still good")
}

// start runs the command until it serves or fails.
func (cmd *serveCmd) start(t *testing.T) error {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	out, ended := newLines(), make(chan error, 1)
	go func() { ended <- cmd.Run(ctx, &console{out: out, err: out}) }()
	select {
	case <-out.up:
		cancel()
		return <-ended
	case err := <-ended:
		return err
	}
}

func TestServeSaysWhatWasNotBuilt(t *testing.T) {
	s := serve(t, serveCmd{Data: t.TempDir(), compile: packOf("rules"), Module: filepath.Join(t.TempDir(), "none.wasm")})
	assert.Contains(t, s.out.String(), "none.wasm")
	assert.Contains(t, s.out.String(), `"make build" makes the module`)
	pack, _ := takeRules(t, s.url)
	assert.Equal(t, "rules", string(pack), "it serves all the same")
}

func TestServeRefusesWithASentence(t *testing.T) {
	inUse, err := net.Listen("tcp", "localhost:0")
	require.NoError(t, err)
	defer inUse.Close()
	file := write(t, "file", "")
	tests := []struct {
		name string
		args []string
		say  string
	}{
		{"port in use", []string{"--addr", inUse.Addr().String()}, "another program is using " + inUse.Addr().String()},
		{"no port", []string{"--addr", "8787"}, "--addr takes HOST:PORT"},
		{"port out of range", []string{"--addr", "localhost:99999"}, "--addr takes HOST:PORT"},
		{"address of another machine", []string{"--addr", "192.0.2.1:8787"}, "no address of this machine"},
		{"a file for a data directory", []string{"--data", file}, "is not a directory; choose another directory with --data"},
		{"no such timestamp key", []string{"--timestamp-key", "none.key"}, "there is no file none.key"},
		{"damaged timestamp key", []string{"--timestamp-key", file}, "64 hexadecimal digits"},
		{"unknown flag", []string{"--prot", "1"}, "unknown flag --prot"},
		{"what is no flag", []string{"now"}, "unexpected argument now"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			args := append([]string{"serve", "--data", filepath.Join(t.TempDir(), "data")}, tt.args...)
			r := bedside(t, "", args...)
			assert.Equal(t, exitTrouble, r.code)
			assert.Contains(t, r.err, tt.say)
			assert.NotContains(t, r.err, "goroutine")
			assert.Empty(t, r.out)
		})
	}
}

func TestServeOncePerDirectory(t *testing.T) {
	dir := t.TempDir()
	s := serve(t, serveCmd{Data: dir, compile: packOf("rules")})
	r := bedside(t, "", "serve", "--addr", "localhost:0", "--data", dir)
	assert.Equal(t, exitTrouble, r.code)
	assert.Contains(t, r.err, "another server is using "+dir)
	pack, _ := takeRules(t, s.url)
	assert.Equal(t, "rules", string(pack), "the first goes on")
}

func TestServeOnDamagedData(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, serve(t, serveCmd{Data: dir, compile: packOf("rules")}).stop())
	tests := []struct {
		name, file, content string
		say                 string
	}{
		{"timestamp", "repository/tuf/timestamp.json", "{", "timestamp.json"},
		{"missing snapshot", "repository/tuf/1.snapshot.json", "", "1.snapshot.json is missing"},
		{"missing pack", "repository/tuf/targets/" + sumOf("rules"), "", ".base.pack is missing"},
		{"key file", "keys/DEVELOPMENT-targets.key.json", "{", "DEVELOPMENT-targets.key.json"},
		{"missing key file", "keys/DEVELOPMENT-targets.key.json", "", "DEVELOPMENT-targets.key.json"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			copied := filepath.Join(t.TempDir(), "data")
			require.NoError(t, os.CopyFS(copied, os.DirFS(dir)))
			damaged := filepath.Join(copied, filepath.FromSlash(tt.file))
			if tt.content == "" {
				require.NoError(t, os.Remove(damaged))
			} else {
				require.NoError(t, os.WriteFile(damaged, []byte(tt.content), 0o600))
			}
			before := listing(t, copied)
			r := bedside(t, "", "serve", "--addr", "localhost:0", "--data", copied)
			assert.Equal(t, exitTrouble, r.code)
			assert.Contains(t, r.err, tt.say)
			assert.NotContains(t, r.err, "goroutine")
			assert.Equal(t, before, listing(t, copied), "nothing was changed")
		})
	}
}

func TestServeFailsWhereTheRulesDoNotCompile(t *testing.T) {
	cmd := serveCmd{Data: t.TempDir(), Addr: "localhost:0", compile: func(fs.FS) ([]byte, source.Info, error) {
		return nil, source.Info{}, errors.New("rule 3 has no title")
	}}
	assert.ErrorContains(t, cmd.start(t), "compile the built-in rules: rule 3 has no title")
}

// The program itself: starts, answers, logs no address or query, and ends cleanly on
// the signal that a service manager sends.
func TestServeProcess(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there is no SIGTERM")
	}
	cmd := exec.Command(binary, "serve", "--addr", "localhost:0", "--data", t.TempDir(), "--module", wasmModule, "-v")
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	require.NoError(t, cmd.Start())
	var start strings.Builder
	for in := bufio.NewScanner(stdout); in.Scan(); {
		start.WriteString(in.Text() + "\n")
		if in.Text() == serving {
			break
		}
	}
	url := urlIn(t, start.String())

	pack, _ := takeRules(t, url)
	want, _, err := source.Compile(rules.FS)
	require.NoError(t, err)
	assert.Equal(t, want, pack, "the built-in rules are the same each time")
	status, _ := fetch(t, url+"/?draft=Jane")
	assert.Equal(t, 200, status)
	status, _ = fetch(t, url+"/readyz")
	assert.Equal(t, 200, status)
	_, module := fetch(t, url+"/bedside.wasm")
	assert.True(t, bytes.HasPrefix(module, []byte("\x00asm")))

	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	require.NoError(t, cmd.Wait(), stderr.String())
	assert.Contains(t, stderr.String(), "route=/readyz")
	assert.NotContains(t, stderr.String(), "Jane")
	assert.NotContains(t, stderr.String(), "127.0.0.1")
}

// sumOf is the SHA-256 under which a target lies.
func sumOf(content string) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:])
}

// listing holds every file below dir with its content.
func listing(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(name)
		files[name] = string(b)
		return err
	})
	require.NoError(t, err)
	return files
}
