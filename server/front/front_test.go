package front

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/tuf"
	"github.com/bedside-md/bedside/server"
	"github.com/bedside-md/bedside/server/release"
	"github.com/bedside-md/bedside/server/store"
)

// begin serves a release with a long pack, and returns where and the pack's path.
func begin(t *testing.T) (address, packPath string, f *Front) {
	t.Helper()
	keys, err := release.NewKeys()
	require.NoError(t, err)
	signer, err := tuf.ParseSigner(keys.TimestampSeed)
	require.NoError(t, err)
	files, err := store.OpenFiles(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { files.Close() })
	s := server.New(files, server.Config{Signer: signer, Token: "token"})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	f = New(s, &http.Server{Handler: s})
	ended := make(chan error, 1)
	go func() { ended <- f.Serve(listener) }()
	t.Cleanup(func() {
		assert.NoError(t, f.Shutdown(context.Background()))
		assert.ErrorIs(t, <-ended, http.ErrServerClosed)
	})
	r, err := release.BuildInitial(keys, map[string][]byte{"base.pack": []byte(pack)}, time.Now())
	require.NoError(t, err)
	_, err = release.Publish(t.Context(), nil, "http://"+listener.Addr().String(), "token", r)
	require.NoError(t, err)
	for sum := range r.Blobs {
		packPath = "/tuf/targets/" + sum + ".base.pack"
	}
	return listener.Addr().String(), packPath, f
}

var pack = strings.Repeat("rules that do not compress as well as they might, 0123456789 ", 9000)

func dial(t *testing.T, address string) (net.Conn, *bufio.Reader) {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close() })
	require.NoError(t, conn.SetDeadline(time.Now().Add(20*time.Second)))
	return conn, bufio.NewReader(conn)
}

func read(t *testing.T, in *bufio.Reader) (int, string) {
	t.Helper()
	resp, err := http.ReadResponse(in, nil)
	require.NoError(t, err)
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp.StatusCode, string(body)
}

// What is plain is answered at once, what is not by net/http, on one connection in
// any order, one after the other or many at a time, cut anywhere.
func TestRequestsInAnyOrderAndInPieces(t *testing.T) {
	address, packPath, _ := begin(t)
	get := func(path string) string { return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n" }
	for _, piece := range []int{1 << 20, 7, 1} {
		conn, in := dial(t, address)
		requests := get("/tuf/timestamp.json") + get(packPath) + get("/tuf/9.root.json") + get("/tuf/1.root.json") + get("/healthz") + get("/tuf/timestamp.json")
		go func() {
			for at := 0; at < len(requests); at += piece {
				io.WriteString(conn, requests[at:min(at+piece, len(requests))])
			}
		}()
		for _, want := range []struct {
			status int
			holds  string
		}{{200, `"timestamp"`}, {200, pack}, {404, "missing"}, {200, `"root"`}, {200, "alive"}, {200, `"timestamp"`}} {
			status, body := read(t, in)
			assert.Equal(t, want.status, status)
			assert.Contains(t, body, want.holds)
		}
	}
}

// A request that two servers could read in two ways is never answered here.
func TestOnlyPlainRequestsAreParsed(t *testing.T) {
	const line = "GET /tuf/timestamp.json HTTP/1.1\r\n"
	for _, odd := range []string{
		"", "GET", "POST /tuf/timestamp.json HTTP/1.1\r\nHost: a\r\n", "HEAD /tuf/timestamp.json HTTP/1.1\r\nHost: a\r\n",
		"GET /tuf/timestamp.json HTTP/1.0\r\nHost: a\r\n", "GET /publish HTTP/1.1\r\nHost: a\r\n", "GET http://a/tuf/x HTTP/1.1\r\nHost: a\r\n",
		"GET /tuf/timestamp.json?x HTTP/1.1\r\nHost: a\r\n", "GET /tuf/%2e%2e HTTP/1.1\r\nHost: a\r\n", "GET /tuf/a b HTTP/1.1\r\nHost: a\r\n",
		line, line + "Host:\r\n", line + "Host: a\r\nHost: b\r\n", line + "Host: a\r\nContent-Length: 3\r\n", line + "Host: a\r\nTransfer-Encoding: chunked\r\n",
		line + "Host: a\r\nConnection: close\r\n", line + "Host: a\r\nUpgrade: h2c\r\n", line + "Host: a\r\nExpect: 100-continue\r\n", line + "Host: a\r\nRange: bytes=0-1\r\n",
		line + "Host: a\r\n Folded: b\r\n", line + "Host: a\r\n: b\r\n", line + "Host: a\r\nX\r\n", line + "Host: a\r\nAccept: a\nX: b\r\n", line + "Host: a\r\nAccept: a\x00\r\n",
		line + "Host: a\r\nHost : b\r\n", line + "Host: a\r\nIf-None-Match: a\r\nIf-None-Match: b\r\n", line + "Host: a\r\nAccept-Encoding: br\r\nAccept-Encoding: gzip\r\n",
	} {
		_, ok := parse([]byte(odd))
		assert.False(t, ok, "%q", odd)
	}
	q, ok := parse([]byte(line + "host: a\r\nACCEPT-ENCODING:  br, gzip \r\nIf-None-Match: \"x\"\r\nSec-Fetch-Mode: cors\r\nConnection: Keep-Alive\r\n"))
	require.True(t, ok)
	assert.Equal(t, "/tuf/timestamp.json", string(q.path))
	assert.Equal(t, "br, gzip", string(q.encoding))
	assert.Equal(t, `"x"`, string(q.match))
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("GET /tuf/timestamp.json HTTP/1.1\r\nHost: a\r\n"))
	f.Fuzz(func(t *testing.T, head []byte) {
		q, ok := parse(head)
		if !ok {
			return
		}
		// net/http understands the same.
		r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(string(head) + "\r\n")))
		if err != nil {
			return // net/http refuses what this answers: no harm, nothing depends on it
		}
		assert.Equal(t, r.URL.Path, string(q.path))
		assert.Equal(t, int64(0), r.ContentLength)
	})
}

func TestLongHeadsAreForNetHTTP(t *testing.T) {
	address, _, _ := begin(t)
	conn, in := dial(t, address)
	fmt.Fprintf(conn, "GET /tuf/timestamp.json HTTP/1.1\r\nHost: localhost\r\nAccept: %s\r\n\r\n", strings.Repeat("a", 3*bufferBytes))
	status, _ := read(t, in)
	assert.Equal(t, 200, status)
}

// Somebody who sends a request a byte at a time loses the connection after a while;
// who waits between requests does not.
func TestSlowHeadsAreCutOff(t *testing.T) {
	address, _, _ := begin(t)
	conn, in := dial(t, address)
	began := time.Now()
	io.WriteString(conn, "GET /tuf/timestamp.json HTTP/1.1\r\n")
	_, err := in.ReadByte()
	assert.ErrorIs(t, err, io.EOF)
	assert.Less(t, time.Since(began), 4*headWithin)
}

func TestShutdownLetsAnswersEnd(t *testing.T) {
	address, packPath, f := begin(t)
	waiting, _ := dial(t, address)
	busy, in := dial(t, address)
	io.WriteString(busy, "GET "+packPath+" HTTP/1.1\r\nHost: localhost\r\n\r\n")
	_, err := in.Peek(100) // it has begun
	require.NoError(t, err)
	done := make(chan error, 1)
	go func() { done <- f.Shutdown(context.Background()) }()
	status, body := read(t, in)
	assert.Equal(t, 200, status)
	assert.Equal(t, len(pack), len(body))
	_, err = waiting.Read(make([]byte, 1))
	assert.ErrorIs(t, err, io.EOF, "who only waits is sent away")
	assert.NoError(t, <-done)
}
