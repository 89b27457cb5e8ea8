package text

// Classes of numeral words, above the bits that hold the value.
const (
	unitWord    = 1 << 12
	teenWord    = 2 << 12
	tensWord    = 3 << 12
	hundredWord = 4 << 12
	andWord     = 5 << 12
	classMask   = 7 << 12
	valueMask   = 1<<12 - 1
)

// numerals are the words of English and French that numbers are spelled with.
var numerals = func() (t table) {
	for class, lists := range map[uint16][]string{
		unitWord: {"zero|nil", "one|un|une", "two|deux", "three|trois", "four|quatre", "five|cinq", "six", "seven|sept", "eight|huit", "nine|neuf"},
		teenWord: {"ten|dix", "eleven|onze", "twelve|douze", "thirteen|treize", "fourteen|quatorze", "fifteen|quinze", "sixteen|seize",
			"seventeen", "eighteen", "nineteen"},
		tensWord: {"", "", "twenty|vingt|vingts", "thirty|trente", "forty|fourty|quarante", "fifty|cinquante", "sixty|soixante", "seventy|septante",
			"eighty|huitante|octante", "ninety|nonante"},
		hundredWord: {"hundred|hundreds|cent|cents"},
		andWord:     {"and|et"},
	} {
		for i, words := range lists {
			value := uint16(i)
			switch class {
			case teenWord:
				value += 10
			case tensWord:
				value *= 10
			case hundredWord:
				value = 100
			}
			for words != "" {
				w, rest := cut(words)
				t.put(w, class|value)
				words = rest
			}
		}
	}
	return t
}()

func cut(s string) (before, after string) {
	for i := range len(s) {
		if s[i] == '|' {
			return s[:i], s[i+1:]
		}
	}
	return s, ""
}

// Numeral reads the number that begins at token i, in digits or spelled out in
// English or French ("seventy-three", "quatre-vingt-douze", "soixante et onze", "a
// hundred and two" from "hundred" on), and how many tokens it takes; 0 tokens where
// none begins. Digits are read up to 999,999, words up to 999.
func (d *Doc) Numeral(i int32) (value int, tokens int32) {
	if t := &d.Tokens[i]; t.Kind == Number {
		return d.digits(t)
	}
	first := numerals.get(d.Tokens[i].Hash)
	if first == 0 || first&classMask == andWord {
		return 0, 0
	}
	if first&classMask == unitWord && first&valueMask > 0 {
		if next := d.numeral(i, i+1); next&classMask == hundredWord {
			value, tokens = 100*int(first&valueMask), 2
		}
	} else if first&classMask == hundredWord {
		value, tokens = 100, 1
	}
	if tokens == 0 {
		return d.belowHundred(i, i)
	}
	k := i + tokens
	if d.numeral(i, k) == andWord {
		k++
	}
	if v, n := d.belowHundred(i, k); n > 0 && v > 0 {
		return value + v, k + n - i
	}
	return value, tokens
}

// digits reads a number written with digits; commas may part thousands.
func (d *Doc) digits(t *Token) (value int, tokens int32) {
	for _, c := range d.Norm[t.NormStart:t.NormEnd] {
		if c == ',' {
			continue
		}
		if !isDigit(c) || value > 99_999 {
			return 0, 0
		}
		value = value*10 + int(c-'0')
	}
	return value, 1
}

// numeral returns what the numeral word at token i is, where it goes on a number
// that began at token from; 0 if it does not.
func (d *Doc) numeral(from, i int32) uint16 {
	if int(i) >= len(d.Tokens) {
		return 0
	}
	t := &d.Tokens[i]
	if t.Kind != Word || i > from && (t.Sentence != d.Tokens[from].Sentence || t.Flags&(Comma|Slash) != 0) {
		return 0
	}
	return numerals.get(t.Hash)
}

// belowHundred reads the words of a number under a hundred at token i.
func (d *Doc) belowHundred(from, i int32) (value int, tokens int32) {
	w := d.numeral(from, i)
	value = int(w & valueMask)
	next := d.numeral(from, i+1)
	switch w & classMask {
	case unitWord:
		if value == 4 && next == tensWord|20 { // quatre-vingt
			return d.addTo(from, i+2, 80, 2)
		}
		return value, 1
	case teenWord:
		if value == 10 && next&classMask == unitWord && next&valueMask >= 7 { // dix-sept
			return 10 + int(next&valueMask), 2
		}
		return value, 1
	case tensWord:
		return d.addTo(from, i+1, value, 1)
	}
	return 0, 0
}

// addTo reads what is added to tens: a unit, and in French up to nineteen to sixty
// and eighty.
func (d *Doc) addTo(from, i int32, tens int, tokens int32) (int, int32) {
	w, k := d.numeral(from, i), int32(1)
	if w == andWord { // vingt et un, soixante et onze
		w, k = d.numeral(from, i+1), 2
		if w != unitWord|1 && w != teenWord|11 {
			return tens, tokens
		}
	}
	switch {
	case w&classMask == unitWord && w&valueMask > 0:
		return tens + int(w&valueMask), tokens + k
	case w&classMask == teenWord && (tens == 60 || tens == 80):
		v, n := d.belowHundred(from, i+k-1)
		return tens + v, tokens + k - 1 + n
	}
	return tens, tokens
}
