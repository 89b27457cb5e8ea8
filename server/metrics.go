package server

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/bedside-md/bedside/core/tuf"
)

// metrics counts what happened since the start: nothing of who asked, or for what by
// name.
type metrics struct {
	published, refused, renewed, limited atomic.Int64
	written                              atomic.Int64 // bytes of bodies
	requests                             sync.Map     // *atomic.Int64 by requestKind
}

type requestKind struct {
	route  string
	status int
}

func (m *metrics) count(w *response) {
	m.counter(w.route, w.status).Add(1)
	m.written.Add(w.written)
}

// counter is the one of a kind of answer.
func (m *metrics) counter(route string, status int) *atomic.Int64 {
	kind := requestKind{route, status}
	if kind.route[0] == '/' && !routes[kind.route] {
		kind.route = "pages"
	}
	n, ok := m.requests.Load(kind)
	if !ok {
		n, _ = m.requests.LoadOrStore(kind, new(atomic.Int64))
	}
	return n.(*atomic.Int64)
}

// routes are those that are counted by their names.
var routes = map[string]bool{
	"/tuf/": true, "/tuf/timestamp.json": true, "/tuf/targets/": true, "/publish": true,
	"/publish/targets/": true, "/audit/": true, "/healthz": true, "/readyz": true,
}

// Metrics returns a handler that tells how the server is, in the text format of
// Prometheus (exposition format 0.0.4). It is for operators: serve it where only they
// come.
func (s *Server) Metrics() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		w.Write(s.expose(r.Context()))
	})
}

func (s *Server) expose(ctx context.Context) []byte {
	var b bytes.Buffer
	begin := func(name, kind, help string) {
		fmt.Fprintf(&b, "# HELP bedside_%s %s\n# TYPE bedside_%s %s\n", name, help, name, kind)
	}
	one := func(name, kind, help string, value int64) {
		begin(name, kind, help)
		fmt.Fprintf(&b, "bedside_%s %d\n", name, value)
	}

	begin("requests_total", "counter", "Requests answered, by kind of resource and status.")
	var kinds []requestKind
	s.metrics.requests.Range(func(k, _ any) bool {
		kinds = append(kinds, k.(requestKind))
		return true
	})
	slices.SortFunc(kinds, func(a, b requestKind) int {
		return bytes.Compare(fmt.Append(nil, a.route, a.status), fmt.Append(nil, b.route, b.status))
	})
	for _, k := range kinds {
		n, _ := s.metrics.requests.Load(k)
		fmt.Fprintf(&b, "bedside_requests_total{route=%q,status=\"%d\"} %d\n", k.route, k.status, n.(*atomic.Int64).Load())
	}
	one("response_bytes_total", "counter", "Bytes of bodies sent.", s.metrics.written.Load())
	one("requests_limited_total", "counter", "Requests refused because their client asked for too much.", s.metrics.limited.Load())
	one("publications_total", "counter", "Publications accepted.", s.metrics.published.Load())
	one("publications_refused_total", "counter", "Publications refused.", s.metrics.refused.Load())
	one("timestamps_renewed_total", "counter", "Timestamps signed anew.", s.metrics.renewed.Load())

	ready := int64(0)
	if c, err := s.load(ctx); err == nil {
		if c.expires > s.config.Now().Unix() {
			ready = 1
		}
		begin("version", "gauge", "Version of the current metadata, by role.")
		for _, role := range c.roles() {
			fmt.Fprintf(&b, "bedside_version{role=%q} %d\n", role.name, role.summary.Version)
		}
		begin("expires_seconds", "gauge", "When the current metadata runs out, in seconds since 1970, by role.")
		for _, role := range c.roles() {
			fmt.Fprintf(&b, "bedside_expires_seconds{role=%q} %d\n", role.name, role.summary.Expires)
		}
	}
	one("ready", "gauge", "1 when clients can update from here.", ready)
	if head, err := s.auditEnd(ctx); err == nil {
		one("audit_entries", "gauge", "Entries of the audit log.", head.number)
	}
	return b.Bytes()
}

// role is the current metadata of a top-level role.
type role struct {
	name    string
	summary tuf.Summary
}

func (c *current) roles() (all []role) {
	for _, f := range []struct {
		name string
		body []byte
	}{{"root", c.root}, {"timestamp", c.timestamp}, {"snapshot", c.snapshot}, {"targets", c.targets}} {
		if summary, err := tuf.Inspect(f.body); err == nil {
			all = append(all, role{f.name, summary})
		}
	}
	return all
}
