package server

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestOneClientCannotTakeItAll(t *testing.T) {
	b := newBench(t)
	b.publish(t, "one")
	config := b.config
	config.Limits = Limits{Reads: Limit{Rate: 0.001, Burst: 3}, Writes: Limit{Rate: 0.001, Burst: 2}}
	config.Client = func(remote, _ string) string { return ClientOfAddress(remote) }
	s := New(b.files, config)
	ask := func(method, path, address string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, path, strings.NewReader("{}"))
		r.RemoteAddr = address
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		return w
	}
	for range 3 {
		assert.Equal(t, 200, ask("GET", "/tuf/timestamp.json", "192.0.2.1:1000").Code)
	}
	w := ask("GET", "/tuf/timestamp.json", "192.0.2.1:2000")
	assert.Equal(t, 429, w.Code)
	assert.Equal(t, "10", w.Header().Get("Retry-After"))
	assert.Contains(t, w.Body.String(), `"code":"rate"`)
	assert.Equal(t, 200, ask("GET", "/tuf/timestamp.json", "192.0.2.2:1000").Code, "another client")
	for range 2 {
		assert.Equal(t, 401, ask("POST", "/publish", "192.0.2.1:1000").Code, "publishing counts apart")
	}
	assert.Equal(t, 429, ask("POST", "/publish", "192.0.2.1:1000").Code, "nobody can guess the token for long")
	assert.NotContains(t, b.log.String(), "192.0.2")
}

func TestLimiterForgetsThoseOfLongAgo(t *testing.T) {
	l := newLimiter(Limit{Rate: 0.001, Burst: 1})
	require.True(t, l.allow("first"))
	require.False(t, l.allow("first"))
	for i := range 3 * maxClients {
		l.allow(strings.Repeat("x", i%7) + string(rune('a'+i%26)) + http.StatusText(100+i%400) + strings.Repeat("y", i/1000))
	}
	assert.LessOrEqual(t, len(l.now)+len(l.earlier), 2*maxClients)
	assert.Nil(t, newLimiter(Limit{}), "no limit")
}

func TestClientsByAddress(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.1:1234": "192.0.2.1", "192.0.2.1": "192.0.2.1", "[::ffff:192.0.2.1]:80": "192.0.2.1",
		"[2001:db8::1]:443": "2001:db8::/64", "2001:db8:0:0:ffff::2": "2001:db8::/64", "fe80::1%eth0": "fe80::/64",
		"": "", "nonsense": "", "@": "",
	} {
		assert.Equal(t, want, ClientOfAddress(address), address)
	}
}

func TestMetrics(t *testing.T) {
	b := newBench(t)
	empty := httptest.NewRecorder()
	b.Metrics().ServeHTTP(empty, httptest.NewRequest("GET", "/metrics", nil))
	assert.Contains(t, empty.Body.String(), "bedside_ready 0\n")

	b.publish(t, "one")
	b.get("/tuf/timestamp.json")
	b.get("/tuf/timestamp.json", "If-None-Match: *")
	b.get("/Jane-Doe")
	b.get("/index.html")
	w := httptest.NewRecorder()
	b.Metrics().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	body := w.Body.String()
	for _, line := range []string{
		`bedside_requests_total{route="/tuf/timestamp.json",status="200"} 1`,
		`bedside_requests_total{route="/tuf/timestamp.json",status="304"} 1`,
		`bedside_requests_total{route="other",status="404"} 2`,
		`bedside_version{role="targets"} 1`, `bedside_ready 1`, `bedside_audit_entries 1`,
		"# TYPE bedside_expires_seconds gauge",
	} {
		assert.Contains(t, body, line+"\n")
	}
	assert.NotContains(t, body, "Jane")
	for line := range strings.Lines(body) {
		assert.Regexp(t, `^(# (HELP|TYPE) bedside_\w+ .+|bedside_\w+(\{[^}]*\})? -?\d+)\n$`, line)
	}
}

func TestWorkbenchIsForThisMachineAlone(t *testing.T) {
	b := newBench(t)
	ask := func(host, kind, body string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodPost, "/workbench/compile", strings.NewReader(body))
		r.Host = host
		r.Header.Set("Content-Type", kind)
		w := httptest.NewRecorder()
		b.ServeHTTP(w, r)
		return w
	}
	assert.Equal(t, 403, ask("localhost:8787", "application/yaml", "x").Code, "without a compiler")
	b.config.Compile = func(rules []byte) ([]byte, error) {
		if string(rules) == "bad" {
			return nil, errors.New("rules.yaml:1:1: this is no rule")
		}
		return []byte("pack of " + string(rules)), nil
	}
	b.Server = New(b.files, b.config)
	for _, host := range []string{"localhost:8787", "127.0.0.1:8787", "[::1]:8787", "localhost"} {
		w := ask(host, "application/yaml", "rules")
		assert.Equal(t, 200, w.Code, host)
		assert.Equal(t, "pack of rules", w.Body.String())
	}
	for _, host := range []string{"rules.example.org", "192.0.2.1:8787", "localhost.example.org:8787", ""} {
		assert.Equal(t, 403, ask(host, "application/yaml", "rules").Code, host)
	}
	base := func(host string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, "/workbench/base.pack", nil)
		r.Host = host
		w := httptest.NewRecorder()
		b.ServeHTTP(w, r)
		return w
	}
	assert.Equal(t, 403, base("localhost").Code, "without base rules")
	b.config.Base = func() ([]byte, error) { return []byte("built in"), nil }
	b.Server = New(b.files, b.config)
	assert.Equal(t, "built in", base("localhost:8787").Body.String())
	assert.Equal(t, 403, base("rules.example.org").Code)
	for _, kind := range []string{"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"} {
		assert.Equal(t, 403, ask("localhost", kind, "rules").Code, "a form of another page can send %q", kind)
	}
	w := ask("localhost", "application/yaml", "bad")
	assert.Equal(t, 422, w.Code)
	assert.Contains(t, w.Body.String(), "this is no rule")
	assert.Equal(t, 413, ask("localhost", "application/yaml", strings.Repeat("x", maxRules+1)).Code)
}

func TestBodiesAreReadSoManyAtATime(t *testing.T) {
	b := newBench(t)
	for range maxBodies {
		b.bodies <- struct{}{}
	}
	r := httptest.NewRequest(http.MethodPost, "/publish", strings.NewReader("{}"))
	r.Header.Set("Authorization", "Bearer token")
	w := httptest.NewRecorder()
	b.ServeHTTP(w, r)
	assert.Equal(t, 503, w.Code)
	assert.Equal(t, "5", w.Header().Get("Retry-After"))
}

func TestAuditLogIsPublic(t *testing.T) {
	b := newBench(t)
	assert.Contains(t, b.get("/audit/head.json").Body.String(), `"n":0`)
	b.publish(t, "one")
	assert.Contains(t, b.get("/audit/head.json").Body.String(), `"n":1`)
	w := b.get("/audit/1.json")
	assert.Equal(t, 200, w.Code)
	assert.Equal(t, forever, w.Header().Get("Cache-Control"))
	for _, path := range []string{"0", "2", "-1", "01", "x", "", "../tuf/timestamp"} {
		assert.Equal(t, 404, b.get("/audit/"+path+".json").Code, path)
	}
}
