package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// selfSigned writes a certificate for a name, and its key.
func selfSigned(t *testing.T, dir, name string) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	require.NoError(t, err)
	pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
	require.NoError(t, err)
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	require.NoError(t, os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8}), 0o600))
	require.NoError(t, os.WriteFile(cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	return cert, key
}

func TestServeWithTLS(t *testing.T) {
	dir := t.TempDir()
	cert, key := selfSigned(t, dir, "one.example.org")
	s := serve(t, serveCmd{Data: t.TempDir(), compile: packOf("rules"), hostFlags: hostFlags{TLSCert: cert, TLSKey: key}})
	assert.True(t, strings.HasPrefix(s.url, "https://"), s.url)
	nameOf := func() (string, int) {
		client := &http.Client{Transport: &http.Transport{
			TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, DisableKeepAlives: true, ForceAttemptHTTP2: true,
		}}
		resp, err := client.Get(s.url + "/tuf/timestamp.json")
		require.NoError(t, err)
		defer resp.Body.Close()
		assert.Equal(t, 200, resp.StatusCode)
		return resp.TLS.PeerCertificates[0].Subject.CommonName, resp.ProtoMajor
	}
	name, protocol := nameOf()
	assert.Equal(t, "one.example.org", name)
	assert.Equal(t, 2, protocol)

	selfSigned(t, dir, "two.example.org")
	later := time.Now().Add(time.Minute)
	require.NoError(t, os.Chtimes(cert, later, later))
	name, _ = nameOf()
	assert.Equal(t, "two.example.org", name, "a renewed certificate is taken without a start")

	require.NoError(t, os.WriteFile(cert, []byte("half"), 0o600))
	name, _ = nameOf()
	assert.Equal(t, "two.example.org", name, "while the new one is no good, the old one serves")
}

func TestServeSaysWhatIsWrongWithTLSAndMetrics(t *testing.T) {
	cert, key := selfSigned(t, t.TempDir(), "one.example.org")
	bad := write(t, "bad.pem", "nothing")
	for _, tt := range []struct {
		name string
		args []string
		say  string
	}{
		{"a certificate alone", []string{"--tls-cert", cert}, "--tls-cert and --tls-key go together"},
		{"no such certificate", []string{"--tls-cert", "none.pem", "--tls-key", key}, "there is no file none.pem"},
		{"a certificate that is none", []string{"--tls-cert", bad, "--tls-key", key}, "cannot be used"},
		{"metrics nowhere", []string{"--metrics", "nowhere"}, "--metrics"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			args := append([]string{"serve", "--addr", "localhost:0", "--data", filepath.Join(t.TempDir(), "data")}, tt.args...)
			r := bedside(t, "", args...)
			assert.Equal(t, exitTrouble, r.code)
			assert.Contains(t, r.err, tt.say)
		})
	}
}

func TestClientsBehindAProxy(t *testing.T) {
	direct, behind := &hostFlags{}, &hostFlags{BehindProxy: true}
	assert.Equal(t, "192.0.2.1", direct.client("192.0.2.1:5", "198.51.100.1"), "anybody can write that header")
	assert.Equal(t, "198.51.100.1", behind.client("192.0.2.1:5", "203.0.113.9, 198.51.100.1"), "the proxy wrote the last")
	assert.Equal(t, "192.0.2.1", behind.client("192.0.2.1:5", ""))
	for _, local := range []string{"127.0.0.1:5", "[::1]:5", "127.8.8.8:1"} {
		assert.Empty(t, direct.client(local, ""), local)
	}
}
