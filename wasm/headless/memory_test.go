package headless

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Between two calls the collector of garbage does not run; it must not fall behind.
func TestMemoryStaysSmall(t *testing.T) {
	const rounds, most = 4, 28 << 20 // bytes
	files, err := filepath.Glob("../../testdata/posts/*.jsonl")
	require.NoError(t, err)
	var drafts []string
	for _, file := range files {
		for _, post := range readPosts(t, file, 1) {
			if n := len(post.Text); n >= 260 && n <= 300 {
				drafts = append(drafts, post.Text)
			}
		}
	}
	require.Greater(t, len(drafts), 100)
	h := newHost(t, shipped)
	h.load()
	for range rounds {
		for _, draft := range drafts {
			h.write(draft)
			h.raw("analyze", 0, int64(len(draft)))
		}
	}
	t.Logf("%.1f MiB after %d drafts", float64(h.instance.Memory().Size())/(1<<20), rounds*len(drafts))
	assert.LessOrEqual(t, h.instance.Memory().Size(), uint32(most))
}
