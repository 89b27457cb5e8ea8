package text

import "bytes"

// A draft is read one paragraph at a time, each by itself, and the paragraphs are
// joined. So what has been read once need not be read again while its text stays,
// and a paragraph means the same wherever it stands; only the language of a
// sentence with too few words to tell is the draft's.

// Paragraph returns how many bytes the first paragraph of src takes, with the line
// breaks and blanks that end it. It ends only where no sentence can run on (see
// runsOn), whatever stands before or after it: at a blank line, or at a line break
// before a capital or a sign, or before a digit that follows none.
func Paragraph(src []byte) int {
	for i := 0; i < len(src); {
		n := bytes.IndexByte(src[i:], '\n')
		if n < 0 {
			break
		}
		i += n
		last := i
		for last > 0 && isBlank(src[last-1]) {
			last--
		}
		breaks := 0
		for ; i < len(src) && (src[i] == '\n' || isBlank(src[i])); i++ {
			if src[i] == '\n' {
				breaks++
			}
		}
		if i == len(src) || breaks > 1 || last == 0 {
			return i
		}
		before, after := src[last-1], src[i]
		switch {
		case !seen(after) || after-'a' < 26:
		case isDigit(after) && (!seen(before) || isDigit(before)):
		default:
			return i
		}
	}
	return len(src)
}

// seen reports whether c is a character by itself that folding leaves as it is.
func seen(c byte) bool { return c > ' ' && c < 0x7F }

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' }

// joint is a paragraph in a joined draft and where it ends there.
type joint struct {
	doc                      *Doc
	reads                    uint32 // doc.reads when it was joined
	clean, norm              int32
	tokens, sentences, units int32
	paragraph                int32
	votes                    [2]int
	identity                 bool // as is everything before it
}

// Join makes d the draft of which parts are the paragraphs in order, as Read read
// them. It keeps what d already holds of the first ones. The parts must not be read
// into again while d is in use.
func (d *Doc) Join(parts []*Doc) {
	keep := 0
	for keep < len(d.joints) && keep < len(parts) && d.joints[keep].doc == parts[keep] && d.joints[keep].reads == parts[keep].reads {
		keep++
	}
	d.joints = d.joints[:keep]
	at := joint{identity: true}
	if keep > 0 {
		at = d.joints[keep-1]
	}
	d.Clean, d.Norm = d.Clean[:at.clean], d.Norm[:at.norm]
	d.Tokens, d.Sentences = d.Tokens[:at.tokens], d.Sentences[:at.sentences]
	for _, p := range parts[keep:] {
		at = d.attach(at, p)
	}
	d.reads++
	d.Units, d.identity, d.votes = int(at.units), at.identity, at.votes
	d.Decide(d.spoken())
}

// attach adds p behind at, where d ends.
func (d *Doc) attach(at joint, p *Doc) joint {
	d.Clean, d.Norm = append(d.Clean, p.Clean...), append(d.Norm, p.Norm...)
	d.Tokens, d.Sentences = append(d.Tokens, p.Tokens...), append(d.Sentences, p.Sentences...)
	tokens, sentences := d.Tokens[at.tokens:], d.Sentences[at.sentences:]
	if at.clean > 0 {
		for i := range tokens {
			t := &tokens[i]
			t.Start, t.End = t.Start+at.clean, t.End+at.clean
			t.NormStart, t.NormEnd = t.NormStart+at.norm, t.NormEnd+at.norm
			t.Sentence += at.sentences
		}
	}
	for i := range sentences {
		s := &sentences[i]
		s.First, s.Last = s.First+at.tokens, s.Last+at.tokens
		s.Paragraph += at.paragraph
	}
	at = joint{
		doc: p, reads: p.reads, clean: int32(len(d.Clean)), norm: int32(len(d.Norm)),
		tokens: int32(len(d.Tokens)), sentences: int32(len(d.Sentences)), units: at.units + int32(p.Units),
		paragraph: at.paragraph + p.paragraphs, votes: [2]int{at.votes[0] + p.votes[0], at.votes[1] + p.votes[1]},
		identity: at.identity && p.identity,
	}
	d.joints = append(d.joints, at)
	return at
}

// span is Span of a joined draft: each end is found in the paragraph that holds it.
func (d *Doc) span(start, end int32) (from, to int) {
	p, clean, unit := d.part(start)
	from, _ = p.Span(start-clean, start-clean)
	if end <= start {
		return unit + from, unit + from
	}
	from += unit
	p, clean, unit = d.part(end - 1)
	_, to = p.Span(end-1-clean, end-clean)
	return from, unit + to
}

// part returns the paragraph that holds Clean[at], and the byte and the code unit
// where it starts in the draft; the last one when there is none.
func (d *Doc) part(at int32) (p *Doc, clean int32, unit int) {
	i := 0
	for i < len(d.joints)-1 && d.joints[i].clean <= at {
		i++
	}
	if i > 0 {
		clean, unit = d.joints[i-1].clean, int(d.joints[i-1].units)
	}
	return d.joints[i].doc, clean, unit
}

// Wipe overwrites the draft's text in memory. d is then empty.
func (d *Doc) Wipe() {
	for _, b := range [...][]byte{d.Clean, d.Norm, d.spelling, d.spare.b} {
		clear(b[:cap(b)])
	}
	*d = Doc{}
}
