package store

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestKeys(t *testing.T) {
	tests := []struct {
		name, key string
		ok        bool
	}{
		{"a name", "timestamp.json", true},
		{"in a directory", "tuf/targets/0a1b", true},
		{"dots inside", "a..b", true},
		{"dash and underscore", "a-b_c", true},
		{"nothing", "", false},
		{"absolute", "/etc/passwd", false},
		{"parent", "../secret", false},
		{"parent inside", "tuf/../../secret", false},
		{"current directory", "./a", false},
		{"empty segment", "a//b", false},
		{"trailing slash", "a/", false},
		{"hidden file", "tuf/.lock", false},
		{"capitals", "tuf/3.ACME.json", true},
		{"backslash", `a\b`, false},
		{"drive", "c:a", false},
		{"NUL", "a\x00b", false},
		{"space", "a b", false},
		{"percent", "a%2fb", false},
		{"letter beyond ASCII", "é", false},
		{"longest segment", strings.Repeat("a", maxSegment), true},
		{"too long a segment", strings.Repeat("a", maxSegment+1), false},
		{"too long a key", strings.Repeat("a/", maxKey/2) + "a", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.ok {
				assert.NoError(t, checkKey(tt.key))
				assert.NoError(t, checkPrefix(tt.key+"/"))
			} else {
				assert.ErrorIs(t, checkKey(tt.key), ErrKey)
			}
		})
	}
}

func TestPrefixes(t *testing.T) {
	assert.NoError(t, checkPrefix(""))
	assert.NoError(t, checkPrefix("tuf/"))
	assert.ErrorIs(t, checkPrefix("tuf"), ErrKey)
	assert.ErrorIs(t, checkPrefix("/"), ErrKey)
	assert.ErrorIs(t, checkPrefix("../"), ErrKey)
}
