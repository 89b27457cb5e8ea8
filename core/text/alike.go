package text

import (
	"unicode"
	"unicode/utf8"
)

// exact holds Cyrillic, Greek, Armenian, Cherokee and Lisu letters that can hardly
// be told from a Latin one, each before that letter.
const exact = "аaеeоoрpсcуyхxіiѕsјjԛqԝwһhԁdӏlґrАAВBЕEЅSІIЈJКKМMНHОOРPСCТTУYХXԌGԚQԜWҮYӀI" +
	"ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXοoϲcϳjͿJ" +
	"օoհhոnսuզqցgյjԼLՏSՕOՍU" +
	"ᎪAᏴBᏟCᎠDᎬEᏀGᎻHᎥiᎫJᏦKᏞLᎷMᏢPᏒRᏚSᎢTᏙVᎳWᏃZᎩYꭰaꮯcꭺAꮃw" +
	"ꓮAꓐBꓚCꓓDꓰEꓝFꓖGꓧHꓲIꓙJꓗKꓡLꓟMꓠNꓳOꓑPꓣRꓢSꓔTꓴUꓦVꓪWꓫXꓬYꓜZ"

// loose holds letters that are like one among Latin letters only.
const loose = "вbкkмmнhпnтtгrёeэeїiцuшwщwѵvѡwиuйuљbьbяrзeчyфoЯRИNЗEПNГRЁEШW" +
	"αaβbεeζzηnθoιiκkμuνvπnρpσoτtυuχxωwγyδdςsάaέeήnίiόoύuώwϊi" +
	"աwքpղnմuրrեtճdվd"

// lookalikes maps each of them to its Latin letter.
var lookalikes = func() map[rune]byte {
	m := map[rune]byte{}
	for _, s := range [...]string{exact, loose} {
		at := rune(0)
		for i, r := range []rune(s) {
			if i%2 == 0 {
				at = r
			} else {
				m[at] = byte(r)
			}
		}
	}
	return m
}()

// closest are those of exact.
var closest = func() map[rune]bool {
	m := map[rune]bool{}
	for i, r := range []rune(exact) {
		if i%2 == 0 {
			m[r] = true
		}
	}
	return m
}()

// isForeign reports whether r is a letter of an alphabet that has look-alikes of
// Latin letters: Greek to Armenian, Cherokee, Lisu.
func isForeign(r rune) bool {
	return r >= 0x370 && r < 0x590 || r >= 0x13A0 && r < 0x1400 || r >= 0xA4D0 && r < 0xA500 || r >= 0xAB70 && r < 0xABC0
}

// written counts the letters of a word by where they come from.
type written struct {
	size    int // bytes
	latin   int
	foreign int
	closest int // of foreign
}

// wordAt measures the run of letters b begins with, or the one character that is
// none.
func wordAt(b []byte) (w written) {
	for w.size < len(b) {
		r, k := utf8.DecodeRune(b[w.size:])
		switch {
		case isForeign(r):
			w.foreign++
			if closest[r] {
				w.closest++
			}
		case unicode.IsLetter(r):
			w.latin++
		default:
			if w.size == 0 {
				w.size = k
			}
			return w
		}
		w.size += k
	}
	return w
}

// How many words of mixed alphabets make a line a disguise as a whole.
const disguisedWords = 3

// drawn reports how the words of a line that hold no Latin letter are to be taken:
// look if their letters may be Latin ones as far as these are hard to tell from
// them, all if they are so in any case, because the line is a disguise.
func drawn(line []byte) (look, all bool) {
	latin, mixed, foreign := 0, 0, 0
	for len(line) > 0 {
		w := wordAt(line)
		switch {
		case w.latin > 0 && w.foreign > 0:
			mixed++
		case w.latin > 0:
			latin++
		case w.closest < w.foreign:
			foreign++
		}
		line = line[w.size:]
	}
	return latin+mixed > 0 && foreign == 0, mixed >= disguisedWords
}
