package server

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNegotiate(t *testing.T) {
	tests := []struct {
		accept string
		want   encoding
	}{
		{"", identity},
		{"identity", identity},
		{"gzip", gzipped},
		{"GZIP", gzipped},
		{"x-gzip", gzipped},
		{"deflate", identity},
		{"gzip, deflate, br", brotlied},
		{"gzip, deflate, br, zstd", brotlied},
		{"br;q=0, gzip", gzipped},
		{"br;q=0.0,gzip;q=0", identity},
		{"br; q=0.5, gzip;q=1", brotlied},
		{"*", brotlied},
		{"*;q=0", identity},
		{"br;q=0, *", gzipped},
		{"gzip;q=x", identity},
		{"gzip;q=2", identity},
		{"gzipped", identity},
		{";,;", identity},
	}
	for _, tt := range tests {
		t.Run(tt.accept, func(t *testing.T) { assert.Equal(t, tt.want, negotiate(tt.accept)) })
	}
}

func TestEncodingsUndoThemselves(t *testing.T) {
	body := []byte(strings.Repeat("what may identify a patient; ", 100))
	for _, e := range []encoding{gzipped, brotlied} {
		encoded, ok := encode(e, body)
		require.True(t, ok)
		got, err := decode(e, encoded, int64(len(body)))
		require.NoError(t, err)
		assert.Equal(t, body, got)
		_, err = decode(e, encoded, int64(len(body))-1)
		assert.ErrorIs(t, err, errTooLong, "a bomb stops at the limit")
		_, err = decode(e, encoded[:len(encoded)/2], int64(len(body)))
		assert.Error(t, err)
	}
}

func TestWhatDoesNotShrinkIsSentAsItIs(t *testing.T) {
	p := compress([]byte("x"), brotlied)
	assert.Equal(t, identity, p.encoding)
	assert.Equal(t, "x", string(p.body))
	assert.Equal(t, compress([]byte("x"), identity).etag, p.etag)
}

func TestMatches(t *testing.T) {
	tests := []struct {
		name  string
		lists []string
		want  bool
	}{
		{"none", nil, false},
		{"the same", []string{`"a"`}, true},
		{"weak", []string{`W/"a"`}, true},
		{"in a list", []string{`"x", "a" ,"y"`}, true},
		{"in a second header", []string{`"x"`, `"a"`}, true},
		{"any", []string{"*"}, true},
		{"of another encoding", []string{`"a-gz"`}, false},
		{"without quotes", []string{"a"}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { assert.Equal(t, tt.want, matches(tt.lists, `"a"`)) })
	}
}

func TestCacheKeepsWhatWasUsedLast(t *testing.T) {
	c := cache{max: 30}
	made := 0
	get := func(name string) {
		p, err := c.get(name, func() (*representation, error) {
			made++
			return &representation{body: bytes.Repeat([]byte("x"), 10)}, nil
		})
		require.NoError(t, err)
		require.Len(t, p.body, 10)
	}
	for _, name := range []string{"a", "b", "c"} {
		get(name)
	}
	get("a")
	require.Equal(t, 3, made)
	get("d") // b was used least recently
	get("a")
	require.Equal(t, 4, made)
	get("b")
	assert.Equal(t, 5, made)
	assert.LessOrEqual(t, c.size, c.max)
}

func TestCacheStaysWithinItsBounds(t *testing.T) {
	c := cache{max: 1000}
	for i := range 500 {
		_, err := c.get(strconv.Itoa(i), func() (*representation, error) {
			return &representation{body: make([]byte, i*7%1200)}, nil
		})
		require.NoError(t, err)
		require.LessOrEqual(t, c.size, c.max)
	}
	var sum int64
	for e := c.order.Front(); e != nil; e = e.Next() {
		sum += int64(len(e.Value.(*cached).body))
	}
	assert.Equal(t, sum, c.size)
	assert.Len(t, c.entries, c.order.Len())
}
