package advise

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bedside-md/bedside/core/judge"
)

// mostSentences bounds the sentences that are searched over for dropping.
const mostSentences = 6

// dropSentence leaves out sentence i, with its full stop and what quotes or marks
// it, but not the handle it answers to.
func (c *Composer) dropSentence(i int32) Change {
	return c.dropSentences(i, i+1)
}

// dropSentences leaves out sentences [i, j).
func (c *Composer) dropSentences(i, j int32) Change {
	a, z := c.Doc.Sentences[i], c.Doc.Sentences[j-1]
	b := c.Doc.Clean
	start, end := c.Doc.Tokens[a.First].Start, c.Doc.Tokens[z.Last-1].End
	for start > 0 && strings.IndexByte("#\"'(@$-", b[start-1]) >= 0 {
		start--
	}
	for int(end) < len(b) {
		n := stopLength(b[end:])
		if n == 0 {
			break
		}
		end += int32(n)
	}
	from, to := c.Doc.Span(start, end)
	return Change{from, to, ""}
}

// stopLength returns the bytes of the mark at the start of b that ends a sentence, 0
// for any other. French sets a space before some.
func stopLength(b []byte) int {
	for _, m := range [...]string{".", "!", "?", ")", "\"", "'", "”", "’", "»", "…", " !", " ?", " »", "\u00a0!", "\u00a0?", "\u00a0»", "\u202f!", "\u202f?"} {
		if strings.HasPrefix(string(b[:min(len(b), 4)]), m) {
			return len(m)
		}
	}
	return 0
}

// ranked returns the draft's sentences: those of a finding first, then those that
// hold details of its story, then the others from the last on.
func (c *Composer) ranked(f *judge.Finding) []int32 {
	var out []int32
	add := func(i int32) {
		if !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	if family(f.Category) != "reidentification" {
		for i := f.First; i < f.Last; i++ {
			add(c.Doc.Tokens[i].Sentence)
		}
	}
	if f.Story != nil && family(f.Category) == "reidentification" {
		for _, x := range f.Story.Factors {
			add(c.Doc.Tokens[x.First].Sentence)
		}
		for i := f.First; i < f.Last; i++ {
			add(c.Doc.Tokens[i].Sentence)
		}
	}
	for i := int32(len(c.Doc.Sentences)) - 1; i >= 0; i-- {
		add(i)
	}
	return out
}

// sentences returns the sentences that a repair may leave out.
func (c *Composer) sentences(f *judge.Finding) (out []part) {
	if len(c.Doc.Sentences) < 2 {
		return nil // to leave out all is no repair
	}
	for _, i := range c.ranked(f) {
		if len(out) < mostSentences {
			out = append(out, c.leaving(i))
		}
	}
	return out
}

// restate puts a sentence in place of those that hold tokens [first, last), after
// the handle they answer to.
func (c *Composer) restate(first, last int32, with string) Change {
	a, z := c.Doc.Tokens[first].Sentence, c.Doc.Tokens[last-1].Sentence
	x := c.dropSentences(a, z+1)
	begin := c.Doc.Sentences[a].First
	for begin < c.Doc.Sentences[a].Last-1 && c.Doc.Tokens[begin].Kind == handleKind {
		begin++
	}
	if begin > c.Doc.Sentences[a].First {
		x.Start, _ = c.Doc.TokenSpan(begin, begin+1)
	}
	if c.capitals() {
		with = capital(with)
	}
	return Change{x.Start, x.End, with + "."}
}

// leaving is the part that leaves sentence i out.
func (c *Composer) leaving(i int32) part {
	return part{levels: [][]step{{{c.dropSentence(i), "sentence " + strconv.Itoa(int(i))}}}, weight: c.weigh(i)}
}

// weigh is how much the author loses with sentence i: more where it is most of the
// draft, for what is left is then hardly what was to be said.
func (c *Composer) weigh(i int32) int {
	x := c.dropSentence(i)
	return sentenceWeight + 6*(x.End-x.Start)/max(len(c.units), 1)
}
