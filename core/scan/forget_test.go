package scan

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Whatever held text of a draft, in use or set aside, holds none after Forget.
func TestForgetWipesAllText(t *testing.T) {
	s := New()
	var main, edited Facts
	s.Read([]byte("Zweiundvierzig eins\n\nZweiundvierzig zwei"), "", &main)
	s.Read([]byte("Zweiundvierzig eins\n\nZweiundvierzig drei"), "", &edited)
	s.Read([]byte("Zweiundvierzig vier"), "", &edited)
	for range 3 {
		s.Next() // sets aside what is not in use
	}
	var held [][]byte
	hold := func(e *entry[paragraph]) {
		held = append(held, e.src, e.made.doc.Clean, e.made.doc.Norm, e.made.around.before, e.made.around.after)
	}
	for i := range s.paragraphs.table {
		for e := s.paragraphs.table[i]; e != nil; e = e.next {
			hold(e)
		}
	}
	for _, e := range s.paragraphs.free {
		hold(e)
	}
	held = append(held, main.doc.Clean, main.doc.Norm, edited.doc.Clean, edited.doc.Norm)
	found := func() (n int) {
		for _, b := range held {
			if bytes.Contains(bytes.ToLower(b[:cap(b)]), []byte("vierzig")) {
				n++
			}
		}
		return n
	}
	require.Positive(t, found())
	s.Forget(&main, &edited)
	assert.Zero(t, found())
	assert.Zero(t, s.paragraphs.held)
	assert.Nil(t, main.Doc)
}

// Only the last draft and its edits are remembered, and never more than maxHeld
// bytes beside what is in use.
func TestMemoryIsBounded(t *testing.T) {
	s := New()
	var f Facts
	draft := bytes.Repeat([]byte("word "), 1000)
	for i := range 200 {
		draft[i] = 'x'
		s.Read(draft, "", &f)
		assert.LessOrEqual(t, s.paragraphs.held, maxHeld+len(draft))
	}
	s.Next()
	s.Read([]byte("another"), "", &f)
	s.Next()
	s.Read([]byte("yet another"), "", &f)
	assert.LessOrEqual(t, s.paragraphs.held, len("another")+len("yet another"))
}
