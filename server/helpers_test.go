package server

import (
	"context"
	"io"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/server/store"
)

func write(t *testing.T, name, content string) {
	t.Helper()
	require.NoError(t, os.WriteFile(name, []byte(content), 0o600))
}

func truncate(t *testing.T, name string) {
	t.Helper()
	info, err := os.Stat(name)
	require.NoError(t, err)
	require.NoError(t, os.Truncate(name, info.Size()/2))
}

func move(t *testing.T, from, to string) {
	t.Helper()
	require.NoError(t, os.Rename(from, to))
}

func replace(t *testing.T, name, old, new string) {
	t.Helper()
	b, err := os.ReadFile(name)
	require.NoError(t, err)
	require.Contains(t, string(b), old)
	write(t, name, strings.Replace(string(b), old, new, 1))
}

// slowStore holds a reader up, once it has read the timestamp, while on is set.
type slowStore struct {
	*store.Files
	on               atomic.Bool
	waiting, proceed chan struct{}
}

func (s *slowStore) Get(ctx context.Context, key string) (store.Object, error) {
	o, err := s.Files.Get(ctx, key)
	if key == timestampKey && s.on.Load() {
		close(s.waiting)
		<-s.proceed
	}
	return o, err
}

// panicStore fails in a way that nobody foresaw.
type panicStore struct{ store.Store }

func (panicStore) Get(context.Context, string) (store.Object, error) { panic("oops") }

// failing is a body whose sender went away.
type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
