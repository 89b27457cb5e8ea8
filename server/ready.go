package server

import (
	"bytes"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/bedside-md/bedside/server/store"
)

// Ready is an answer to a GET below /tuf/ as it goes over the wire, but for its Date
// and the empty line after the head.
type Ready struct {
	Head        []byte // status line and headers, each with its CRLF
	NotModified []byte // the same for a client that has it; nil for an error
	ETag        []byte // with its quotes; nil for an error
	Body        []byte // nil when it is sent from a file
	Length      int64  // bytes of the body
	Open        func() (*os.File, error)

	server           *Server
	counted, skipped *atomic.Int64
}

// Sent counts the answer.
func (r *Ready) Sent(notModified bool) {
	if notModified {
		r.skipped.Add(1)
		return
	}
	r.counted.Add(1)
	r.server.metrics.written.Add(r.Length)
}

// readyTable holds what is ready, until something is published. It is read without a
// lock, and copied to be changed.
type readyTable struct {
	mu      sync.Mutex
	answers atomic.Pointer[map[string]*[3]*Ready] // by path, then by encoding
	accepts atomic.Pointer[map[string]encoding]   // what Accept-Encoding headers come to
}

// Bounds of a table, for whoever asks for what is not there or in a thousand ways.
const (
	maxReady    = 1024
	maxAccepts  = 64
	fromFile    = 64 << 10 // bytes from which a body is sent from its file
	maxReadyURL = 512
)

var readyOrder = map[encoding]int{identity: 0, gzipped: 1, brotlied: 2}

// Ready returns the answer to a GET of a path below /tuf/, nil when it takes the
// handler. Nothing is kept of path and accept.
func (s *Server) Ready(path, accept []byte) *Ready {
	table := s.prepared.Load()
	e, known := encoding(""), false
	if accepts := table.accepts.Load(); accepts != nil {
		e, known = (*accepts)[string(accept)]
	}
	if !known {
		e = table.accept(string(accept))
	}
	if answers := table.answers.Load(); answers != nil && s.alone {
		if all := (*answers)[string(path)]; all != nil && all[readyOrder[e]] != nil {
			return all[readyOrder[e]]
		}
	}
	return s.makeReady(table, string(path), e)
}

// accept remembers what a header comes to.
func (t *readyTable) accept(header string) encoding {
	e := negotiate(header)
	t.mu.Lock()
	defer t.mu.Unlock()
	grow(&t.accepts, header, e, maxAccepts)
	return e
}

// grow adds an entry to a map that is read without a lock, unless it is full.
func grow[V any](p *atomic.Pointer[map[string]V], key string, value V, max int) {
	more := map[string]V{}
	if old := p.Load(); old != nil {
		if len(*old) >= max {
			return
		}
		more = maps.Clone(*old)
	}
	more[key] = value
	p.Store(&more)
}

// makeReady asks the handler.
func (s *Server) makeReady(table *readyTable, path string, e encoding) *Ready {
	if !s.alone || len(path) > maxReadyURL || !has(path, "/tuf/") {
		return nil
	}
	w := &readyRecorder{header: http.Header{}}
	r := &http.Request{Method: http.MethodGet, URL: &url.URL{Path: path}, Header: http.Header{"Accept-Encoding": {string(e)}}}
	answer := &response{ResponseWriter: w, request: r, route: "other"}
	secure(answer.Header())
	s.route(answer, r)
	if w.status != http.StatusOK && w.status != http.StatusNotFound {
		return nil
	}
	ready := &Ready{
		Head: head(w.status, w.header, ""), Body: w.body.Bytes(), Length: int64(w.body.Len()), server: s,
		counted: s.metrics.counter(answer.route, w.status), skipped: s.metrics.counter(answer.route, http.StatusNotModified),
	}
	if w.status == http.StatusOK {
		ready.ETag = []byte(w.header.Get("ETag"))
		for _, header := range SecurityHeaders() {
			w.header.Del(header[0])
		}
		ready.NotModified = head(http.StatusNotModified, w.header, "Content-")
		s.sendFromFile(ready, path, encoding(w.header.Get("Content-Encoding")))
	}
	table.mu.Lock()
	defer table.mu.Unlock()
	all := &[3]*Ready{}
	if answers := table.answers.Load(); answers != nil && (*answers)[path] != nil {
		*all = *(*answers)[path]
	}
	all[readyOrder[e]] = ready
	grow(&table.answers, path, all, maxReady)
	return ready
}

// sendFromFile lets a long target be sent from the file that it was read from.
func (s *Server) sendFromFile(r *Ready, path string, e encoding) {
	opener, ok := s.store.(store.Opener)
	c := s.current.Load()
	if !ok || c == nil || r.Length < fromFile {
		return
	}
	key, isTarget := c.file(path[len("/tuf/"):])
	if !isTarget {
		return
	}
	if e != identity {
		key += "." + e.suffix()
	}
	r.Body = nil
	r.Open = func() (*os.File, error) { return opener.Open(key) }
}

// head writes a status line and headers, but those that begin with without, sorted.
func head(status int, h http.Header, without string) []byte {
	b := []byte("HTTP/1.1 " + strconv.Itoa(status) + " " + http.StatusText(status) + "\r\n")
	for _, name := range slices.Sorted(maps.Keys(h)) {
		if without != "" && has(name, without) {
			continue
		}
		for _, v := range h[name] {
			b = append(b, name+": "+v+"\r\n"...)
		}
	}
	return b
}

// readyRecorder keeps an answer of the handler.
type readyRecorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header implements http.ResponseWriter.
func (w *readyRecorder) Header() http.Header { return w.header }

// WriteHeader implements http.ResponseWriter.
func (w *readyRecorder) WriteHeader(status int) { w.status = status }

// Write implements http.ResponseWriter.
func (w *readyRecorder) Write(b []byte) (int, error) { return w.body.Write(b) }
