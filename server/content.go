package server

import (
	"container/list"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"sync"
)

// representation is a resource in one encoding, ready to be sent.
type representation struct {
	body     []byte
	encoding encoding
	etag     string // with its quotes
}

// represent makes the representation of a body whose SHA-256 is sum, hexadecimal.
func represent(body []byte, e encoding, sum string) *representation {
	etag := `"` + sum[:32]
	if e != identity {
		etag += "-" + e.suffix()
	}
	return &representation{body: body, encoding: e, etag: etag + `"`}
}

// compress makes the representation of a body that is not yet encoded.
func compress(body []byte, e encoding) *representation {
	sum := digest(body)
	if encoded, ok := encode(e, body); ok {
		return represent(encoded, e, sum)
	}
	return represent(body, identity, sum)
}

func digest(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// How long an answer may be used again without asking.
const (
	forever    = "public, max-age=31536000, immutable" // the name stands for the content
	revalidate = "no-cache"                            // ask each time, with If-None-Match

	// soon is for what changes with a release: a browser asks each time, and a network
	// of caches once a minute for all of its clients. The answer that there is no newer
	// root is asked for as often as the timestamp.
	soon = "public, max-age=0, s-maxage=60, must-revalidate"
)

// serve answers a GET or HEAD with a representation, or with status 304 when the
// client has it.
func (w *response) serve(p *representation, contentType, cacheControl string) {
	h := w.Header()
	h.Set("ETag", p.etag)
	h.Set("Cache-Control", cacheControl)
	h.Add("Vary", "Accept-Encoding")
	if matches(w.request.Header.Values("If-None-Match"), p.etag) {
		for _, header := range SecurityHeaders() { // the client has them with the rest
			h.Del(header[0])
		}
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if p.encoding != identity {
		h.Set("Content-Encoding", string(p.encoding))
	}
	w.send(http.StatusOK, contentType, p.body)
}

// matches reports whether If-None-Match lists etag (RFC 9110, 13.1.2: a weak
// comparison, for caches on the way may have weakened it).
func matches(lists []string, etag string) bool {
	for _, l := range lists {
		for tag := range strings.SplitSeq(l, ",") {
			tag = strings.TrimSpace(tag)
			if tag == "*" || strings.TrimPrefix(tag, "W/") == etag {
				return true
			}
		}
	}
	return false
}

// cache keeps representations, those used last, up to a number of bytes.
type cache struct {
	max     int64
	mu      sync.Mutex
	size    int64
	entries map[string]*list.Element
	order   list.List // of *cached, the one used last at the front
}

type cached struct {
	name string
	*representation
}

// get returns what name stands for, made and kept if need be. Two that ask at once
// may both make it: neither waits for the other (see Server.wait).
func (c *cache) get(name string, make func() (*representation, error)) (*representation, error) {
	if p := c.find(name); p != nil {
		return p, nil
	}
	p, err := make()
	if err == nil {
		c.put(name, p)
	}
	return p, err
}

func (c *cache) find(name string) *representation {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.entries[name]
	if e == nil {
		return nil
	}
	c.order.MoveToFront(e)
	return e.Value.(*cached).representation
}

func (c *cache) put(name string, p *representation) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.entries[name] != nil || int64(len(p.body)) > c.max {
		return
	}
	if c.entries == nil {
		c.entries = map[string]*list.Element{}
	}
	c.entries[name] = c.order.PushFront(&cached{name, p})
	c.size += int64(len(p.body))
	for c.size > c.max {
		last := c.order.Remove(c.order.Back()).(*cached)
		delete(c.entries, last.name)
		c.size -= int64(len(last.body))
	}
}
