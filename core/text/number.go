package text

// Classes of numeral words, above the bits that hold the value.
const (
	unitWord    = 1 << 12
	teenWord    = 2 << 12
	tensWord    = 3 << 12
	hundredWord = 4 << 12
	andWord     = 5 << 12
	ordinalWord = 6 << 12
	classMask   = 7 << 12
	valueMask   = 1<<12 - 1
)

// NumeralWord is a word that says a number, from nought to ninety or a hundred.
type NumeralWord struct {
	Word   string // folded
	Value  int
	French bool // and not English
}

// NumeralWords returns the words of English and French (with those of Belgium and
// Switzerland) that numbers are spelled with.
func NumeralWords() (list []NumeralWord) {
	for _, l := range []struct {
		french      bool
		first, step int
		words       []string
	}{
		{false, 0, 1, []string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
			"thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"}},
		{false, 30, 10, []string{"thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred"}},
		{false, 0, 40, []string{"nil", "fourty"}},
		{true, 1, 1, []string{"un", "deux", "trois", "quatre", "cinq"}},
		{true, 7, 1, []string{"sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize"}},
		{true, 20, 10, []string{"vingt", "trente", "quarante", "cinquante", "soixante", "septante", "huitante", "nonante", "cent"}},
		{true, 1, 0, []string{"une"}},
		{true, 20, 60, []string{"vingts", "octante"}},
	} {
		for i, w := range l.words {
			list = append(list, NumeralWord{w, l.first + i*l.step, l.french})
		}
	}
	return list
}

// numerals are the words that make or continue a number.
var numerals = func() (t table) {
	for _, n := range NumeralWords() {
		class := uint16(tensWord)
		switch {
		case n.Value < 10:
			class = unitWord
		case n.Value < 20:
			class = teenWord
		case n.Value == 100:
			class = hundredWord
		}
		t.put(n.Word, class|uint16(n.Value))
	}
	t.put("hundreds", hundredWord|100)
	t.put("cents", hundredWord|100)
	t.put("and", andWord)
	t.put("et", andWord)
	for i, words := range []string{"", "first|premier|premiere|unieme", "second|seconde|deuxieme", "third|troisieme", "fourth|quatrieme", "fifth|cinquieme",
		"sixth|sixieme", "seventh|septieme", "eighth|huitieme", "ninth|neuvieme", "tenth|dixieme", "eleventh|onzieme", "twelfth|douzieme",
		"thirteenth|treizieme", "fourteenth|quatorzieme", "fifteenth|quinzieme", "sixteenth|seizieme", "seventeenth", "eighteenth", "nineteenth",
		"twentieth|vingtieme"} {
		for words != "" {
			w, rest := cut(words)
			t.put(w, ordinalWord|uint16(i))
			words = rest
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
	if first == 0 || first&classMask >= andWord {
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

// Ordinal reads the ordinal number that begins at token i, as Numeral does ("3rd",
// "third", "twenty-first", "vingt et unième"), up to ninety-nine where spelled out.
func (d *Doc) Ordinal(i int32) (value int, tokens int32) {
	t := &d.Tokens[i]
	if t.Kind == Number {
		if t.Flags&Ordinal == 0 {
			return 0, 0
		}
		return d.digits(t)
	}
	w := numerals.get(t.Hash)
	switch w & classMask {
	case ordinalWord:
		return int(w & valueMask), 1
	case tensWord:
		k := i + 1
		if d.numeral(i, k) == andWord {
			k++
		}
		if u := d.numeral(i, k); u&classMask == ordinalWord && u&valueMask < 10 {
			return int(w&valueMask) + int(u&valueMask), k + 1 - i
		}
	}
	return 0, 0
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
