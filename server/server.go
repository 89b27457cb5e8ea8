// Package server is the update server as one http.Handler over a store: signed
// metadata and rule packs, publishing, and the playground. It must not hold a
// private key but the timestamp's, and must not receive, keep or log anything that
// somebody typed.
package server

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bedside-md/bedside/core/tuf"
	"github.com/bedside-md/bedside/server/store"
)

// Config says what a server serves and how. The zero value serves what is in the
// store, and nobody can publish.
type Config struct {
	Signer   *tuf.Signer   // signs timestamps; nil: nothing can be published or signed anew
	Lifetime time.Duration // of a timestamp; 0 is DefaultLifetime
	Token    string        // what a publisher must show, to limit abuse; "" closes publishing

	Pages  fs.FS  // the playground, index.html at its root; nil for none
	Module []byte // served at /bedside.wasm; nil for none

	Rules   func() ([]byte, error)             // JSON for the console's rule browser; nil for none
	Compile func(rules []byte) ([]byte, error) // an overlay in YAML to a pack, for the workbench; nil: it is closed
	Base    func() ([]byte, error)             // the pack that it compiles for, goes with Compile

	Limits Limits // of what one client may ask for; the zero value is none
	// Client names a client for the limits by its address and X-Forwarded-For, "" for
	// one that is not limited; nil: nobody is.
	Client func(remote, forwarded string) string

	Cache int64            // bytes of memory for what is served; 0 is DefaultCache
	Log   *slog.Logger     // nil: nothing is logged
	Now   func() time.Time // nil is time.Now
}

const (
	// DefaultLifetime leaves a day and a half to repair what keeps a server from
	// signing its timestamp anew.
	DefaultLifetime = 72 * time.Hour

	// DefaultCache holds the playground, its module and some twenty packs in three
	// encodings.
	DefaultCache = 64 << 20
)

// Server is the handler. Make one with New.
type Server struct {
	store    store.Store
	config   Config
	alone    bool // no other process writes to the store
	cache    cache
	current  atomic.Pointer[current]
	audited  atomic.Pointer[auditHead]
	metrics  metrics
	prepared atomic.Pointer[readyTable]
	reads    *limiter // nil for no limit
	writes   *limiter
	bodies   chan struct{} // one for each request body in memory
	writing  sync.Mutex    // held to publish and sign when alone
}

// New returns the handler over a store.
func New(st store.Store, config Config) *Server {
	if config.Lifetime == 0 {
		config.Lifetime = DefaultLifetime
	}
	if config.Cache == 0 {
		config.Cache = DefaultCache
	}
	if config.Log == nil {
		config.Log = slog.New(slog.DiscardHandler)
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	_, alone := st.(store.Exclusive)
	s := &Server{store: st, config: config, alone: alone, cache: cache{max: config.Cache}, bodies: make(chan struct{}, maxBodies)}
	if config.Client != nil {
		s.reads, s.writes = newLimiter(config.Limits.Reads), newLimiter(config.Limits.Writes)
	}
	s.prepared.Store(&readyTable{})
	return s
}

// ServeHTTP implements http.Handler. A panic is logged and answered with status 500.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	began := s.config.Now()
	rw := &response{ResponseWriter: w, request: r, route: "other"}
	defer func() {
		if p := recover(); p != nil {
			s.config.Log.Error("panic", "route", rw.route, "panic", p)
			if rw.status == 0 {
				rw.fail(http.StatusInternalServerError, "internal", "Something went wrong here. Try again later.")
			}
		}
		s.metrics.count(rw)
		// Only the route: an address or a query could be somebody's.
		s.config.Log.Debug("request", "method", r.Method, "route", rw.route, "status", rw.status,
			"bytes", rw.written, "ms", s.config.Now().Sub(began).Milliseconds())
	}()
	secure(rw.Header())
	if s.withinLimits(rw, r) {
		s.route(rw, r)
	}
}

// route finds who answers. It does not use http.ServeMux, which answers what it
// does not know, and redirects, in its own words.
func (s *Server) route(w *response, r *http.Request) {
	path := r.URL.Path
	switch {
	case has(path, "/tuf/"):
		w.route = "/tuf/"
		s.serveRepository(w, r, path[len("/tuf/"):])
	case path == "/publish":
		w.route = path
		if w.allow(http.MethodPost) && s.mayPublish(w, r) {
			s.publish(w, r)
		}
	case has(path, "/publish/targets/"):
		w.route = "/publish/targets/"
		if w.allow(http.MethodPut) && s.mayPublish(w, r) {
			s.upload(w, r, path[len("/publish/targets/"):])
		}
	case has(path, "/audit/"):
		w.route = "/audit/"
		if w.allow(http.MethodGet, http.MethodHead) {
			s.serveAudit(w, r, path[len("/audit/"):])
		}
	case path == "/workbench/compile":
		w.route = path
		if w.allow(http.MethodPost) {
			s.compile(w, r)
		}
	case path == "/workbench/base.pack":
		w.route = path
		if w.allow(http.MethodGet, http.MethodHead) {
			s.workbenchBase(w, r)
		}
	case path == "/healthz":
		w.route = path
		if w.allow(http.MethodGet, http.MethodHead) {
			w.json(http.StatusOK, map[string]bool{"alive": true})
		}
	case path == "/readyz":
		w.route = path
		if w.allow(http.MethodGet, http.MethodHead) {
			s.ready(w, r)
		}
	default:
		if w.allow(http.MethodGet, http.MethodHead) {
			s.servePage(w, r, path)
		}
	}
}

func has(path, prefix string) bool { return len(path) >= len(prefix) && path[:len(prefix)] == prefix }

// failed answers what went wrong in here, and logs it.
func (s *Server) failed(w *response, err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	s.config.Log.Error("failed", "route", w.route, "error", err)
	if errors.Is(err, ErrDamaged) {
		w.fail(http.StatusInternalServerError, "damaged", "The server's data is damaged. Its operator finds the cause in the log.")
		return
	}
	w.fail(http.StatusInternalServerError, "internal", "Something went wrong here. Try again later.")
}

// wait takes turns with whoever else writes, when they are all in this process. On
// Workers a request must not wait for another: whichever wakes it, wakes it in the
// wrong one. There the swap of the timestamp alone decides.
func (s *Server) wait() (done func()) {
	if !s.alone {
		return func() {}
	}
	s.writing.Lock()
	return s.writing.Unlock
}
