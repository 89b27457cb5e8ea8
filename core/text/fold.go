package text

import (
	"unicode"
	"unicode/utf8"
)

// fold maps one code point to what a reader sees: compatibility styles (full
// width, mathematical, circled, superscript, small capitals) become plain letters
// and digits, typographic quotes and spaces become ASCII. Case and accents are
// kept. It returns gone for code points that are invisible (zero width, bidi
// marks, variation selectors, skin tones, combining marks) and should vanish, and
// many for those that stand for several characters, found in spelt.
func fold(r rune) rune {
	switch {
	case r < 0x80:
		if r >= ' ' && r != 0x7F || r == '\n' || r == '\t' {
			return r
		}
		if r == '\v' || r == '\f' {
			return ' '
		}
		return gone
	case r >= 0xC0 && r < 0x100 && french[r-0xC0], r == 'œ', r == 'Œ':
		return r
	case r >= 0xC0 && r < 0x250, r >= 0x1E00 && r < 0x1F00:
		b, more := Base(r)
		if more == 0 && b < 0x80 && unicode.IsUpper(r) {
			b -= 0x20
		}
		return b
	}
	lo, hi := 0, len(styles)
	for lo < hi {
		m := (lo + hi) / 2
		if styles[m].hi < r {
			lo = m + 1
		} else {
			hi = m
		}
	}
	if lo < len(styles) && r >= styles[lo].lo {
		s := &styles[lo]
		if s.period == 0 {
			return s.to
		}
		i := (r - s.lo) % s.period
		if s.period == 52 && i >= 26 {
			return s.to + i - 26 + 0x20
		}
		return s.to + i
	}
	if f, ok := folded[r]; ok {
		return f
	}
	return r
}

// french marks the letters from U+00C0 that French writes, and the signs among them.
var french = func() (t [0x40]bool) {
	for _, r := range "ÀÂÆÇÉÈÊËÎÏÔÙÛÜßàâæçéèêëîïôùûü×÷" {
		t[r-0xC0] = true
	}
	return t
}()

// What fold returns for code points that do not become one character.
const (
	gone rune = 0
	many rune = 1
)

// style is a run of code points laid out like ASCII: lo becomes to, the next one
// the character after it, and so on, beginning again after period. A period of 52
// is an alphabet of capitals and one of small letters; 0 means that all become to.
type style struct {
	lo, hi rune
	to     rune
	period rune
}

// styles holds the runs in order (Unicode charts of the blocks named).
var styles = []style{
	{0x80, 0x9F, gone, 0},   // C1 controls
	{0x300, 0x36F, gone, 0}, // combining marks: a word folds alike with or without
	{0x483, 0x489, gone, 0},
	{0x660, 0x669, '0', 10}, // Arabic-Indic digits
	{0x6F0, 0x6F9, '0', 10},
	{0x7C0, 0x7C9, '0', 10}, // NKo digits
	{0x966, 0x96F, '0', 10}, // Devanagari digits
	{0x9E6, 0x9EF, '0', 10},
	{0xE50, 0xE59, '0', 10},   // Thai digits
	{0x115F, 0x1160, gone, 0}, // Hangul fillers
	{0x17B4, 0x17B5, gone, 0},
	{0x180B, 0x180F, gone, 0}, // Mongolian selectors
	{0x1AB0, 0x1AFF, gone, 0}, // combining marks extended
	{0x1DC0, 0x1DFF, gone, 0}, // combining marks supplement
	{0x2000, 0x200A, ' ', 0},  // General Punctuation: spaces
	{0x200B, 0x200F, gone, 0}, // zero width, bidi marks
	{0x2010, 0x2012, '-', 0},
	{0x2018, 0x201B, '\'', 0},
	{0x201C, 0x201F, '"', 0},
	{0x2028, 0x2029, '\n', 0},
	{0x202A, 0x202E, gone, 0}, // bidi overrides
	{0x2060, 0x206F, gone, 0},
	{0x2074, 0x2079, '4', 6},  // superscripts
	{0x2080, 0x2089, '0', 10}, // subscripts
	{0x20D0, 0x20FF, gone, 0}, // combining marks for symbols, keycap
	{0x2460, 0x2468, '1', 9},  // circled digits
	{0x2474, 0x247C, '1', 9},  // parenthesised
	{0x2488, 0x2490, '1', 9},  // with a full stop
	{0x249C, 0x24B5, 'a', 26}, // parenthesised letters
	{0x24B6, 0x24E9, 'A', 52}, // circled letters
	{0x24F5, 0x24FD, '1', 9},  // double circled
	{0x2776, 0x277E, '1', 9},  // Dingbats: circled digits
	{0x2780, 0x2788, '1', 9},
	{0x278A, 0x2792, '1', 9},
	{0xFE00, 0xFE0F, gone, 0},   // variation selectors
	{0xFE20, 0xFE2F, gone, 0},   // combining half marks
	{0xFF01, 0xFF5E, '!', 94},   // full width
	{0x1D400, 0x1D6A3, 'A', 52}, // Mathematical Alphanumeric Symbols
	{0x1D6A4, 0x1D6A4, 'i', 0},  // dotless i and j
	{0x1D6A5, 0x1D6A5, 'j', 0},
	{0x1D7CE, 0x1D7FF, '0', 10}, // mathematical digits
	{0x1F101, 0x1F10A, '0', 10}, // digits with a comma
	{0x1F110, 0x1F129, 'A', 26}, // parenthesised capitals
	{0x1F130, 0x1F149, 'A', 26}, // squared
	{0x1F150, 0x1F169, 'A', 26}, // negative circled
	{0x1F170, 0x1F189, 'A', 26}, // negative squared
	{0x1F3FB, 0x1F3FF, gone, 0}, // skin tones
	{0x1FBF0, 0x1FBF9, '0', 10}, // segmented digits
	{0xE0000, 0xE0FFF, gone, 0}, // tags, variation selectors
}

// folded maps the code points outside runs.
var folded = func() map[rune]rune {
	m := map[rune]rune{
		// Spaces, invisible characters and punctuation.
		0xA0: ' ', 0x1680: ' ', 0x202F: ' ', 0x205F: ' ', 0x2800: ' ', 0x3000: ' ',
		0xAD: gone, 0x34F: gone, 0x61C: gone, 0xFEFF: gone, 0x3164: gone, 0xFFA0: gone, 0x1D159: gone,
		0xB4: '\'', 0x2B9: '\'', 0x2BB: '\'', 0x2BC: '\'', 0x2BD: '\'', 0x2C8: '\'', 0x2032: '\'', 0x2035: '\'', 0xA78C: '\'',
		0x2033: '"', 0x2036: '"', 0x2043: '-', 0x2212: '-', 0xFE58: '-', 0xFE63: '-', 0x2044: '/', 0x2215: '/', 0x2024: '.',
		0xFE52: '.', 0xFE6B: '@', 0xFE5F: '#', 0x2217: '*', 0x204E: '*', 0xFE61: '*',
		// Digits.
		0xB2: '2', 0xB3: '3', 0xB9: '1', 0x2070: '0', 0x24EA: '0', 0x24FF: '0', 0x1F100: '0', 0x1F10B: '0', 0x1F10C: '0',
	}
	at := rune(0)
	for i, r := range []rune(letters) {
		if i%2 == 0 {
			at = r
		} else {
			m[at] = r
		}
	}
	for r := range spelt {
		m[r] = many
	}
	return m
}()

// letters holds letters that are drawn like a plain one, each before the letter
// it folds to: letter-like signs, superscripts and subscripts, small capitals,
// phonetic letters.
const letters = "ªaºoµu" +
	"ℂCℊgℋHℌHℍHℎhℐIℑIℒLℓlℕNℙPℚQℛRℜRℝRℤZℨZ\u212AKℬBℭCℯeℰEℱFℳMℴoℹi\u212BAⅆdⅅDⅇeⅈiⅉjℼnℽy" +
	"ⁱiⁿnₐaₑeₕhᵢiⱼjₖkₗlₘmₙnₒoₚpᵣrₛsₜtᵤuᵥvₓxₔe" +
	"ᵃaᵇbᶜcᵈdᵉeᶠfᵍgʰhʲjᵏkˡlᵐmᵒoᵖpʳrˢsᵗtᵘuᵛvʷwˣxʸyᶻzᶦi" +
	"ᴬAᴮBᴰDᴱEᴳGᴴHᴵIᴶJᴷKᴸLᴹMᴺNᴼOᴾPᴿRᵀTᵁUⱽVᵂW" +
	"ᴀaʙbᴄcᴅdᴇeꜰfɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpꞯqʀrꜱsᴛtᴜuᴠvᴡwʏyᴢzᶯn" +
	"ɑaɐaɓbɕcɗdɖdəeɘeɛeɡgɠgɦhɨiɩiɭlɫlɱmɲnɳnŋnɵoɔoɾrɽrʂsʈtʉuʊuʋvʌvʍwʐzʑz" +
	"ⅼlⅽcⅾdⅿmⅰiⅴvⅹx"

// spelt holds the code points that stand for several characters. The Roman
// numerals and numbers above nine are added by a rule (Unicode charts of Number
// Forms and Enclosed Alphanumerics).
var spelt = func() map[rune]string {
	m := map[rune]string{
		'ﬀ': "ff", 'ﬁ': "fi", 'ﬂ': "fl", 'ﬃ': "ffi", 'ﬄ': "ffl", 'ﬅ': "st", 'ﬆ': "st",
		'№': "No", '℡': "TEL", '℀': "a/c", '℁': "a/s", '℅': "c/o", '℆': "c/u", '‥': "..",
		'㏂': "am", '㏘': "pm", '㎎': "mg", '㎍': "ug", '㎏': "kg", '㎖': "ml", '㎗': "dl", '㏄': "cc", '㎜': "mm", '㎝': "cm", '㎞': "km",
		'🔟': "10", '🆎': "AB", '🆑': "CL", '🆔': "ID", '🆘': "SOS", '🆗': "OK",
		'¼': "1/4", '½': "1/2", '¾': "3/4", '⅐': "1/7", '⅑': "1/9", '⅒': "1/10", '⅓': "1/3", '⅔': "2/3", '⅕': "1/5", '⅖': "2/5",
		'⅗': "3/5", '⅘': "4/5", '⅙': "1/6", '⅚': "5/6", '⅛': "1/8", '⅜': "3/8", '⅝': "5/8", '⅞': "7/8",
	}
	for i, s := range []string{"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "L", "C", "D", "M"} {
		m['Ⅰ'+rune(i)] = s
		if len(s) > 1 {
			m['ⅰ'+rune(i)] = lower(s)
		}
	}
	for _, x := range []struct {
		first  rune
		lo, hi int
	}{
		{0x2469, 10, 20}, {0x247D, 10, 20}, {0x2491, 10, 20}, {0x24EB, 11, 20}, {0x24FE, 10, 10}, {0x277F, 10, 10},
		{0x2789, 10, 10}, {0x2793, 10, 10}, {0x3251, 21, 35}, {0x32B1, 36, 50},
	} {
		for n := x.lo; n <= x.hi; n++ {
			m[x.first+rune(n-x.lo)] = string([]byte{byte('0' + n/10), byte('0' + n%10)})
		}
	}
	return m
}()

func lower(s string) string {
	b := []byte(s)
	for i := range b {
		b[i] |= 0x20
	}
	return string(b)
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
	case r >= 0x180 && r <= 0x24F:
		return rune(latinB[r-0x180]), 0
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

// latinB holds those of U+0180 to U+024F, sixteen a column of the chart.
const latinB = "bbbbbboccdddddee" + "effgyhiikkllmnno" + "oooopprsselttttu" + "uuvyyzzzzzz2555w" +
	"lll!dddlllnnnaai" + "ioouuuuuuuuuueaa" + "aaaaggggkkoooozz" + "jdddgghwnnaaaaoo" +
	"aaaaeeeeiiiioooo" + "rrrruuuussttyyhh" + "ndoozzaaeeoooooo" + "ooyylntjdqacclts" +
	"z??buveejjqqrryy"

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

// isEmoji reports whether r is drawn as a picture or symbol.
func isEmoji(r rune) bool {
	return r >= 0x2190 && r < 0x2C00 || r >= 0x1F000 && r < 0x1FB00
}

// isRegional reports whether r is a regional indicator, half of a flag.
func isRegional(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }

// flags reports how many code points of the run of regional indicators that s
// begins with are flags: all, or none where some pair is no country's (then they
// spell a word).
func flags(s []byte) (n int, ok bool) {
	ok = true
	last := rune(0)
	for len(s) > 0 {
		r, w := utf8.DecodeRune(s)
		if !isRegional(r) {
			break
		}
		if n%2 == 1 {
			ok = ok && isCountry(byte('A'+last-0x1F1E6), byte('A'+r-0x1F1E6))
		}
		last = r
		n++
		s = s[w:]
	}
	return n, ok && n%2 == 0
}

func isCountry(a, b byte) bool {
	for i := 0; i < len(countries); i += 2 {
		if countries[i] == a && countries[i+1] == b {
			return true
		}
	}
	return false
}

// countries are the codes that have a flag (ISO 3166-1 alpha-2, and EU, UN, XK
// and the like that Unicode adds).
const countries = "ACADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZ" +
	"CACCCDCFCGCHCICKCLCMCNCOCPCRCUCVCWCXCYCZDEDGDJDKDMDODZEAECEEEGEHERESETEUFIFJFKFMFOFR" +
	"GAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUICIDIEILIMINIOIQIRISITJEJMJOJP" +
	"KEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZ" +
	"NANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZ" +
	"TATCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUNUSUYUZVAVCVEVGVIVNVUWFWSXKYEYTZAZMZW"
