package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core"
	"github.com/bedside-md/bedside/wasm/headless"
)

// block is a block of commands on the admin's page.
type block struct {
	serves bool // it goes on running
	text   string
}

// adminPage reads the commands of the page.
func adminPage(t *testing.T) (blocks []block) {
	t.Helper()
	page, err := os.ReadFile("../../release/README.md")
	require.NoError(t, err)
	inside := false
	for line := range strings.Lines(string(page)) {
		switch {
		case strings.HasPrefix(line, "```sh"):
			inside = true
			blocks = append(blocks, block{serves: strings.TrimSpace(line) == "```sh serve"})
		case strings.HasPrefix(line, "```"):
			inside = false
		case inside:
			blocks[len(blocks)-1].text += line
		}
	}
	return blocks
}

// desk is an admin's desk: a directory, a home of its own and the program.
type desk struct {
	t   *testing.T
	dir string
	env []string
}

func newDesk(t *testing.T, server string) *desk {
	t.Helper()
	dir := t.TempDir()
	return &desk{t, dir, append(os.Environ(),
		"PATH="+filepath.Dir(binary)+string(os.PathListSeparator)+os.Getenv("PATH"), "HOME="+dir, "XDG_CONFIG_HOME="+filepath.Join(dir, "config"),
		"BEDSIDE_KEYS=keys", "BEDSIDE_SERVER="+server, "BEDSIDE_PASSPHRASE=a passphrase for tests")}
}

// sh runs a block; after it the environment is as the block left it.
func (d *desk) sh(text string) (out string) {
	d.t.Helper()
	cmd := exec.Command("sh", "-eu", "-c", text+"\nexport -p >.env")
	cmd.Dir, cmd.Env = d.dir, d.env
	b, err := cmd.CombinedOutput()
	require.NoError(d.t, err, "%s\n%s", text, b)
	for line := range strings.Lines(text) {
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), "export "); ok {
			key, value, _ := strings.Cut(name, "=")
			d.env = append(d.env, key+"="+strings.Trim(value, `"`))
		}
	}
	return string(b)
}

// serve runs a block that goes on until the test ends.
func (d *desk) serve(text, address string) {
	d.t.Helper()
	cmd := exec.Command("sh", "-c", "exec "+strings.TrimSpace(text)+" --addr "+address+" --data data")
	cmd.Dir, cmd.Env = d.dir, d.env
	out, err := cmd.StdoutPipe()
	require.NoError(d.t, err)
	require.NoError(d.t, cmd.Start())
	d.t.Cleanup(func() {
		assert.NoError(d.t, cmd.Process.Kill())
		_ = cmd.Wait() // killed
	})
	lines := bufio.NewScanner(out)
	for lines.Scan() && lines.Text() != serving {
	}
	require.Equal(d.t, serving, lines.Text())
	go func() { _, _ = io.Copy(io.Discard, out) }()
}

// freeAddress is an address nobody listens on.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "localhost:0")
	require.NoError(t, err)
	defer l.Close()
	return l.Addr().String()
}

// browser is a module that takes rules as the extension does.
type browser struct {
	t        *testing.T
	module   *headless.Module
	url      string
	root     json.RawMessage
	target   string
	settings map[string]string // of the header: channel, random, repository
	state    *string
}

// outcome is the end of an update, as the module tells it.
type outcome struct {
	Changed bool
	None    string
	From    string
	Off     []string
	State   string
}

// poll updates once.
func (b *browser) poll() outcome {
	b.t.Helper()
	body, err := json.Marshal(map[string]any{"root": b.root, "state": b.state})
	require.NoError(b.t, err)
	header := map[string]string{"op": "open", "now": time.Now().UTC().Format(time.RFC3339), "target": b.target}
	for k, v := range b.settings {
		header[k] = v
	}
	step, err := json.Marshal(header)
	require.NoError(b.t, err)
	for range 100 {
		answer, err := b.module.Update(context.Background(), step, body)
		require.NoError(b.t, err)
		var a struct {
			Need *struct{ Path string }
			Done *outcome
		}
		require.NoError(b.t, json.Unmarshal(answer, &a))
		if a.Done != nil {
			b.state = &a.Done.State
			return *a.Done
		}
		require.NotNil(b.t, a.Need, string(answer))
		resp, err := http.Get(b.url + a.Need.Path)
		require.NoError(b.t, err)
		body, err = io.ReadAll(resp.Body)
		require.NoError(b.t, err)
		resp.Body.Close()
		step, err = json.Marshal(map[string]any{"op": "give", "status": resp.StatusCode})
		require.NoError(b.t, err)
	}
	b.t.Fatal("the update does not end")
	return outcome{}
}

// flags reports whether a rule flags a draft.
func (b *browser) flags(draft, rule string) bool {
	b.t.Helper()
	report, err := b.module.Analyze(context.Background(), []byte(draft), core.Options{})
	require.NoError(b.t, err)
	return strings.Contains(string(report), `"rule":"`+rule+`"`)
}

// Every command of the admin's page runs, and a browser's module that was given the
// page's policy takes the rules, meets the kill switch at its next poll, and has the
// rule again when it is switched on.
func TestAdminPage(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the page is written for a Unix shell")
	}
	address := freeAddress(t)
	d := newDesk(t, "http://"+address)
	began := time.Now()
	const draft, rule = "The bed board is down again", "tidewater.system"
	var b *browser
	for _, block := range adminPage(t) {
		switch {
		case block.serves:
			d.serve(block.text, address)
			continue
		case strings.Contains(block.text, "--switch-off"):
			off, on, ok := strings.Cut(block.text, "bedside release take")
			require.True(t, ok)
			d.sh(off)
			assert.Equal(t, []string{rule}, b.poll().Off)
			assert.False(t, b.flags(draft, rule), "the kill switch")
			d.sh("bedside release take" + on)
			done := b.poll()
			assert.True(t, done.Changed, "rolled back")
			assert.Empty(t, done.Off)
			assert.True(t, b.flags(draft, rule))
			continue
		}
		out := d.sh(block.text)
		if strings.Contains(block.text, "release policy > policy.json") {
			assert.Contains(t, out, rule, "the draft is flagged")
			b = d.browser("policy.json")
			assert.False(t, b.flags(draft, rule))
			assert.True(t, b.poll().Changed)
			assert.True(t, b.flags(draft, rule))
			assert.False(t, b.poll().Changed)
			assert.Less(t, time.Since(began), 10*time.Minute, "from rules new to a colleague's browser")
		}
	}
	college := d.browser("college.json")
	assert.Equal(t, "org/college/college.pack", college.poll().From)
}

// browser makes a module with the built-in rules, as a policy file tells it.
func (d *desk) browser(policy string) *browser {
	d.t.Helper()
	file, err := os.ReadFile(filepath.Join(d.dir, policy))
	require.NoError(d.t, err)
	var p struct {
		Repositories []struct {
			URL, Root, Channel string
			Packs              []string
		}
	}
	require.NoError(d.t, json.Unmarshal(file, &p))
	require.Len(d.t, p.Repositories, 1)
	r := p.Repositories[0]
	b := moduleBrowser(d.t, r.URL, json.RawMessage(r.Root), r.Packs[0])
	b.settings = map[string]string{"channel": r.Channel, "repository": r.URL, "random": "a1"}
	return b
}

func moduleBrowser(t *testing.T, url string, root json.RawMessage, target string) *browser {
	t.Helper()
	wasm, err := os.ReadFile(wasmModule)
	require.NoError(t, err)
	m, err := headless.Open(t.Context(), wasm, headless.Config{CacheDir: machineCodeDir()})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, m.Close(context.Background())) })
	base, err := builtInPack()
	require.NoError(t, err)
	_, err = m.Load(t.Context(), base)
	require.NoError(t, err)
	return &browser{t: t, module: m, url: url, root: root, target: target}
}
