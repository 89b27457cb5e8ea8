package pack

import "github.com/bedside-md/bedside/core/text"

// EndingMark begins a lexicon entry that stands for all words with an ending:
// "-sarcoma", "-mycin".
const EndingMark = '-'

// Endings have these lengths in bytes, and stand after this many others at least.
const (
	shortestEnding = 4
	longestEnding  = 10
	shortestStem   = 2
)

// Ending is the hash under which an ending is a word.
func Ending(spelling []byte) uint64 { return text.Hash([]byte{EndingMark}) ^ text.Hash(spelling) }

// WordEnding returns the id of the longest ending of a word that the pack has, 0 when
// it has none.
func (p *Pack) WordEnding(spelling []byte) uint32 {
	for n := min(longestEnding, len(spelling)-shortestStem); n >= shortestEnding; n-- {
		if w := p.Word(Ending(spelling[len(spelling)-n:])); w != 0 {
			return w
		}
	}
	return 0
}
