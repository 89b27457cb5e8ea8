package identifier

import "github.com/bedside-md/bedside/core/text"

// numeral is a word that may stand in a number that is spelled out.
type numeral struct {
	word   string
	role   numeralRole
	value  int16 // the number, the mark, or how many times
	french bool
	hash   uint32
}

type numeralRole uint8

const (
	isNumber numeralRole = iota
	isHundred
	isTimes // double five
	isMark  // dash, dot
	isPlus  // plus four four
	isAnd   // vingt et un
)

// numerals are the words in which people say digits and pairs of digits, and what they
// say between them.
var numerals = func() (list []numeral) {
	for _, n := range text.NumeralWords() {
		role := isNumber
		if n.Value == 100 {
			role = isHundred
		}
		list = append(list, numeral{word: n.Word, role: role, value: int16(n.Value), french: n.French})
	}
	list = append(list,
		numeral{word: "zéro"}, numeral{word: "oh"}, numeral{word: "nought"}, numeral{word: "naught"},
		numeral{word: "double", role: isTimes, value: 2}, numeral{word: "triple", role: isTimes, value: 3}, numeral{word: "treble", role: isTimes, value: 3},
		numeral{word: "dash", role: isMark, value: '-'}, numeral{word: "hyphen", role: isMark, value: '-'}, numeral{word: "tiret", role: isMark, value: '-'},
		numeral{word: "dot", role: isMark, value: '.'}, numeral{word: "point", role: isMark, value: '.'}, numeral{word: "slash", role: isMark, value: '/'},
		numeral{word: "plus", role: isPlus}, numeral{word: "et", role: isAnd})
	for i := range list {
		w, _ := nextWord([]byte(list[i].word), 0)
		list[i].hash = w.hash
	}
	return list
}()

// numeralIndex finds a numeral by its hash: index in numerals plus one, open
// addressing. numeralLengths holds, for the first letter of a word and the byte after
// it, the lengths in bytes that a numeral may have, a bit each: most words end here.
var numeralIndex, numeralLengths = func() (index [256]uint8, lengths [26][32]uint16) {
	for i := range numerals {
		x := &numerals[i]
		k := x.hash % 256
		for index[k] != 0 {
			k = (k + 1) % 256
		}
		index[k] = uint8(i + 1)
		lengths[x.word[0]-'a'][secondByte(x.word[1])] |= 1 << len(x.word)
	}
	return index, lengths
}()

func secondByte(c byte) byte {
	if c >= 0x80 {
		return 0 // é
	}
	return c & 0x1F
}

// numeralLike reports whether a word of n bytes that starts with a letter a and a
// byte b may be a numeral.
func numeralLike(a, b byte, n int) bool {
	return n < 16 && (isLetter(b) || b >= 0x80) && numeralLengths[(a|0x20)-'a'][secondByte(b)]&(1<<n) != 0
}

// numeralOf returns the numeral of a word's hash, nil for other words.
func numeralOf(hash uint32) *numeral {
	for k := hash % 256; ; k = (k + 1) % 256 {
		i := numeralIndex[k]
		if i == 0 {
			return nil
		}
		if x := &numerals[i-1]; x.hash == hash {
			return x
		}
	}
}
