package server_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/tuf"
	"github.com/bedside-md/bedside/server"
	"github.com/bedside-md/bedside/server/front"
	"github.com/bedside-md/bedside/server/release"
	"github.com/bedside-md/bedside/server/store"
)

// subject is a server under test, spoken to over HTTP alone: one made here, or with
// BEDSIDE_URL, BEDSIDE_TOKEN and BEDSIDE_KEYS (a directory of development keys) one
// that runs elsewhere, such as the worker on workerd.
type subject struct {
	url, token string
	keys       *release.Keys
	client     *http.Client
}

func newSubject(t *testing.T) *subject {
	t.Helper()
	// Compression is spelled out here, so that the client does not undo it unseen.
	client := &http.Client{Transport: &http.Transport{DisableCompression: true}, Timeout: time.Minute}
	t.Cleanup(client.CloseIdleConnections)
	if url := os.Getenv("BEDSIDE_URL"); url != "" {
		keys, err := release.DevKeys(os.Getenv("BEDSIDE_KEYS"))
		require.NoError(t, err)
		return &subject{url: url, token: os.Getenv("BEDSIDE_TOKEN"), keys: keys, client: client}
	}
	keys, err := release.NewKeys()
	require.NoError(t, err)
	signer, err := tuf.ParseSigner(keys.TimestampSeed)
	require.NoError(t, err)
	files, err := store.OpenFiles(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { files.Close() })
	return &subject{url: serveInFront(t, files, signer), token: "let me in", keys: keys, client: client}
}

// serveInFront serves files as "bedside serve" does, and returns where.
func serveInFront(t *testing.T, files *store.Files, signer *tuf.Signer) string {
	t.Helper()
	s := server.New(files, server.Config{Signer: signer, Token: "let me in"})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	host := front.New(s, &http.Server{Handler: s})
	ended := make(chan error, 1)
	go func() { ended <- host.Serve(listener) }()
	t.Cleanup(func() {
		assert.NoError(t, host.Shutdown(context.Background()))
		assert.ErrorIs(t, <-ended, http.ErrServerClosed)
	})
	return "http://" + listener.Addr().String()
}

// answer is a response, read to its end.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// code is that of the error in the body.
func (a answer) code() string {
	var v struct {
		Error struct{ Code, Message string }
	}
	if json.Unmarshal(a.body, &v) != nil || v.Error.Message == "" {
		return ""
	}
	return v.Error.Code
}

// do sends a request; headers are "Name: value".
func (s *subject) do(t *testing.T, method, path string, body []byte, headers ...string) answer {
	t.Helper()
	req, err := http.NewRequest(method, s.url+path, bytes.NewReader(body))
	require.NoError(t, err)
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		req.Header.Set(name, value)
	}
	resp, err := s.client.Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return answer{resp.StatusCode, resp.Header, b}
}

func (s *subject) get(t *testing.T, path string, headers ...string) answer {
	t.Helper()
	return s.do(t, http.MethodGet, path, nil, headers...)
}

func (s *subject) authorization() string { return "Authorization: Bearer " + s.token }

// next signs a release of one target, base.pack, that follows what is current.
func (s *subject) next(t *testing.T, pack []byte) *release.Release {
	t.Helper()
	current, ok, err := release.Fetch(context.Background(), s.client, s.url)
	require.NoError(t, err)
	targets := map[string][]byte{"base.pack": pack}
	var r *release.Release
	if ok {
		r, err = release.BuildNext(s.keys, current, targets, time.Now())
	} else {
		r, err = release.BuildInitial(s.keys, targets, time.Now())
	}
	require.NoError(t, err)
	return r
}

// publish makes a pack current.
func (s *subject) publish(t *testing.T, pack []byte) release.Receipt {
	t.Helper()
	receipt, err := release.Publish(context.Background(), s.client, s.url, s.token, s.next(t, pack))
	require.NoError(t, err)
	return receipt
}

// body is a release as a publish sends it.
func body(r *release.Release) []byte {
	b, _ := json.Marshal(map[string]any{"root": append([][]byte{}, r.Roots...), "targets": r.Targets, "snapshot": r.Snapshot})
	return b
}

// upload uploads the targets of a release.
func (s *subject) upload(t *testing.T, r *release.Release) {
	t.Helper()
	for sum, blob := range r.Blobs {
		a := s.do(t, http.MethodPut, "/publish/targets/"+sum, blob, s.authorization())
		require.Contains(t, []int{200, 201}, a.status, "%s", a.body)
	}
}

// update carries out an update as a client does that trusts only the first root.
func (s *subject) update(t *testing.T) (pack []byte, result tuf.Result) {
	t.Helper()
	root := s.get(t, "/tuf/1.root.json")
	require.Equal(t, 200, root.status)
	c, err := tuf.Open(root.body, nil, time.Now().Unix(), "base.pack")
	require.NoError(t, err)
	for {
		need, ok := c.Need()
		if !ok {
			break
		}
		a := s.get(t, "/tuf/"+need.Path)
		require.NoError(t, c.Give(a.status, a.body), need.Path)
		pack = a.body
	}
	result, done := c.Done()
	require.True(t, done)
	return pack, result
}

func sha(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// packOf makes bytes that compress, different for each name.
func packOf(name string) []byte {
	return []byte(strings.Repeat("rule "+name+" flags what may identify; ", 400))
}

// unique keeps packs of two runs against one server apart.
var unique = fmt.Sprint(time.Now().UnixNano())

func TestPublishedPackReachesAClient(t *testing.T) {
	s := newSubject(t)
	for _, name := range []string{"one", "two"} {
		pack := packOf(name + unique)
		receipt := s.publish(t, pack)
		got, result := s.update(t)
		assert.Equal(t, pack, got)
		assert.Equal(t, receipt, release.Receipt(result.Versions))
	}
	ready := s.get(t, "/readyz")
	assert.Equal(t, 200, ready.status)
	assert.Contains(t, string(ready.body), `"ready":true`)
}

func TestRepositoryIsServedForCaches(t *testing.T) {
	s := newSubject(t)
	pack := packOf("cached" + unique)
	r := s.publish(t, pack)
	tests := []struct{ name, path, contentType, cacheControl string }{
		{"timestamp", "timestamp.json", "application/json", "public, max-age=0, s-maxage=60, must-revalidate"},
		{"root", "1.root.json", "application/json", "public, max-age=31536000, immutable"},
		{"snapshot", fmt.Sprintf("%d.snapshot.json", r.Snapshot), "application/json", "public, max-age=31536000, immutable"},
		{"targets", fmt.Sprintf("%d.targets.json", r.Targets), "application/json", "public, max-age=31536000, immutable"},
		{"pack", "targets/" + sha(pack) + ".base.pack", "application/octet-stream", "public, max-age=31536000, immutable"},
		{"pack in a folder", "targets/org/" + sha(pack) + ".base.pack", "application/octet-stream", "public, max-age=31536000, immutable"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := "/tuf/" + tt.path
			plain := s.get(t, path)
			require.Equal(t, 200, plain.status, "%s", plain.body)
			etags := map[string]bool{}
			for _, encoding := range []string{"", "gzip", "br"} {
				a := s.get(t, path, "Accept-Encoding: "+encoding)
				require.Equal(t, 200, a.status)
				require.Equal(t, encoding, a.header.Get("Content-Encoding"))
				assert.Equal(t, plain.body, decoded(t, a))
				assert.Equal(t, tt.contentType, a.header.Get("Content-Type"))
				assert.Equal(t, tt.cacheControl, a.header.Get("Cache-Control"))
				assert.Equal(t, "Accept-Encoding", a.header.Get("Vary"))
				assert.Equal(t, "*", a.header.Get("Access-Control-Allow-Origin"))
				if encoding != "" {
					assert.Less(t, len(a.body), len(plain.body))
				}

				etag := a.header.Get("ETag")
				assert.Regexp(t, `^"[0-9a-f]{32}(-gz|-br)?"$`, etag, "strong")
				assert.False(t, etags[etag], "each encoding has its own ETag")
				etags[etag] = true

				for _, match := range []string{etag, "W/" + etag, `"other", ` + etag, "*"} {
					not := s.get(t, path, "Accept-Encoding: "+encoding, "If-None-Match: "+match)
					assert.Equal(t, 304, not.status, match)
					assert.Empty(t, not.body)
					assert.Equal(t, etag, not.header.Get("ETag"))
					assert.Equal(t, tt.cacheControl, not.header.Get("Cache-Control"))
				}
				assert.Equal(t, 200, s.get(t, path, "Accept-Encoding: "+encoding, `If-None-Match: "other"`).status)

				head := s.do(t, http.MethodHead, path, nil, "Accept-Encoding: "+encoding)
				assert.Equal(t, 200, head.status)
				assert.Empty(t, head.body)
				assert.Equal(t, etag, head.header.Get("ETag"))
			}
		})
	}
}

// decoded undoes the content coding of an answer.
func decoded(t *testing.T, a answer) []byte {
	t.Helper()
	var r io.Reader = bytes.NewReader(a.body)
	switch a.header.Get("Content-Encoding") {
	case "gzip":
		z, err := gzip.NewReader(r)
		require.NoError(t, err)
		r = z
	case "br":
		r = brotli.NewReader(r)
	}
	b, err := io.ReadAll(r)
	require.NoError(t, err)
	return b
}

func TestWhatIsNotThereIsNotServed(t *testing.T) {
	s := newSubject(t)
	r := s.publish(t, packOf("there"+unique))
	for _, path := range []string{
		fmt.Sprintf("%d.root.json", r.Root+1),
		fmt.Sprintf("%d.snapshot.json", r.Snapshot+1),
		fmt.Sprintf("%d.targets.json", r.Targets+1),
		"1.other.json", "0.root.json", "-1.root.json", "01.root.json", "+1.root.json", "1.root", "root.json", "snapshot.json",
		"99999999999999999999.root.json", "", "targets/", "targets/" + sha(nil) + ".base.pack", "targets/" + sha(nil),
		"targets/" + strings.ToUpper(sha([]byte("A"))) + ".base.pack", "targets/base.pack",
		"%2e%2e/keys", "..%2f..%2fetc/passwd", "%00", "a\\b",
	} {
		a := s.get(t, "/tuf/"+path)
		assert.Equal(t, 404, a.status, path)
		assert.Equal(t, "missing", a.code(), path)
		assert.NotContains(t, a.header.Get("Cache-Control"), "immutable", path)
	}
}

// Some platforms resolve dot segments before a server sees the path; then it names
// a file like any other. It never leads out of the repository.
func TestDotSegmentsLeadNowhereElse(t *testing.T) {
	s := newSubject(t)
	s.publish(t, packOf("dots"+unique))
	a := s.get(t, "/tuf/targets/%2e%2e/timestamp.json")
	if a.status != 404 {
		assert.Equal(t, 200, a.status)
		assert.Equal(t, s.get(t, "/tuf/timestamp.json").body, a.body)
	}
	out := s.get(t, "/tuf/%2e%2e/%2e%2e/keys/DEVELOPMENT-root.key.json")
	assert.Equal(t, 404, out.status)
}

func TestPublishingNeedsTheToken(t *testing.T) {
	s := newSubject(t)
	for _, header := range []string{"X: y", "Authorization: Bearer wrong", "Authorization: " + s.token, "Authorization: Basic " + s.token} {
		for _, path := range []string{"POST /publish", "PUT /publish/targets/" + sha([]byte("x"))} {
			method, path, _ := strings.Cut(path, " ")
			a := s.do(t, method, path, []byte("x"), header)
			assert.Equal(t, 401, a.status, "%s with %q", path, header)
			assert.Equal(t, "token", a.code())
			assert.Equal(t, "Bearer", a.header.Get("WWW-Authenticate"))
		}
	}
}

func TestUploads(t *testing.T) {
	s := newSubject(t)
	content := packOf("upload" + unique)
	first := s.do(t, http.MethodPut, "/publish/targets/"+sha(content), content, s.authorization())
	assert.Equal(t, 201, first.status)
	assert.JSONEq(t, fmt.Sprintf(`{"sha256":%q,"length":%d}`, sha(content), len(content)), string(first.body))
	again := s.do(t, http.MethodPut, "/publish/targets/"+sha(content), content, s.authorization())
	assert.Equal(t, 200, again.status, "uploading twice does no harm")

	tests := []struct {
		name, sum string
		content   []byte
		status    int
		code      string
	}{
		{"other content", sha(content), []byte("other"), 422, "hash"},
		{"content cut short", sha(content), content[:len(content)-1], 422, "hash"},
		{"no hash", "", content, 400, "hash"},
		{"hash in capitals", strings.ToUpper(sha(content)), content, 400, "hash"},
		{"path in the hash", "%2e%2e%2f" + sha(content), content, 400, "hash"},
		{"too long", sha(content), make([]byte, tuf.MaxTarget+1), 413, "length"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := s.do(t, http.MethodPut, "/publish/targets/"+tt.sum, tt.content, s.authorization())
			assert.Equal(t, tt.status, a.status)
			assert.Equal(t, tt.code, a.code())
		})
	}
}

// What clients would refuse is refused, and nothing of it is current afterwards.
func TestRefusedPublications(t *testing.T) {
	s := newSubject(t)
	receipt := s.publish(t, packOf("before"+unique))
	good := s.next(t, packOf("good"+unique))
	strangers := &subject{url: s.url, token: s.token, client: s.client}
	strangers.keys, _ = release.NewKeys()
	foreign, err := release.BuildInitial(strangers.keys, map[string][]byte{"base.pack": packOf("foreign")}, time.Now())
	require.NoError(t, err)
	strangersRoot := foreign.Roots
	for range receipt.Snapshot {
		foreign, err = release.BuildNext(strangers.keys, release.Current{Root: strangersRoot[0], Targets: foreign.Targets, Snapshot: foreign.Snapshot},
			map[string][]byte{"base.pack": packOf("foreign")}, time.Now())
		require.NoError(t, err)
		foreign.Roots = strangersRoot
	}
	old, err := release.BuildInitial(s.keys, map[string][]byte{"base.pack": packOf("old" + unique)}, time.Now())
	require.NoError(t, err)
	s.upload(t, foreign)
	s.upload(t, old)
	replaced := func(r release.Release, change func(r *release.Release)) []byte {
		change(&r)
		return body(&r)
	}
	flipped := func(b []byte, old, new string) []byte {
		require.Contains(t, string(b), old)
		return bytes.Replace(b, []byte(old), []byte(new), 1)
	}
	tests := []struct {
		name   string
		body   []byte
		status int
		code   string
	}{
		{"a target that was not uploaded", body(good), 422, "unavailable"},
		{"another target than was signed", replaced(*good, func(r *release.Release) { r.Targets = flipped(r.Targets, "base.pack", "case.pack") }), 422, "hash"},
		{"a snapshot changed after signing", replaced(*good, func(r *release.Release) { r.Snapshot = flipped(r.Snapshot, `"version":`, `"version":1`) }), 422, "signature"},
		{"signed by strangers", body(foreign), 422, "signature"},
		{"the first version again", body(old), 409, ""},
		{"no snapshot", replaced(*good, func(r *release.Release) { r.Snapshot = nil }), 422, "hash"},
		{"not JSON", []byte("hello"), 400, "body"},
		{"nothing", nil, 400, "body"},
		{"unknown member", []byte(`{"timestamp":{}}`), 400, "body"},
		{"not base64", []byte(`{"snapshot":"***"}`), 400, "body"},
		{"something after it", append(body(good), "{}"...), 400, "body"},
		{"snapshot of another kind", []byte(`{"snapshot":[1]}`), 422, "format"},
		{"too long", bytes.Repeat([]byte(" "), 9<<20), 413, "length"},
	}
	before := s.get(t, "/tuf/timestamp.json").body
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := s.do(t, http.MethodPost, "/publish", tt.body, s.authorization())
			assert.Equal(t, tt.status, a.status, "%s", a.body)
			if tt.code != "" {
				assert.Equal(t, tt.code, a.code(), "%s", a.body)
			}
			assert.NotEmpty(t, a.code(), "%s", a.body)
		})
	}
	assert.Equal(t, before, s.get(t, "/tuf/timestamp.json").body)
	s.upload(t, good)
	assert.Equal(t, 200, s.do(t, http.MethodPost, "/publish", body(good), s.authorization()).status)
}

func TestMetadataMayBeSentAsJSON(t *testing.T) {
	s := newSubject(t)
	r := s.next(t, packOf("as JSON"+unique))
	s.upload(t, r)
	var roots []string
	for _, root := range r.Roots {
		roots = append(roots, string(root))
	}
	raw := fmt.Sprintf(`{"root":[%s],"snapshot":%s,"targets":%q,"delegated":null}`, strings.Join(roots, ","), r.Snapshot, base64.StdEncoding.EncodeToString(r.Targets))
	a := s.do(t, http.MethodPost, "/publish", []byte(raw), s.authorization())
	require.Equal(t, 200, a.status, "%s", a.body)
	pack, _ := s.update(t)
	assert.Equal(t, packOf("as JSON"+unique), pack)
}

func TestOneOfManyPublishersWins(t *testing.T) {
	s := newSubject(t)
	s.publish(t, packOf("before the race"+unique))
	const publishers = 12
	releases := make([]*release.Release, publishers)
	for i := range releases {
		releases[i] = s.next(t, packOf(fmt.Sprint("racer ", i, unique)))
		s.upload(t, releases[i])
	}
	answers := make([]answer, publishers)
	var all sync.WaitGroup
	for i, r := range releases {
		all.Go(func() { answers[i] = s.do(t, http.MethodPost, "/publish", body(r), s.authorization()) })
	}
	all.Wait()
	winner := -1
	for i, a := range answers {
		if a.status == 200 {
			require.Equal(t, -1, winner, "only one may win")
			winner = i
			continue
		}
		assert.Equal(t, 409, a.status, "%s", a.body)
		assert.NotEmpty(t, a.code())
	}
	require.NotEqual(t, -1, winner, "one must win")
	pack, _ := s.update(t)
	assert.Equal(t, packOf(fmt.Sprint("racer ", winner, unique)), pack)
}

func TestMethods(t *testing.T) {
	s := newSubject(t)
	for _, tt := range []struct{ method, path, allow string }{
		{"POST", "/tuf/timestamp.json", "GET, HEAD"},
		{"DELETE", "/tuf/1.root.json", "GET, HEAD"},
		{"GET", "/publish", "POST"},
		{"POST", "/publish/targets/x", "PUT"},
		{"POST", "/healthz", "GET, HEAD"},
		{"PUT", "/readyz", "GET, HEAD"},
	} {
		a := s.do(t, tt.method, tt.path, nil)
		assert.Equal(t, 405, a.status, tt.path)
		assert.Equal(t, "method", a.code(), tt.path)
		assert.Equal(t, tt.allow, a.header.Get("Allow"), tt.path)
	}
}

func TestOtherOriginsMayReadTheRepositoryOnly(t *testing.T) {
	s := newSubject(t)
	a := s.do(t, http.MethodOptions, "/tuf/timestamp.json", nil, "Origin: https://example.org",
		"Access-Control-Request-Method: GET", "Access-Control-Request-Headers: if-none-match")
	assert.Equal(t, 204, a.status)
	assert.Equal(t, "*", a.header.Get("Access-Control-Allow-Origin"))
	assert.Equal(t, "GET, HEAD", a.header.Get("Access-Control-Allow-Methods"))
	assert.Equal(t, "If-None-Match", a.header.Get("Access-Control-Allow-Headers"))

	a = s.do(t, http.MethodOptions, "/publish", nil, "Origin: https://example.org", "Access-Control-Request-Method: POST")
	assert.Equal(t, 405, a.status)
	assert.Empty(t, a.header.Get("Access-Control-Allow-Origin"))
}

func TestEveryAnswerIsGuarded(t *testing.T) {
	s := newSubject(t)
	for _, path := range []string{"/healthz", "/tuf/timestamp.json", "/tuf/none", "/publish", "/readyz"} {
		a := s.get(t, path)
		assert.Contains(t, a.header.Get("Content-Security-Policy"), "default-src 'none'", path)
		assert.Equal(t, "nosniff", a.header.Get("X-Content-Type-Options"), path)
		assert.Equal(t, "no-referrer", a.header.Get("Referrer-Policy"), path)
		assert.Empty(t, a.header.Get("Set-Cookie"), path)
	}
	assert.Equal(t, 200, s.get(t, "/healthz").status)
}

// A server can use the timestamp key of development keys. With BEDSIDE_KEYS they are
// those of the server under test, and made here.
func TestDevelopmentKeys(t *testing.T) {
	dir := os.Getenv("BEDSIDE_KEYS")
	if dir == "" {
		dir = t.TempDir()
	}
	keys, err := release.DevKeys(dir)
	require.NoError(t, err)
	_, err = tuf.ParseSigner(keys.TimestampSeed)
	assert.NoError(t, err)
}
