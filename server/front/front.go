// Package front answers what clients ask for most, the current metadata and packs,
// straight from a connection, and hands every other connection to net/http. What it
// answers was made by the same handler; it must not decide anything of its own.
package front

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bedside-md/bedside/server"
)

// How long a connection may be idle, or take for the head of a request or for an
// answer. Deadlines are moved once a second at most.
const (
	patience    = 2 * time.Minute
	headWithin  = 5 * time.Second
	coarse      = time.Second
	bufferBytes = 4 << 10 // a request whose head is longer is net/http's
)

// Front is a server over one listener.
type Front struct {
	server *server.Server
	rest   *http.Server // for all else
	handed chan net.Conn
	done   chan struct{} // closed when net/http takes no more
	mu     sync.Mutex
	idle   map[net.Conn]bool
	closed atomic.Bool
	date   atomic.Pointer[stamp]
}

// stamp is the Date header of a second.
type stamp struct {
	second int64
	line   []byte
}

// New returns a front; rest has the same server for its handler.
func New(s *server.Server, rest *http.Server) *Front {
	return &Front{server: s, rest: rest, handed: make(chan net.Conn), done: make(chan struct{}), idle: map[net.Conn]bool{}}
}

// Serve answers requests until Shutdown. It returns http.ErrServerClosed then.
func (f *Front) Serve(l net.Listener) error {
	ended := make(chan error, 1)
	go func() { ended <- f.rest.Serve(&rest{Listener: l, handed: f.handed, done: f.done}) }()
	for {
		conn, err := l.Accept()
		if err != nil {
			if f.closed.Load() {
				return <-ended
			}
			var n net.Error
			if errors.As(err, &n) && n.Timeout() {
				continue
			}
			f.rest.Close()
			return err
		}
		go f.serve(conn)
	}
}

// Shutdown takes no more connections, and waits until those in the middle of an answer
// have sent it.
func (f *Front) Shutdown(ctx context.Context) error {
	f.closed.Store(true)
	err := f.rest.Shutdown(ctx) // closes the listener
	for {
		f.mu.Lock()
		for conn := range f.idle {
			conn.SetReadDeadline(time.Unix(1, 0)) // wakes those who wait for a request
		}
		left := len(f.idle)
		f.mu.Unlock()
		if left == 0 || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// Close ends all connections at once.
func (f *Front) Close() error {
	f.closed.Store(true)
	err := f.rest.Close()
	f.mu.Lock()
	defer f.mu.Unlock()
	for conn := range f.idle {
		conn.Close()
	}
	return err
}

func (f *Front) track(conn net.Conn, on bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if on {
		f.idle[conn] = true
	} else {
		delete(f.idle, conn)
	}
}

// serve answers the requests of a connection, as long as it can.
func (f *Front) serve(conn net.Conn) {
	f.track(conn, true)
	buffer, out := make([]byte, bufferBytes), make([]byte, 0, bufferBytes)
	remote := conn.RemoteAddr().String()
	nearest := f.server.ClientOf(remote, "")
	n, deadline := 0, time.Time{}
	for !f.closed.Load() {
		now := time.Now()
		if now.Sub(deadline) > coarse-patience {
			deadline = now.Add(patience)
			conn.SetDeadline(deadline)
		}
		began := time.Time{}
		end := bytes.Index(buffer[:n], []byte("\r\n\r\n"))
		for end < 0 {
			if n == len(buffer) {
				f.hand(conn, buffer[:n])
				return
			}
			if n > 0 && began.IsZero() {
				began, deadline = time.Now(), time.Time{}
				conn.SetReadDeadline(began.Add(headWithin))
			}
			got, err := conn.Read(buffer[n:])
			if err != nil {
				f.track(conn, false)
				conn.Close()
				return
			}
			end = bytes.Index(buffer[max(n-3, 0):n+got], []byte("\r\n\r\n"))
			if end >= 0 {
				end += max(n-3, 0)
			}
			n += got
		}
		q, ok := parse(buffer[:end+2])
		var ready *server.Ready
		client := nearest
		if len(q.forwarded) > 0 {
			client = f.server.ClientOf(remote, string(q.forwarded))
		}
		if ok && f.server.Allow(false, client) {
			ready = f.server.Ready(q.path, q.encoding)
		}
		if ready == nil {
			f.hand(conn, buffer[:n])
			return
		}
		var err error
		if out, err = f.answer(conn, out, ready, q); err != nil {
			break
		}
		n = copy(buffer, buffer[end+4:n])
	}
	f.track(conn, false)
	conn.Close()
}

// answer sends a ready answer.
func (f *Front) answer(conn net.Conn, out []byte, r *server.Ready, q request) ([]byte, error) {
	notModified := r.ETag != nil && matches(q.match, r.ETag)
	defer r.Sent(notModified)
	head := r.Head
	if notModified {
		head = r.NotModified
	}
	out = append(append(out[:0], head...), f.dateLine()...)
	if notModified {
		_, err := conn.Write(out)
		return out, err
	}
	if r.Open == nil {
		if len(out)+len(r.Body) <= 2*bufferBytes {
			out = append(out, r.Body...)
			_, err := conn.Write(out)
			return out, err
		}
		_, err := (&net.Buffers{out, r.Body}).WriteTo(conn)
		return out, err
	}
	file, err := r.Open()
	if err != nil {
		return out, err
	}
	defer file.Close()
	if _, err := conn.Write(out); err != nil {
		return out, err
	}
	sent, err := io.Copy(conn, &io.LimitedReader{R: file, N: r.Length}) // by sendfile
	if err == nil && sent != r.Length {
		err = io.ErrUnexpectedEOF
	}
	return out, err
}

// dateLine is the Date header and the empty line.
func (f *Front) dateLine() []byte {
	now := time.Now()
	s := f.date.Load()
	if s == nil || s.second != now.Unix() {
		s = &stamp{now.Unix(), []byte("Date: " + now.UTC().Format(http.TimeFormat) + "\r\n\r\n")}
		f.date.Store(s)
	}
	return s.line
}

// hand gives a connection to net/http, with what was read of it.
func (f *Front) hand(conn net.Conn, read []byte) {
	f.track(conn, false)
	conn.SetDeadline(time.Time{})
	select {
	case f.handed <- &begun{Conn: conn, read: bytes.Clone(read)}:
	case <-f.done:
		conn.Close()
	}
}

// begun is a connection of which something was read.
type begun struct {
	net.Conn
	read []byte
}

// Read implements net.Conn.
func (b *begun) Read(p []byte) (int, error) {
	if len(b.read) == 0 {
		return b.Conn.Read(p)
	}
	n := copy(p, b.read)
	b.read = b.read[n:]
	return n, nil
}

// rest is the listener of net/http: connections that were handed on.
type rest struct {
	net.Listener
	handed chan net.Conn
	once   sync.Once
	done   chan struct{}
}

// Accept implements net.Listener.
func (r *rest) Accept() (net.Conn, error) {
	select {
	case conn := <-r.handed:
		return conn, nil
	case <-r.done:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (r *rest) Close() (err error) {
	r.once.Do(func() {
		close(r.done)
		err = r.Listener.Close()
	})
	return err
}
