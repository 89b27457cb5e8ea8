package text

// guess is a place where tokens [first, last) of one sentence may be a word in
// disguise. The reader notes it; respell decides.
type guess struct {
	first, last int32
	kind        guessKind
}

type guessKind uint8

const (
	disguised guessKind = iota // digits or signs for letters, letters repeated, words run together
	spelled                    // letters written one by one
	boundary                   // a border of camel case between capitals ("ICUlife")
)

// letterSigns maps what may stand for a letter to that letter; second choices are
// in otherSigns.
var letterSigns = [256]byte{
	'0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '6': 'g', '7': 't', '8': 'b', '9': 'g',
	'@': 'a', '$': 's', '!': 'i', '|': 'l', '+': 't',
}

var otherSigns = [256]byte{'1': 'l', '!': 'l', '|': 'i', '6': 'b'}

// highSigns are those outside ASCII.
var highSigns = map[rune]byte{'€': 'e', '£': 'l', '¢': 'c', '¥': 'y', '§': 's', '¡': 'i'}

// suspect notes that the token read last may be a word in disguise by itself.
func (r *reader) suspect() {
	n := int32(len(r.d.Tokens))
	g := r.d.guesses
	if len(g) > 0 && g[len(g)-1].last == n && g[len(g)-1].kind == disguised {
		return
	}
	r.d.guesses = append(g, guess{n - 1, n, disguised})
}

// chain notes that the token about to begin at start may go on the word before
// it: letters after digits, or after a sign that is drawn like a letter. A dollar
// sign may begin a word.
func (r *reader) chain(start int32, k Kind) {
	n := int32(len(r.d.Tokens))
	if k == Word && start > 0 && r.b[start-1] == '$' && (start == 1 || isSpaced(r.b[start-2])) {
		r.d.guesses = append(r.d.guesses, guess{n, n + 1, disguised})
		return
	}
	if n == 0 {
		return
	}
	prev := &r.d.Tokens[n-1]
	if prev.Kind > Number || k != Word && k != Number && k != Handle {
		return
	}
	switch gap := r.b[prev.End:start]; {
	case len(gap) == 0 && (k == Word && prev.Kind == Number && prev.Flags&Ordinal == 0):
	case len(gap) == 1 && gap[0] != ' ' && letterSigns[gap[0]] != 0:
	case len(gap) == 2 && gap[0] == gap[1] && letterSigns[gap[0]] != 0:
	case len(gap) > 1 && len(gap) < 4 && gap[0] >= 0x80 && allSigns(gap):
	case len(gap) == 0 && k == Handle:
	default:
		return
	}
	if r.first >= n { // a new sentence
		return
	}
	g := r.d.guesses
	if len(g) > 0 && g[len(g)-1].last == n && g[len(g)-1].kind == disguised {
		g[len(g)-1].last++
		return
	}
	r.d.guesses = append(g, guess{n - 1, n + 1, disguised})
}

func allSigns(b []byte) bool {
	for _, c := range string(b) {
		if highSigns[c] == 0 {
			return false
		}
	}
	return true
}

// boundary notes that the border behind the token read last may lie one letter
// on.
func (r *reader) boundary() {
	n := int32(len(r.d.Tokens))
	r.d.guesses = append(r.d.guesses, guess{n - 1, n + 1, boundary})
}

// run is a run of single letters with the same sign between them.
type run struct {
	first int32 // token
	n     int32
	from  int32 // the sign is Clean[from:to]
	to    int32
}

// Letters that make a word when spelled out: more between spaces, where single
// letters may also be words.
const (
	minSpelled = 3
	minSpaced  = 4
)

// letter follows runs of single letters; a token is about to be emitted.
func (r *reader) letter(start, end int32, k Kind) {
	if end-start > 2 || k != Word || end-start == 2 && r.b[start] < 0x80 {
		if r.run.n > 0 {
			r.closeRun()
		}
		return
	}
	n := int32(len(r.d.Tokens))
	if r.run.n == 0 {
		r.run = run{first: n, n: 1}
		return
	}
	prev := r.d.Tokens[n-1].End
	sep := r.b[prev:start]
	part := r.first < n && len(sep) > 0 && len(sep) < 4 && separates(sep)
	if part && (r.run.n == 1 || string(sep) == string(r.b[r.run.from:r.run.to])) {
		r.run.n++
		r.run.from, r.run.to = prev, start
		return
	}
	r.closeRun()
	if r.run = (run{first: n, n: 1}); part { // "a b.e.d"
		r.run = run{n - 1, 2, prev, start}
	}
}

// separates reports whether letters may be spelled out with b between them.
func separates(b []byte) bool {
	switch b[0] {
	case ' ', '.', '-', '_', '*', '~', '|', '+', '=', 0xC2, 0xE2:
		return true
	}
	return false
}

func (r *reader) closeRun() {
	n := r.run.n
	if n >= minSpaced || n >= minSpelled && r.b[r.run.from] != ' ' {
		r.d.guesses = append(r.d.guesses, guess{r.run.first, r.run.first + n, spelled})
	}
	r.run.n = 0
}
