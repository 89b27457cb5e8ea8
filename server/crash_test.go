package server

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/server/store"
)

// failingStore lets so many writes through and then fails as a disk does.
type failingStore struct {
	*store.Files
	left int
	why  error
}

func (f *failingStore) write() error {
	if f.left == 0 {
		return f.why
	}
	f.left--
	return nil
}

func (f *failingStore) Create(ctx context.Context, key string, body []byte) error {
	if err := f.write(); err != nil {
		return fmt.Errorf("create %s: %w", key, err)
	}
	return f.Files.Create(ctx, key, body)
}

func (f *failingStore) Swap(ctx context.Context, key string, old store.ETag, body []byte) (store.ETag, error) {
	if err := f.write(); err != nil {
		return "", fmt.Errorf("replace %s: %w", key, err)
	}
	return f.Files.Swap(ctx, key, old, body)
}

// auditOf reads the audit log from the disk.
func auditOf(t *testing.T, dir string) (AuditReport, error) {
	t.Helper()
	current, err := os.ReadFile(filepath.Join(dir, "tuf", "timestamp.json"))
	if !errors.Is(err, fs.ErrNotExist) {
		require.NoError(t, err)
	}
	return VerifyAudit(func(n int64) ([]byte, error) {
		b, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(AuditFileName(n))))
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		return b, err
	}, current)
}

// Wherever in a publish or a renewal the disk fails, what was served is served on, the
// log stays whole, and the same release goes through once the disk works again.
func TestDiskThatFailsAtEveryWrite(t *testing.T) {
	for _, why := range []error{syscall.ENOSPC, syscall.EACCES, syscall.EIO} {
		t.Run(why.Error(), func(t *testing.T) {
			b := newBench(t)
			b.publish(t, "one")
			disk := &failingStore{Files: b.files, why: why}
			b.Server = New(disk, b.config)
			writes := 0
			for ; ; writes++ {
				require.Less(t, writes, 20, "it never succeeds")
				disk.left = -1
				next := b.release(t, "two")
				before := b.get("/tuf/timestamp.json").Body.String()
				disk.left = writes
				_, err := b.commit(context.Background(), next)
				disk.left = -1
				require.NoError(t, b.Verify(context.Background()))
				report, broken := auditOf(t, b.dir)
				require.NoError(t, broken)
				if err == nil {
					assert.Equal(t, AuditPublished, report.Entries[len(report.Entries)-1].Event)
					break
				}
				require.ErrorIs(t, err, why)
				assert.Equal(t, before, b.get("/tuf/timestamp.json").Body.String())
			}
			assert.Greater(t, writes, 2, "there were writes to fail at")

			b.now = b.now.Add(DefaultLifetime * 3 / 4)
			for writes = 0; ; writes++ {
				require.Less(t, writes, 5, "it never succeeds")
				disk.left = writes
				err := b.Resign(context.Background())
				disk.left = -1
				require.NoError(t, b.Verify(context.Background()))
				_, broken := auditOf(t, b.dir)
				require.NoError(t, broken)
				if err == nil {
					break
				}
				require.ErrorIs(t, err, why)
			}
		})
	}
}

func TestAuditLogTellsOfTampering(t *testing.T) {
	b := newBench(t)
	for _, pack := range []string{"one", "two", "three"} {
		b.publish(t, pack)
	}
	report, err := auditOf(t, b.dir)
	require.NoError(t, err)
	require.Len(t, report.Entries, 3)
	assert.Equal(t, AuditPublished, report.Entries[2].Event)
	assert.EqualValues(t, 3, report.Entries[2].Versions.Targets)
	assert.Contains(t, report.Entries[0].Files, AuditFile{Path: "targets/" + digest([]byte("one")) + ".base.pack", SHA256: digest([]byte("one"))})
	entry := func(n int64) string { return b.path(AuditFileName(n)) }
	older, err := os.ReadFile(b.path(timestampKey))
	require.NoError(t, err)
	b.publish(t, "four")
	b.publish(t, "five")
	tests := []struct {
		name   string
		tamper func(t *testing.T)
		say    string
	}{
		{"an entry changed", func(t *testing.T) { replace(t, entry(2), `"targets":2`, `"targets":9`) }, "broken at entry 3"},
		{"the first entry dropped", func(t *testing.T) { require.NoError(t, os.Remove(entry(1))) }, "not in the audit log"},
		{"an entry dropped", func(t *testing.T) { require.NoError(t, os.Remove(entry(3))) }, "not in the audit log"},
		{"the last entries dropped", func(t *testing.T) { require.NoError(t, os.Remove(entry(5))) }, "not in the audit log"},
		{"an entry cut short", func(t *testing.T) { truncate(t, entry(4)) }, "entry 4 of the audit log cannot be read"},
		{"entries exchanged", func(t *testing.T) { move(t, entry(2), entry(3)) }, ""},
		{"an entry added", func(t *testing.T) { write(t, entry(6), `{"n":6,"event":"published"}`) }, "broken at entry 6"},
		{"a timestamp of before put back", func(t *testing.T) { write(t, b.path(timestampKey), string(older)) }, "not in the audit log"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			saved := t.TempDir()
			require.NoError(t, os.CopyFS(saved, os.DirFS(b.dir)))
			tt.tamper(t)
			_, err := auditOf(t, b.dir)
			require.Error(t, err)
			assert.ErrorContains(t, err, tt.say)
			for _, dir := range []string{"audit", "tuf"} {
				require.NoError(t, os.RemoveAll(filepath.Join(b.dir, dir)))
			}
			require.NoError(t, os.RemoveAll(filepath.Join(b.dir, ".lock")))
			require.NoError(t, os.CopyFS(b.dir, os.DirFS(saved)))
		})
	}
	_, err = auditOf(t, b.dir)
	require.NoError(t, err)
}

// A crash between the log and the commit leaves an entry that the next change withdraws.
func TestEntryOfWhatWasNeverDoneIsWithdrawn(t *testing.T) {
	b := newBench(t)
	b.publish(t, "one")
	_, err := b.audit(context.Background(), AuditEntry{Event: AuditPublished, Versions: &receipt{Timestamp: 2}, Timestamp: digest([]byte("lost"))})
	require.NoError(t, err)
	b.reopen(t)
	_, err = auditOf(t, b.dir)
	require.NoError(t, err)
	b.publish(t, "two")
	report, err := auditOf(t, b.dir)
	require.NoError(t, err)
	var events []AuditEvent
	for _, e := range report.Entries {
		events = append(events, e.Event)
	}
	assert.Equal(t, []AuditEvent{AuditPublished, AuditPublished, AuditWithdrawn, AuditPublished}, events)
}
