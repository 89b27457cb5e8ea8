package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/bedside-md/bedside/server"
	"github.com/bedside-md/bedside/server/front"
)

// hostFlags say how the server meets the network.
type hostFlags struct {
	TLSCert     string `name:"tls-cert" placeholder:"FILE" help:"Certificate chain in PEM, to serve HTTPS; read again when it changes."`
	TLSKey      string `name:"tls-key" placeholder:"FILE" help:"The certificate's private key in PEM."`
	BehindProxy bool   `help:"Take a client's address from the last X-Forwarded-For, which the proxy in front must set."`
	Unlimited   bool   `help:"Limit no client, for a server that only few can reach."`
	Metrics     string `placeholder:"HOST:PORT" help:"Serve metrics for Prometheus here, at /metrics, apart from all else."`
	LogJSON     bool   `name:"log-json" help:"Log in JSON, a line an event."`
}

// check says which flags do not go together.
func (h *hostFlags) check() error {
	if (h.TLSCert == "") != (h.TLSKey == "") {
		return errors.New("--tls-cert and --tls-key go together; give both, or neither and put a proxy that does HTTPS in front")
	}
	return nil
}

func (h *hostFlags) logger(to io.Writer, level slog.Leveler) *slog.Logger {
	options := &slog.HandlerOptions{Level: level}
	if h.LogJSON {
		return slog.New(slog.NewJSONHandler(to, options))
	}
	return slog.New(slog.NewTextHandler(to, options))
}

// limit gives the server's limits to a configuration. Who comes from this machine is
// not limited: without --behind-proxy that may be everybody, through a proxy here.
func (h *hostFlags) limit(c *server.Config) {
	if h.Unlimited {
		return
	}
	c.Limits, c.Client = server.DefaultLimits, h.client
}

// client names who asks, "" for this machine.
func (h *hostFlags) client(remote, forwarded string) string {
	address := remote
	if h.BehindProxy && forwarded != "" {
		address = strings.TrimSpace(forwarded[strings.LastIndexByte(forwarded, ',')+1:])
	}
	if client := server.ClientOfAddress(address); !isLoopback(client) {
		return client
	}
	return ""
}

func isLoopback(client string) bool {
	ip, err := netip.ParseAddr(strings.TrimSuffix(client, "/64"))
	return err == nil && ip.IsLoopback() || client == "::/64"
}

// secure puts TLS over a listener, when there is a certificate.
func (h *hostFlags) secure(l net.Listener) (net.Listener, error) {
	if h.TLSCert == "" {
		return l, nil
	}
	pair := &keyPair{certFile: h.TLSCert, keyFile: h.TLSKey}
	if _, err := pair.get(nil); err != nil {
		return nil, err
	}
	return tls.NewListener(l, &tls.Config{GetCertificate: pair.get, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}), nil
}

func (h *hostFlags) scheme() string {
	if h.TLSCert == "" {
		return "http://"
	}
	return "https://"
}

// keyPair is a certificate with its key, read again when its file has changed, as
// renewals do; while the new one cannot be read, the old one serves on.
type keyPair struct {
	certFile, keyFile string
	mu                sync.Mutex
	read              time.Time // the file's, when it was read
	cert              *tls.Certificate
}

func (p *keyPair) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	info, err := os.Stat(p.certFile)
	if err == nil && p.cert != nil && info.ModTime().Equal(p.read) {
		return p.cert, nil
	}
	if err != nil {
		err = unreadable(p.certFile, err)
	} else {
		var cert tls.Certificate
		if cert, err = tls.LoadX509KeyPair(p.certFile, p.keyFile); err == nil {
			p.cert, p.read = &cert, info.ModTime()
			return p.cert, nil
		}
	}
	if p.cert != nil {
		return p.cert, nil
	}
	return nil, fmt.Errorf("the certificate in %s and the key in %s cannot be used: %w", p.certFile, p.keyFile, err)
}

// newHost returns what answers requests with a handler.
func newHost(handler http.Handler) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       bodyTimeout,
		WriteTimeout:      answerTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          log.New(io.Discard, "", 0), // its lines name addresses
	}
}

// host answers the requests that come to a listener.
type host interface {
	Serve(l net.Listener) error
	Shutdown(ctx context.Context) error
	Close() error
}

// newHost returns the host of a site: with a front, but where TLS is between it and
// the connection, or every request is to be logged.
func (s *site) newHost() host {
	plain := newHost(s.handler)
	if s.TLSCert != "" || s.Verbose {
		return plain
	}
	return front.New(s.handler, plain)
}

// serveMetrics serves metrics until the returned function is called.
func (h *hostFlags) serveMetrics(s *server.Server) (stop func(), err error) {
	if h.Metrics == "" {
		return func() {}, nil
	}
	listener, err := net.Listen("tcp", h.Metrics)
	if err != nil {
		return nil, fmt.Errorf("%w (--metrics)", listenTrouble(h.Metrics, err))
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", s.Metrics())
	host := newHost(mux)
	go host.Serve(listener)
	return func() { host.Close() }, nil
}
