package text

// foldRune maps one code point to what a reader sees: compatibility styles
// (full width, mathematical, circled, superscript) become plain letters and
// digits, typographic quotes and spaces become ASCII. Case and accents are kept.
// It returns 0 for code points that are invisible (zero width, bidi marks,
// variation selectors, skin tones, combining keycap) and should vanish.
func foldRune(r rune) rune {
	switch {
	case r < 0x80:
		return r
	case r < 0x2000:
		return foldLow(r)
	case r < 0x2100:
		return foldPunct(r)
	}
	switch {
	case r >= 0x2460 && r <= 0x2468: // circled 1-9
		return '1' + (r - 0x2460)
	case r == 0x24EA:
		return '0'
	case r >= 0x24B6 && r <= 0x24CF: // circled capitals
		return 'A' + (r - 0x24B6)
	case r >= 0x24D0 && r <= 0x24E9:
		return 'a' + (r - 0x24D0)
	case r >= 0x3000 && r <= 0x3000:
		return ' '
	case r >= 0xFE00 && r <= 0xFE0F: // variation selectors
		return 0
	case r == 0xFEFF, r == 0x3164, r == 0xFFA0:
		return 0
	case r >= 0xFF01 && r <= 0xFF5E: // full-width ASCII
		return r - 0xFEE0
	case r >= 0x1D400 && r <= 0x1D7FF:
		return foldMath(r)
	case r >= 0x1F110 && r <= 0x1F129: // parenthesised capitals
		return 'A' + (r - 0x1F110)
	case r >= 0x1F130 && r <= 0x1F149: // squared capitals
		return 'A' + (r - 0x1F130)
	case r >= 0x1F150 && r <= 0x1F169:
		return 'A' + (r - 0x1F150)
	case r >= 0x1F170 && r <= 0x1F189:
		return 'A' + (r - 0x1F170)
	case r >= 0x1F3FB && r <= 0x1F3FF: // skin tones
		return 0
	case r >= 0xE0000 && r <= 0xE007F: // tags
		return 0
	}
	if f, ok := letterlike[r]; ok {
		return f
	}
	return r
}

func foldLow(r rune) rune {
	switch r {
	case 0xA0, 0x1680:
		return ' '
	case 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E: // soft hyphen and fillers
		return 0
	case 0xB2:
		return '2'
	case 0xB3:
		return '3'
	case 0xB9:
		return '1'
	case 0xAA:
		return 'a'
	case 0xBA:
		return 'o'
	case 0xB4, 0x2B9, 0x2BB, 0x2BC, 0x2BD, 0x2C8:
		return '\''
	}
	if r >= 0x300 && r <= 0x36F { // combining marks: a word folds alike with or without
		return 0
	}
	return r
}

func foldPunct(r rune) rune {
	switch {
	case r >= 0x2000 && r <= 0x200A, r == 0x202F, r == 0x205F:
		return ' '
	case r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F:
		return 0
	case r == 0x2028, r == 0x2029:
		return '\n'
	case r >= 0x2010 && r <= 0x2012, r == 0x2043:
		return '-'
	case r == 0x2018, r == 0x2019, r == 0x201B, r == 0x2032:
		return '\''
	case r == 0x201C, r == 0x201D, r == 0x201E, r == 0x201F, r == 0x2033:
		return '"'
	case r == 0x2044:
		return '/'
	case r == 0x2070:
		return '0'
	case r >= 0x2074 && r <= 0x2079:
		return '4' + (r - 0x2074)
	case r >= 0x2080 && r <= 0x2089:
		return '0' + (r - 0x2080)
	case r == 0x2071:
		return 'i'
	case r == 0x207F:
		return 'n'
	case r >= 0x20D0 && r <= 0x20FF: // combining enclosing marks, keycap
		return 0
	}
	return r
}

// foldMath unfolds the Mathematical Alphanumeric Symbols block: thirteen
// alphabets of 52 letters, then five runs of ten digits (Unicode chart U+1D400).
func foldMath(r rune) rune {
	switch {
	case r < 0x1D6A4:
		i := (r - 0x1D400) % 52
		if i < 26 {
			return 'A' + i
		}
		return 'a' + i - 26
	case r >= 0x1D7CE:
		return '0' + (r-0x1D7CE)%10
	}
	return r
}

var letterlike = map[rune]rune{
	0x2102: 'C', 0x210A: 'g', 0x210B: 'H', 0x210C: 'H', 0x210D: 'H', 0x210E: 'h',
	0x2110: 'I', 0x2111: 'I', 0x2112: 'L', 0x2113: 'l', 0x2115: 'N', 0x2119: 'P',
	0x211A: 'Q', 0x211B: 'R', 0x211C: 'R', 0x211D: 'R', 0x2124: 'Z', 0x2128: 'Z',
	0x212A: 'K', 0x212C: 'B', 0x212D: 'C', 0x212F: 'e', 0x2130: 'E', 0x2131: 'F',
	0x2133: 'M', 0x2134: 'o', 0x2139: 'i',
}

// Base returns the lower-case unaccented form of a letter, and a second letter
// for ligatures (œ -> o e), 0 when there is none. Letters outside Latin come
// back lower-cased only where the alphabet is Greek or Cyrillic.
func Base(r rune) (a, b rune) {
	switch {
	case r < 0x80:
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r, 0
	case r >= 0xC0 && r <= 0x17F:
		return latin[r-0xC0], ligature(r)
	case r >= 0x391 && r <= 0x3A9: // Greek capitals
		return r + 0x20, 0
	case r >= 0x410 && r <= 0x42F: // Cyrillic capitals
		return r + 0x20, 0
	case r >= 0x400 && r <= 0x40F:
		return r + 0x50, 0
	case r >= 0x1E00 && r <= 0x1EFF:
		return latinExt(r), 0
	}
	return r, 0
}

func ligature(r rune) rune {
	switch r {
	case 0xC6, 0xE6, 0x152, 0x153:
		return 'e'
	case 0xDF:
		return 's'
	case 0xDE, 0xFE:
		return 'h'
	}
	return 0
}

// latin holds the base letters of U+00C0 to U+017F in code point order
// ('?' stands for signs that are not letters).
var latin = []rune("aaaaaaaceeeeiiiidnooooo?ouuuuytsaaaaaaaceeeeiiiidnooooo?ouuuuyty" +
	"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllllll" +
	"lnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs")

// latinExt folds the letters of Latin Extended Additional by the runs in which
// the block lays them out (Unicode chart U+1E00).
func latinExt(r rune) rune {
	for _, run := range [...]struct {
		end rune
		to  rune
	}{
		{0x1E01, 'a'}, {0x1E07, 'b'}, {0x1E09, 'c'}, {0x1E13, 'd'}, {0x1E1D, 'e'}, {0x1E1F, 'f'},
		{0x1E21, 'g'}, {0x1E2B, 'h'}, {0x1E2F, 'i'}, {0x1E35, 'k'}, {0x1E3D, 'l'}, {0x1E43, 'm'},
		{0x1E4B, 'n'}, {0x1E53, 'o'}, {0x1E57, 'p'}, {0x1E5F, 'r'}, {0x1E69, 's'}, {0x1E71, 't'},
		{0x1E7B, 'u'}, {0x1E7F, 'v'}, {0x1E89, 'w'}, {0x1E8D, 'x'}, {0x1E8F, 'y'}, {0x1E95, 'z'},
		{0x1E96, 'h'}, {0x1E97, 't'}, {0x1E98, 'w'}, {0x1E99, 'y'}, {0x1E9A, 'a'}, {0x1E9F, 's'},
		{0x1EB7, 'a'}, {0x1EC7, 'e'}, {0x1ECB, 'i'}, {0x1EE3, 'o'}, {0x1EF1, 'u'}, {0x1EF9, 'y'},
	} {
		if r <= run.end {
			return run.to
		}
	}
	return r
}

// lookalike maps Greek and Cyrillic letters to the Latin letter they are drawn
// like (lower case after Base). Used only inside words that also hold Latin
// letters: a word wholly in another script is left alone.
func lookalike(r rune) rune {
	switch r {
	case 'а', 'α':
		return 'a'
	case 'в', 'β':
		return 'b'
	case 'с', 'ϲ':
		return 'c'
	case 'ԁ':
		return 'd'
	case 'е', 'ε', 'ё', 'э':
		return 'e'
	case 'һ', 'н', 'η':
		return 'h'
	case 'і', 'ι', 'ї':
		return 'i'
	case 'ј':
		return 'j'
	case 'к', 'κ':
		return 'k'
	case 'м', 'μ':
		return 'm'
	case 'ո', 'п':
		return 'n'
	case 'о', 'ο', 'σ':
		return 'o'
	case 'р', 'ρ':
		return 'p'
	case 'ԛ':
		return 'q'
	case 'г':
		return 'r'
	case 'ѕ':
		return 's'
	case 'т', 'τ':
		return 't'
	case 'υ', 'ц':
		return 'u'
	case 'ν', 'ѵ':
		return 'v'
	case 'ѡ', 'ω', 'ш':
		return 'w'
	case 'х', 'χ':
		return 'x'
	case 'у', 'γ':
		return 'y'
	case 'ζ':
		return 'z'
	}
	return r
}
