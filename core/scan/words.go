package scan

import (
	"strings"

	"github.com/bedside-md/bedside/core/text"
)

// words is a set of folded words by their hash: a switch over strings takes ten times
// the room in the module.
type words map[uint64]struct{}

// wordsOf reads words with spaces between.
func wordsOf(list string) words {
	set := words{}
	for w := range strings.FieldsSeq(list) {
		set[text.Hash([]byte(w))] = struct{}{}
	}
	return set
}

func (s words) has(word string) bool { return s.holds(text.Hash([]byte(word))) }

// holds reports whether the word with a hash is in the set.
func (s words) holds(hash uint64) bool {
	_, ok := s[hash]
	return ok
}
