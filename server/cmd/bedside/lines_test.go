package main

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDecodeDraft(t *testing.T) {
	tests := []struct {
		name, line string
		id, text   string
	}{
		{"a string for an id", `{"id":"a-1","text":"x"}`, `"a-1"`, "x"},
		{"a number for an id", `{"id":7,"text":"x"}`, `7`, "x"},
		{"no id", `{"text":"x"}`, `null`, "x"},
		{"null for an id", `{"id":null,"text":"x"}`, `null`, "x"},
		{"an empty text", `{"id":"a","text":""}`, `"a"`, ""},
		{"escapes in an id stay", `{"id":"\u00e9\n","text":"x"}`, `"\u00e9\n"`, "x"},
		{"other fields, of any shape", `{"id":"a","verdict":3,"spans":"?","text":"x","categories":{}}`, `"a"`, "x"},
		{"half a surrogate pair", `{"id":"a","text":"\ud83d"}`, `"a"`, "\uFFFD"},
		{"invalid UTF-8", "{\"id\":\"\xff\",\"text\":\"\xfe\"}", "\"\uFFFD\"", "\uFFFD"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := decodeDraft([]byte(tt.line))
			require.NoError(t, err)
			assert.Equal(t, tt.id, string(d.ID))
			assert.Equal(t, tt.text, *d.Text)
		})
	}
}

func TestDecodeDraftRefuses(t *testing.T) {
	tests := []struct{ name, line, want string }{
		{"no JSON", `hello`, "the line is not JSON"},
		{"a cut line", `{"id":"a","text":"x`, "the line is not JSON"},
		{"two objects", `{"text":"x"}{"text":"y"}`, "the line is not JSON"},
		{"an array", `["x"]`, "not a JSON object but a JSON array"},
		{"a string", `"x"`, "not a JSON object but a JSON string"},
		{"no text", `{"id":"a"}`, `the line has no "text"`},
		{"null for a text", `{"id":"a","text":null}`, `the line has no "text"`},
		{"a number for a text", `{"id":"a","text":5}`, `"text" cannot be a JSON number`},
		{"a number for a language", `{"id":"a","text":"x","lang":5}`, `"lang" cannot be a JSON number`},
		{"an object for an id", `{"id":{},"text":"x"}`, `"id" must be a string or a number`},
		{"a flag for an id", `{"id":true,"text":"x"}`, `"id" must be a string or a number`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := decodeDraft([]byte(tt.line))
			require.ErrorContains(t, err, tt.want)
		})
	}
}

func TestLineReader(t *testing.T) {
	long := strings.Repeat("x", 200<<10)
	lines := newLineReader(strings.NewReader("one\r\n\n" + long + "\nlast"))
	for _, want := range []string{"one", "", long, "last"} {
		got, err := lines.next()
		require.NoError(t, err)
		assert.Equal(t, want, string(got))
	}
	_, err := lines.next()
	assert.ErrorIs(t, err, io.EOF)
}

func TestLineReaderSurvivesALineTooLong(t *testing.T) {
	lines := newLineReader(io.MultiReader(
		strings.NewReader("one\n"), strings.NewReader(strings.Repeat("x", maxDraft+1)), strings.NewReader("\nthree\n")))
	_, err := lines.next()
	require.NoError(t, err)
	_, err = lines.next()
	require.ErrorIs(t, err, errLineTooLong)
	got, err := lines.next()
	require.NoError(t, err)
	assert.Equal(t, "three", string(got))
	assert.Equal(t, 3, lines.number)
}

func TestLineReaderTakesALineOfTheGreatestLength(t *testing.T) {
	lines := newLineReader(strings.NewReader(strings.Repeat("x", maxDraft) + "\n"))
	got, err := lines.next()
	require.NoError(t, err)
	assert.Len(t, got, maxDraft)
}

func TestLineReaderPassesOnAFailure(t *testing.T) {
	broken := errors.New("the disk is gone")
	lines := newLineReader(io.MultiReader(strings.NewReader("one\n"), failing{broken}))
	_, err := lines.next()
	require.NoError(t, err)
	_, err = lines.next()
	assert.ErrorIs(t, err, broken)
}

// failing is a reader that fails.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
