package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/server"
	"github.com/bedside-md/bedside/server/release"
)

// startProcess starts the program itself on a data directory.
func startProcess(t *testing.T, dir, key string) (url string, cmd *exec.Cmd) {
	t.Helper()
	cmd = exec.Command(binary, "serve", "--addr", "localhost:0", "--data", dir, "--timestamp-key", key, "--token", "token", "--module", key)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	var start strings.Builder
	for in := bufio.NewScanner(stdout); in.Scan(); {
		start.WriteString(in.Text() + "\n")
		if in.Text() == serving {
			return urlIn(t, start.String()), cmd
		}
	}
	require.Fail(t, "it did not start", start.String())
	return "", nil
}

// publishOnce publishes a pack after whatever is current.
func publishOnce(keys *release.Keys, client *http.Client, url, pack string) (release.Receipt, error) {
	ctx := context.Background()
	targets := map[string][]byte{builtIn: []byte(pack)}
	current, ok, err := release.Fetch(ctx, client, url)
	if err != nil {
		return release.Receipt{}, err
	}
	var next *release.Release
	if ok {
		next, err = release.BuildNext(keys, current, targets, time.Now())
	} else {
		next, err = release.BuildInitial(keys, targets, time.Now())
	}
	if err != nil {
		return release.Receipt{}, err
	}
	return release.Publish(ctx, client, url, "token", next)
}

// A server is killed in the middle of its work again and again, while admins publish:
// 200 times, or as often as BEDSIDE_CRASH_PUBLISHES says. What it accepted is never
// lost, nothing is torn, and its log is whole each time.
func TestKilledWhilePublishing(t *testing.T) {
	publishes := 200
	if n, err := strconv.Atoi(os.Getenv("BEDSIDE_CRASH_PUBLISHES")); err == nil {
		publishes = n
	}
	keys, err := release.NewKeys()
	require.NoError(t, err)
	dir, key := t.TempDir(), write(t, "timestamp.key", keys.TimestampSeed)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 10 * time.Second}
	accepted, tried, kills := release.Receipt{}, 0, 0
	for tried < publishes {
		url, cmd := startProcess(t, dir, key)
		killed := time.AfterFunc(time.Duration(20+rand.IntN(400))*time.Millisecond, func() { cmd.Process.Kill() })
		for err = nil; err == nil && tried < publishes; tried++ {
			var receipt release.Receipt
			receipt, err = publishOnce(keys, client, url, fmt.Sprint("rules ", tried))
			if err == nil {
				require.Greater(t, receipt.Targets, accepted.Targets)
				accepted = receipt
			}
			var refusal *release.Refusal
			require.False(t, errors.As(err, &refusal), "%v", err)
		}
		killed.Stop()
		cmd.Process.Kill()
		cmd.Wait()
		kills++

		report, err := readAuditIn(filepath.Join(dir, "repository"))
		require.NoError(t, err)
		published := int64(0)
		for _, e := range report.Entries {
			if e.Event == server.AuditPublished {
				published = max(published, e.Versions.Targets)
			}
		}
		require.GreaterOrEqual(t, published, accepted.Targets)
	}
	url, _ := startProcess(t, dir, key) // reads the repository as a client would, or refuses to start
	_, versions := takeRules(t, url)
	assert.GreaterOrEqual(t, versions.Targets, accepted.Targets, "what was accepted is not lost")
	t.Logf("%d publishes, %d kills, %d accepted", tried, kills, accepted.Targets)
	assert.Greater(t, kills, publishes/100)
}

// Every one of 32 admins gets his release out in the end, none twice, none over another's.
func TestAdminsRacing(t *testing.T) {
	keys, err := release.NewKeys()
	require.NoError(t, err)
	dir, key := t.TempDir(), write(t, "timestamp.key", keys.TimestampSeed)
	url, _ := startProcess(t, dir, key)
	client := &http.Client{Timeout: time.Minute}
	_, err = publishOnce(keys, client, url, "rules of nobody")
	require.NoError(t, err)
	const admins = 32
	receipts := make([]release.Receipt, admins)
	conflicts := make([]int, admins)
	var all sync.WaitGroup
	for i := range admins {
		all.Go(func() {
			for {
				receipt, err := publishOnce(keys, client, url, fmt.Sprint("rules of admin ", i))
				var refusal *release.Refusal
				if errors.As(err, &refusal) && refusal.Status == http.StatusConflict {
					conflicts[i]++
					time.Sleep(time.Duration(rand.IntN(20*(conflicts[i]+1))) * time.Millisecond)
					continue
				}
				assert.NoError(t, err)
				receipts[i] = receipt
				return
			}
		})
	}
	all.Wait()
	seen := map[int64]bool{}
	for _, r := range receipts {
		assert.False(t, seen[r.Targets], "version %d twice", r.Targets)
		seen[r.Targets] = true
	}
	_, versions := takeRules(t, url)
	assert.EqualValues(t, admins+1, versions.Targets)
	report, err := readAuditFrom(url)
	require.NoError(t, err)
	withdrawn := 0
	for _, e := range report.Entries {
		if e.Event == server.AuditWithdrawn {
			withdrawn++
		}
	}
	assert.Len(t, report.Entries, admins+1+2*withdrawn)
}

func TestAuditCommand(t *testing.T) {
	dir := t.TempDir()
	r := bedside(t, "", "audit", "verify", "--data", filepath.Join(dir, "none"))
	assert.Equal(t, exitFound, r.code)
	assert.Contains(t, r.err, "there is no file")

	s := serve(t, serveCmd{Data: dir, compile: packOf("rules")})
	for _, source := range [][]string{{"--data", dir}, {"--url", s.url}} {
		r = bedside(t, "", append([]string{"audit", "verify"}, source...)...)
		require.Equal(t, 0, r.code, r.err)
		assert.Contains(t, r.out, "The audit log is whole: 1 entry")
		head := r.out[strings.LastIndex(strings.TrimSpace(r.out), " ")+1 : len(r.out)-1]
		r = bedside(t, "", append([]string{"audit", "verify", "--head", head}, source...)...)
		assert.Equal(t, 0, r.code, r.err)
		r = bedside(t, "", append([]string{"audit", "verify", "--head", sumOf("x")}, source...)...)
		assert.Equal(t, exitFound, r.code)
		assert.Contains(t, r.err, "another log, or was written anew")
		r = bedside(t, "", append([]string{"audit", "list"}, source...)...)
		assert.Contains(t, r.out, "published\troot 1, targets 1, snapshot 1, timestamp 1")
	}
	require.NoError(t, s.stop())
	require.NoError(t, os.WriteFile(filepath.Join(dir, "repository", server.AuditFileName(1)), []byte("{}"), 0o600))
	r = bedside(t, "", "audit", "verify", "--data", dir)
	assert.Equal(t, exitFound, r.code)
	assert.Contains(t, r.err, "bedside: entry 1 of the audit log says that it is number 0")
}
