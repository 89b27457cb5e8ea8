package text

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// stop reads a full stop, question or exclamation mark at r.i.
func (r *reader) stop(c byte) {
	next := byte(' ')
	if int(r.i)+1 < len(r.b) {
		next = r.b[r.i+1]
	}
	switch {
	case c == '.' && next == '.':
		k := r.i
		for int(k) < len(r.b) && r.b[k] == '.' {
			k++
		}
		r.i = k - 1
		r.ellipsis(k)
		return
	case c == '.' && r.abbreviation():
		return
	case c == '.' && isSpaced(next) && r.numbering():
		r.endSentence()
		return
	case c == '!' && isAlpha(next) && r.i > 0 && isAlpha(r.b[r.i-1]) && (next >= 'a' || r.b[r.i-1] < 'a'):
		return // "pat!ent"
	}
	r.afterStop = true
	if r.stopByte != '?' {
		r.stopByte = c
	}
}

// ellipsis ends the sentence unless what follows at Clean[i] begins with a small
// letter.
func (r *reader) ellipsis(i int32) {
	for int(i) < len(r.b) && r.b[i] == ' ' {
		i++
	}
	if startsSmall(r.b[i:]) {
		r.pending |= Comma
		return
	}
	r.afterStop = true
}

func startsSmall(b []byte) bool {
	c, _ := utf8.DecodeRune(b)
	return unicode.IsLower(c)
}

// abbreviation reports whether the full stop at r.i belongs to the word before.
func (r *reader) abbreviation() bool {
	n := len(r.d.Tokens)
	if n == 0 || r.d.Tokens[n-1].End != r.i {
		return false
	}
	t := &r.d.Tokens[n-1]
	rest := r.b[r.i+1:]
	if len(rest) > 0 && (isAlpha(rest[0]) || isDigit(rest[0])) {
		return true // inside "e.g", "3.b", a host name
	}
	for len(rest) > 0 && rest[0] == ' ' {
		rest = rest[1:]
	}
	s := r.d.Norm[t.NormStart:t.NormEnd]
	if len(s) == 1 && isAlpha(s[0]) {
		if t.Is(Capital) {
			return s[0] != 'i'
		}
		// "p.m." and "b.i.d." end a sentence only before a capital.
		return t.Start > 0 && r.b[t.Start-1] == '.' && goesOnSmall(rest)
	}
	switch abbreviations[string(s)] {
	case always:
		return true
	case beforeSmall:
		return goesOnSmall(rest)
	}
	return false
}

// goesOnSmall reports whether b goes on with a small letter, a digit or a sign
// that no sentence begins with.
func goesOnSmall(b []byte) bool {
	return len(b) > 0 && (isDigit(b[0]) || b[0] == ',' || b[0] == ')' || b[0] == ';' || b[0] == ':') || startsSmall(b)
}

const (
	always      = 1 // stands before a name or number
	beforeSmall = 2 // may end a sentence as well
)

var abbreviations = map[string]int{
	"dr": always, "drs": always, "mr": always, "mrs": always, "ms": always, "prof": always, "st": always, "ste": always,
	"mme": always, "mlle": always, "mgr": always, "dre": always, "vs": always, "eg": always, "ie": always, "cf": always, "approx": always,
	"fig": always, "tel": always, "boul": always, "nr": always, "capt": always, "sgt": always, "lt": always, "rev": always, "gen": always,
	"pt": beforeSmall, "pts": beforeSmall, "no": beforeSmall, "ave": beforeSmall, "rd": beforeSmall, "jr": beforeSmall, "sr": beforeSmall,
	"hx": beforeSmall, "dx": beforeSmall, "rx": beforeSmall, "tx": beforeSmall, "sx": beforeSmall, "fx": beforeSmall, "al": beforeSmall,
	"ext": beforeSmall, "etc": beforeSmall, "dept": beforeSmall, "apt": beforeSmall, "wk": beforeSmall, "wks": beforeSmall, "mo": beforeSmall,
	"mos": beforeSmall, "yr": beforeSmall, "yrs": beforeSmall, "hr": beforeSmall, "hrs": beforeSmall, "min": beforeSmall, "mins": beforeSmall,
	"env": beforeSmall, "av": beforeSmall, "rdv": beforeSmall, "tt": beforeSmall, "atcd": beforeSmall, "jan": beforeSmall, "feb": beforeSmall,
	"aug": beforeSmall, "sept": beforeSmall, "oct": beforeSmall, "nov": beforeSmall, "dec": beforeSmall, "janv": beforeSmall, "fevr": beforeSmall, "juil": beforeSmall,
}

// newline ends the sentence and the paragraph, unless the sentence runs on.
func (r *reader) newline() {
	start, breaks := r.i, 0
	for int(r.i) < len(r.b) && kinds[r.b[r.i]] == isSpace {
		if r.b[r.i] == '\n' {
			breaks++
		}
		r.i++
	}
	r.glued = false
	r.lineStart = r.i
	if breaks == 1 && !r.afterStop && runsOn(r.b[:start], r.b[r.i:]) {
		r.lineFirst = -1
		return
	}
	r.endSentence()
	r.lineFirst = int32(len(r.d.Tokens))
	r.parens, r.quote, r.pending = 0, -1, 0
	r.paragraph++
}

// wrapped is about how many bytes a line has at least when an editor broke it,
// not its author.
const wrapped = 45

// runsOn reports whether a sentence goes on over the single line break between
// before and after: a number may be broken there, and a sentence that goes on with
// a small letter, when the line is long or breaks where none could end.
func runsOn(before, after []byte) bool {
	line := bytes.TrimRight(before[bytes.LastIndexByte(before, '\n')+1:], " \t\r")
	if len(line) == 0 || len(after) == 0 {
		return false
	}
	last := line[len(line)-1]
	if isDigit(last) && isDigit(after[0]) {
		return true
	}
	if !startsSmall(after) || !isWordByte(last) && last != ',' {
		return false
	}
	if len(line) >= wrapped || last == ',' {
		return true
	}
	i := len(line)
	for i > 0 && isWordByte(line[i-1]) {
		i--
	}
	return len(line)-i <= 5 && leadsOn[string(line[i:])]
}

// leadsOn are words that no sentence ends with.
var leadsOn = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range [...]string{
		"the", "a", "an", "of", "and", "with", "at", "for", "my", "his", "her", "our", "your", "their", "was", "were", "is", "has", "had", "or", "by",
		"from", "to", "in", "le", "la", "les", "un", "une", "des", "du", "de", "et", "au", "aux", "dans", "avec", "pour", "mon", "ma", "mes", "son", "sa",
		"ses", "qui", "que", "est", "en", "sur",
	} {
		m[w] = true
	}
	return m
}()

// numbering reports whether the line holds nothing yet but the number or letter
// of a list, which ends at r.i.
func (r *reader) numbering() bool {
	n := int32(len(r.d.Tokens))
	if n == 0 || r.lineFirst != n-1 {
		return false
	}
	t := &r.d.Tokens[n-1]
	return t.End == r.i && (t.Kind == Number && t.End-t.Start <= 2 && t.Flags&Ordinal == 0 || t.Kind == Word && t.End-t.Start == 1)
}

// threadMark reports whether the line holds nothing yet but the mark of a post in
// a thread ("1/", "2/7", "(2/7)"). Before a small letter "2/7" is two days.
func (r *reader) threadMark() bool {
	n := int32(len(r.d.Tokens))
	first := r.lineFirst
	if first < 0 || first == n || n-first > 2 || r.d.Tokens[n-1].Kind != Number {
		return false
	}
	t := &r.d.Tokens[first]
	if t.Kind != Number || t.End-t.Start > 2 {
		return false
	}
	if n-first == 1 {
		return r.pending&Slash != 0 && r.b[t.End] == '/'
	}
	u := &r.d.Tokens[first+1]
	if !u.Is(Slash) || u.End-u.Start > 2 || u.Start-t.End != 1 {
		return false
	}
	rest := bytes.TrimLeft(r.b[r.i:], " ")
	return number(r.b[t.Start:t.End]) <= number(r.b[u.Start:u.End]) && !startsSmall(rest)
}

// number returns the value of up to a few digits.
func number(b []byte) (v int) {
	for _, c := range b {
		v = v*10 + int(c-'0')
	}
	return v
}

func (r *reader) endSentence() {
	n := int32(len(r.d.Tokens))
	if n > r.first {
		r.d.Tokens[r.first].Flags |= SentStart
		r.d.Sentences = append(r.d.Sentences, Sentence{
			First: r.first, Last: n, Paragraph: r.paragraph,
			Question: r.stopByte == '?', Exclaimed: r.stopByte == '!',
		})
		r.first = n
	}
	r.afterStop, r.stopByte = false, 0
}
