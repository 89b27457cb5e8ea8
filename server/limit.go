package server

import (
	"net/http"
	"net/netip"
	"sync"

	"golang.org/x/time/rate"
)

// Limits are how much one client may ask for. A client may be a hospital behind one
// address, and a page takes a dozen files.
type Limits struct {
	Reads, Writes Limit
}

// Limit is so many requests a second, and so many at once after a rest.
type Limit struct {
	Rate  float64 // 0 is no limit
	Burst int
}

// DefaultLimits are for a server that anybody reaches.
var DefaultLimits = Limits{Reads: Limit{Rate: 50, Burst: 500}, Writes: Limit{Rate: 2, Burst: 120}}

// maxClients is how many clients are remembered, twice: some 300 bytes each.
const maxClients = 1 << 14

// limiter keeps every client within a limit. It remembers those who came lately, in
// memory alone.
type limiter struct {
	limit        Limit
	mu           sync.Mutex
	now, earlier map[string]*rate.Limiter
}

func newLimiter(limit Limit) *limiter {
	if limit.Rate <= 0 {
		return nil
	}
	return &limiter{limit: limit, now: map[string]*rate.Limiter{}}
}

func (l *limiter) allow(client string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	c := l.now[client]
	if c == nil {
		if c = l.earlier[client]; c == nil {
			c = rate.NewLimiter(rate.Limit(l.limit.Rate), l.limit.Burst)
		}
		if len(l.now) == maxClients {
			l.now, l.earlier = map[string]*rate.Limiter{}, l.now
		}
		l.now[client] = c
	}
	return c.Allow()
}

// ClientOf names who asks, for Allow, by the address of the connection and the
// X-Forwarded-For of the request; "" is not limited.
func (s *Server) ClientOf(remote, forwarded string) string {
	if s.config.Client == nil {
		return ""
	}
	return s.config.Client(remote, forwarded)
}

// Allow reports whether a client may ask for something more. writes is true for what
// changes the server.
func (s *Server) Allow(writes bool, client string) bool {
	l := s.reads
	if writes {
		l = s.writes
	}
	if l == nil || client == "" || l.allow(client) {
		return true
	}
	s.metrics.limited.Add(1)
	return false
}

// withinLimits answers a client that asks for too much, and reports whether it does not.
func (s *Server) withinLimits(w *response, r *http.Request) bool {
	if s.Allow(has(r.URL.Path, "/publish"), s.ClientOf(r.RemoteAddr, r.Header.Get("X-Forwarded-For"))) {
		return true
	}
	w.Header().Set("Retry-After", "10")
	w.fail(http.StatusTooManyRequests, "rate", "This is more than this server takes from one place. Try again in a few seconds.")
	return false
}

// ClientOfAddress names a client by its address, "192.0.2.1:1234" or without the port:
// an IPv6 client by its network, for it has as many addresses as it likes.
func ClientOfAddress(address string) string {
	ip, err := netip.ParseAddr(address)
	if both, err2 := netip.ParseAddrPort(address); err != nil && err2 == nil {
		ip, err = both.Addr(), nil
	}
	if err != nil {
		return ""
	}
	if ip = ip.Unmap(); ip.Is6() {
		network, _ := ip.WithZone("").Prefix(64)
		return network.String()
	}
	return ip.String()
}
