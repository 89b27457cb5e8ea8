package main

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/jedib0t/go-pretty/v6/text"
)

// page finds places in a draft, whose reports count in UTF-16 code units.
type page struct {
	runes []rune
	units []int // units[i] is the UTF-16 offset of runes[i]; one more for the end
}

// newPage reads a draft; each invalid byte counts as one U+FFFD.
func newPage(draft []byte) *page {
	p := &page{}
	at := 0
	for len(draft) > 0 {
		r, n := utf8.DecodeRune(draft)
		p.runes = append(p.runes, r)
		p.units = append(p.units, at)
		at++
		if r > 0xFFFF {
			at++
		}
		draft = draft[n:]
	}
	p.units = append(p.units, at)
	return p
}

// index returns the index of the rune at a UTF-16 offset, held within the draft.
func (p *page) index(offset int) int {
	return min(sort.SearchInts(p.units, offset), len(p.runes))
}

// text returns the draft between two UTF-16 offsets, as it can be shown.
func (p *page) text(start, end int) string {
	i, j := p.index(start), p.index(end)
	return printable(p.runes[i:max(i, j)])
}

// position returns the line and column of a UTF-16 offset, both from 1; columns
// count characters.
func (p *page) position(offset int) (line, column int) {
	line, column = 1, 1
	for _, r := range p.runes[:p.index(offset)] {
		if r == '\n' {
			line, column = line+1, 1
		} else {
			column++
		}
	}
	return line, column
}

// excerptWidth is about how many columns of a draft are shown around a finding.
const excerptWidth = 72

// excerpt returns the line around [start, end), cut to what fits, and below it
// the carets that underline the part. A part over several lines is shown as far
// as its first line goes.
func (p *page) excerpt(start, end int) (line, carets string) {
	i, j := p.index(start), p.index(end)
	begin, stop := i, i
	for begin > 0 && p.runes[begin-1] != '\n' {
		begin--
	}
	for stop < len(p.runes) && p.runes[stop] != '\n' {
		stop++
	}
	j = min(max(i, j), stop)
	head, tail := "", ""
	if stop-begin > excerptWidth {
		room := max(0, excerptWidth-(j-i))
		if from := i - room/2; from > begin {
			begin, head = from, "…"
		}
		if to := max(j, begin+excerptWidth); to < stop {
			stop, tail = to, "…"
		}
	}
	before := head + printable(p.runes[begin:i])
	marked := printable(p.runes[i:j])
	return before + marked + printable(p.runes[j:stop]) + tail,
		strings.Repeat(" ", text.StringWidthWithoutEscSequences(before)) +
			strings.Repeat("^", max(1, text.StringWidthWithoutEscSequences(marked)))
}

// printable returns runes as they can be shown on one line of a terminal: what
// would move the cursor or reverse the text is shown as a dot.
func printable(runes []rune) string {
	var b strings.Builder
	for _, r := range runes {
		switch {
		case unicode.IsPrint(r), unicode.Is(unicode.Mn, r), r == '\u200d', r == '\ufe0f':
			b.WriteRune(r)
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		default:
			b.WriteRune('·')
		}
	}
	return b.String()
}
