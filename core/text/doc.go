// Package text reads a draft into paragraphs, sentences and tokens, folded so
// that disguises do not matter, with every offset leading back to the author's
// own UTF-16 code units. It knows nothing of medicine, rules or packs.
package text

// Kind says what a token is made of.
type Kind uint8

// Token kinds.
const (
	Word   Kind = iota // letters, perhaps with digits after them ("T2DM", "H1N1")
	Number             // digits, perhaps with . and , between them
	Emoji
	Handle // @name
	URL
	Email
)

// Flag is a property of how a token is written.
type Flag uint16

// Token flags.
const (
	Capital    Flag = 1 << iota // first letter is upper case
	AllCaps                     // two or more letters, all upper case
	Hashtag                     // part of a #tag
	HashStart                   // first token of a #tag
	Glued                       // nothing stands between it and the token before ("34" "yo")
	Hyphen                      // a hyphen or dash stands before it
	Comma                       // a comma, colon, bracket or other soft break stands before it
	Quoted                      // inside quotation marks
	SentStart                   // first token of a sentence
	Slash                       // a slash stands before it
	Possessive                  // the token is a possessive 's
	Paren                       // inside round brackets
	Ordinal                     // a number written as an ordinal (2nd, 1er)
)

// Lang is the language of a sentence or draft.
type Lang uint8

// Languages the reader tells apart.
const (
	English Lang = iota
	French
)

// String returns the ISO 639-1 code.
func (l Lang) String() string {
	if l == French {
		return "fr"
	}
	return "en"
}

// Token is one word, number or sign. Start and End are byte offsets into Doc.Clean;
// NormStart and NormEnd into Doc.Norm, where its folded spelling stands.
type Token struct {
	Start, End         int32
	NormStart, NormEnd int32
	Hash               uint64 // Hash of the folded spelling
	Sentence           int32  // index into Doc.Sentences
	Kind               Kind
	Flags              Flag
}

// Is reports whether all flags in f are set.
func (t *Token) Is(f Flag) bool { return t.Flags&f == f }

// Sentence is a run of tokens [First, Last) in one paragraph.
type Sentence struct {
	First, Last int32
	Paragraph   int32
	Lang        Lang
	Question    bool // ends with a question mark
	Exclaimed   bool // ends with an exclamation mark
	unsure      bool // too few words to tell the language: it is the draft's
}

// Doc is a draft as read. A Doc may be reused by Read; its slices are then
// overwritten.
type Doc struct {
	Clean     []byte // the draft normalised: styles folded, invisible characters gone, case kept
	Norm      []byte // folded spellings of the tokens, back to back
	Tokens    []Token
	Sentences []Sentence
	Lang      Lang
	Units     int // length of the draft in UTF-16 code units

	// Known reports whether a folded spelling, by its Hash, is a word. Where it is
	// set, Read tells disguised words from codes ("p4tient" from "T2DM"): a spelling
	// that is not known is replaced by a likely reading that is.
	Known func(hash uint64) bool

	identity  bool    // Clean is the draft and every byte is one code unit
	starts    []int32 // Clean byte -> code unit where its source character starts
	ends      []int32 // Clean byte -> code unit after its source character
	overrides []int32 // code units where letters are shown from right to left: start, end, start, end …
	guesses   []guess // what might be a word in disguise
	edits     []edit  // what respell decided
	spelling  []byte
	leet      bool // a digit stood for a letter
	// Memory that rewriting swaps with what is in use.
	spareTokens []Token
	spare       laid
	votes       [2]int // words that speak for each language

	joints     []joint // the paragraphs of a joined draft
	reads      uint32  // how often it was read or joined anew
	paragraphs int32   // how many end in it
	tallied    tallied
}

// Span returns the UTF-16 code units covered by Clean[start:end].
func (d *Doc) Span(start, end int32) (from, to int) {
	if start >= end {
		end = start
	}
	if d.identity {
		return int(start), int(end)
	}
	if len(d.joints) > 0 {
		return d.span(start, end)
	}
	if len(d.starts) == 0 {
		return 0, 0
	}
	if int(start) >= len(d.starts) {
		n := int(d.ends[len(d.ends)-1])
		return n, n
	}
	from = int(d.starts[start])
	if end <= start {
		return from, from
	}
	return from, int(d.ends[end-1])
}

// TokenSpan returns the code units covered by the tokens [i, j).
func (d *Doc) TokenSpan(i, j int32) (from, to int) {
	return d.Span(d.Tokens[i].Start, d.Tokens[j-1].End)
}

// Spelling returns the folded spelling of token i. It is valid until the next Read.
//
//go:noinline
func (d *Doc) Spelling(i int32) []byte {
	t := &d.Tokens[i]
	return d.Norm[t.NormStart:t.NormEnd]
}

// Written returns token i as it stands in Clean.
func (d *Doc) Written(i int32) []byte {
	t := &d.Tokens[i]
	return d.Clean[t.Start:t.End]
}

// Hash is the 64-bit FNV-1a hash of a folded spelling: the identity of a word
// in compiled packs (constants: Fowler, Noll, Vo).
func Hash(b []byte) uint64 {
	h := uint64(fnvOffset)
	for _, c := range b {
		h = (h ^ uint64(c)) * fnvPrime
	}
	return h
}

const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)
