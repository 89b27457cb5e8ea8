package web

import (
	"encoding/json"
	"html"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPagesSayWhetherTheyAreBuilt(t *testing.T) {
	_, ok := pagesOf(fstest.MapFS{"dist/.gitignore": {Data: []byte("*")}})
	assert.False(t, ok, "a fresh clone")

	pages, ok := pagesOf(fstest.MapFS{"dist/index.html": {Data: []byte("<!doctype html>")}})
	require.True(t, ok, "a built page")
	_, err := fs.Stat(pages, "index.html")
	assert.NoError(t, err)
}

func TestThePageRepeatsThePolicyOfTheHeader(t *testing.T) {
	page, err := os.ReadFile("index.html")
	require.NoError(t, err)
	meta := regexp.MustCompile(`http-equiv="Content-Security-Policy"\s+content="([^"]+)"`).FindSubmatch(page)
	require.NotNil(t, meta, "the page has a policy of its own")
	// A meta element cannot carry frame-ancestors.
	want, _, _ := strings.Cut(ContentSecurityPolicy, "; frame-ancestors")
	assert.Equal(t, want, html.UnescapeString(string(meta[1])))
}

func TestThePageNeedsNoExceptionFromThePolicy(t *testing.T) {
	page, err := os.ReadFile("index.html")
	require.NoError(t, err)
	assert.NotRegexp(t, `(?i)<style|\sstyle=|\son[a-z]+=|<script>|https?://`, string(page))
}

func TestSamplesAreCompleteAndVaried(t *testing.T) {
	data, err := os.ReadFile("public/samples.json")
	require.NoError(t, err)
	var samples []struct{ ID, Lang, Title, Text string }
	require.NoError(t, json.Unmarshal(data, &samples))

	seen, langs := map[string]bool{}, map[string]int{}
	for _, s := range samples {
		assert.NotEmpty(t, s.ID)
		assert.NotEmpty(t, s.Title, s.ID)
		assert.NotEmpty(t, s.Text, s.ID)
		assert.False(t, seen[s.ID], "%s is there twice", s.ID)
		seen[s.ID] = true
		langs[s.Lang]++
	}
	assert.GreaterOrEqual(t, langs["en"], 8)
	assert.GreaterOrEqual(t, langs["fr"], 4)
	assert.Len(t, langs, 2, "English and French only")
}
