package text

import (
	"bytes"
	"unicode/utf8"
)

// Function words tell the language of a sentence: they are frequent, short and
// seldom shared. Words that both languages use ("on", "plus", "an") are left out.
// Each has its language plus one.
var functionWords = func() (t table) {
	for _, w := range [...]string{
		"the", "and", "of", "to", "is", "was", "were", "that", "this", "with", "for", "you", "your", "my", "he", "she",
		"his", "her", "they", "we", "it", "not", "but", "from", "have", "had", "has", "who", "what", "when", "be", "been",
		"are", "at", "by", "in", "i", "just", "about", "out", "up", "so", "if", "all", "our", "their", "them", "him",
		"would", "will", "can", "don't", "do", "did", "how", "no", "one", "there", "after", "'s", "'m", "'ve", "'ll",
	} {
		t.put(w, uint16(English)+1)
	}
	for _, w := range [...]string{
		"le", "la", "les", "des", "du", "de", "un", "une", "et", "est", "que", "qui", "dans", "pour", "pas", "sur", "avec",
		"je", "j", "tu", "il", "elle", "nous", "vous", "ils", "elles", "mon", "ma", "mes", "ce", "cette", "ces", "c", "qu",
		"l", "d", "n", "ne", "au", "aux", "sont", "etait", "etaient", "ete", "ont", "mais", "ou", "son", "sa", "ses",
		"leur", "votre", "vos", "notre", "nos", "se", "s", "y", "en", "par", "quand", "tout", "tous", "sans", "chez", "moi",
		"lui", "ca", "fait", "apres", "comme", "si", "pis",
	} {
		t.put(w, uint16(French)+1)
	}
	return t
}()

// languages counts what speaks for each language and decides: a sentence that says
// too little takes its paragraph's language, then the draft's.
func (d *Doc) languages() {
	d.votes = [2]int{}
	for si := 0; si < len(d.Sentences); {
		from := si
		var paragraph [2]int
		for ; si < len(d.Sentences) && d.Sentences[si].Paragraph == d.Sentences[from].Paragraph; si++ {
			s := &d.Sentences[si]
			n := d.vote(s)
			s.Lang, s.unsure = leads(n), n[English]+n[French] < enough || n[English] == n[French]
			paragraph[English] += n[English]
			paragraph[French] += n[French]
		}
		if paragraph[English]+paragraph[French] >= enough && paragraph[English] != paragraph[French] {
			for i := from; i < si; i++ {
				if s := &d.Sentences[i]; s.unsure {
					s.Lang, s.unsure = leads(paragraph), false
				}
			}
		}
		d.votes[English] += paragraph[English]
		d.votes[French] += paragraph[French]
	}
	d.Decide(d.spoken())
}

// What a word counts towards a language.
const (
	byWord   = 2 // a function word
	byEnding = 1 // an ending, accent or pair of letters common in one of them only
	enough   = 4 // what must be counted to decide
)

// vote counts what speaks for each language in a sentence. How its words look
// counts only where function words say too little: accents may be a disguise.
func (d *Doc) vote(s *Sentence) (n [2]int) {
	for i := s.First; i < s.Last; i++ {
		if v := functionWords.get(d.Tokens[i].Hash); v > 0 {
			n[v-1] += byWord
		}
	}
	if n[English]+n[French] >= enough && n[English] != n[French] {
		return n
	}
	for i := s.First; i < s.Last; i++ {
		if t := &d.Tokens[i]; t.Kind == Word {
			if l, ok := d.looks(t); ok {
				n[l] += byEnding
			}
		}
	}
	return n
}

// looks tells the language of a word by how it is written. Names tell nothing, so
// capitals count only at the start of a sentence.
func (d *Doc) looks(t *Token) (l Lang, ok bool) {
	s := d.Norm[t.NormStart:t.NormEnd]
	if len(s) < 4 || t.Flags&Capital != 0 && t.Flags&SentStart == 0 {
		return 0, false
	}
	if int(t.End-t.Start) != len(s) && bytes.ContainsFunc(d.Clean[t.Start:t.End], frenchLetter) {
		return French, true
	}
	k := len(s)
	switch string(s[k-2:]) {
	case "ed", "ly", "th", "ck", "ty", "sh", "ry":
		return English, true
	case "ez", "ai":
		return French, true
	}
	switch string(s[k-3:]) {
	case "ing", "ght", "all", "ful", "ess", "ays", "ork", "own", "ill":
		return English, true
	case "ait", "ais", "eux", "eur", "que", "ois", "oir", "aux", "tte", "lle", "nne", "rez", "ons":
		return French, string(s[k-3:]) != "ons" || k > 4
	}
	return 0, false
}

// frenchLetter reports whether a letter is written in French words, and in English
// ones hardly.
func frenchLetter(r rune) bool {
	if r < utf8.RuneSelf {
		return false
	}
	switch r {
	case 'é', 'è', 'ê', 'à', 'ç', 'ù', 'î', 'ô', 'û', 'œ', 'ë', 'ï', 'É', 'È', 'Ê', 'À', 'Ç', 'Œ':
		return true
	}
	return false
}

func leads(n [2]int) Lang {
	if n[French] > n[English] {
		return French
	}
	return English
}

// spoken returns the language most words of the draft speak for.
func (d *Doc) spoken() Lang { return leads(d.votes) }

// Decide sets the draft's language, which is also that of every sentence whose
// paragraph says too little, and reports whether there is such a sentence.
func (d *Doc) Decide(l Lang) (unsure bool) {
	d.Lang = l
	for i := range d.Sentences {
		if s := &d.Sentences[i]; s.unsure {
			s.Lang, unsure = l, true
		}
	}
	return unsure
}

// Commonness estimates how often a folded word occurs in posts, per 10,000
// tokens: 150 for function words, 1 for any other. Compilers use it to choose
// the rarest word of a pattern.
func Commonness(folded string) int {
	if functionWords.get(Hash([]byte(folded))) > 0 {
		return 150
	}
	return 1
}
