package pack

import (
	"slices"

	"github.com/bedside-md/bedside/core/text"
)

// EndingMark begins a lexicon entry that stands for all words with an ending:
// "-sarcoma", "-mycin".
const EndingMark = '-'

// longestShorthand is how long a word with numbers may be, bytes, a number being one.
const longestShorthand = 8

// Endings have these lengths in bytes, and stand after this many others at least.
const (
	shortestEnding = 4
	longestEnding  = 10
	shortestStem   = 2
)

// Ending is the hash under which an ending is a word.
func Ending(spelling []byte) uint64 { return text.Hash([]byte{EndingMark}) ^ text.Hash(spelling) }

// WordLike returns the id of what stands for words like one that the pack has not:
// the same word with a nought for each number in it ("pod0" for POD2, "g0p0" for
// G2P1), or its longest ending. It returns 0 when there is none.
func (p *Pack) WordLike(spelling []byte) uint32 {
	if h, ok := withoutNumbers(spelling); ok {
		return p.Word(h)
	}
	for n := min(longestEnding, len(spelling)-shortestStem); n >= shortestEnding; n-- {
		if w := p.Word(Ending(spelling[len(spelling)-n:])); w != 0 {
			return w
		}
	}
	return 0
}

// withoutNumbers returns the hash of a word with a nought for each number in it, and
// whether it has any.
func withoutNumbers(spelling []byte) (hash uint64, ok bool) {
	if !slices.ContainsFunc(spelling, isDigit) {
		return 0, false
	}
	var short [longestShorthand]byte
	n := 0
	for i, c := range spelling {
		if isDigit(c) {
			if i > 0 && isDigit(spelling[i-1]) {
				continue
			}
			c = '0'
		}
		if n == len(short) {
			return 0, true
		}
		short[n] = c
		n++
	}
	return text.Hash(short[:n]), true
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
