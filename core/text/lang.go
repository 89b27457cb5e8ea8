package text

// Function words tell the language of a sentence: they are frequent, short and
// seldom shared. Words that both languages use ("on", "plus", "an") are left out.
var functionWords = func() map[uint64]Lang {
	m := map[uint64]Lang{}
	for _, w := range [...]string{
		"the", "and", "of", "to", "is", "was", "were", "that", "this", "with", "for", "you", "your", "my", "he", "she",
		"his", "her", "they", "we", "it", "not", "but", "from", "have", "had", "has", "who", "what", "when", "be", "been",
		"are", "at", "by", "in", "i", "just", "about", "out", "up", "so", "if", "all", "our", "their", "them", "him",
		"would", "will", "can", "don't", "do", "did", "how", "no", "one", "there", "after", "'s", "'m", "'ve", "'ll",
	} {
		m[Hash([]byte(w))] = English
	}
	for _, w := range [...]string{
		"le", "la", "les", "des", "du", "de", "un", "une", "et", "est", "que", "qui", "dans", "pour", "pas", "sur", "avec",
		"je", "j", "tu", "il", "elle", "nous", "vous", "ils", "elles", "mon", "ma", "mes", "ce", "cette", "ces", "c", "qu",
		"l", "d", "n", "ne", "au", "aux", "sont", "etait", "etaient", "ete", "ont", "a", "mais", "ou", "son", "sa", "ses",
		"leur", "votre", "vos", "notre", "nos", "se", "s", "y", "en", "par", "quand", "tout", "tous", "sans", "chez", "moi",
		"lui", "ca", "fait", "apres", "comme", "si", "pis",
	} {
		h := Hash([]byte(w))
		if _, both := m[h]; !both && w != "a" {
			m[h] = French
		}
	}
	return m
}()

// languages sets the language of each sentence and of the draft. A sentence
// with too little to go by takes the draft's.
func (d *Doc) languages() {
	var total [2]int
	for si := range d.Sentences {
		s := &d.Sentences[si]
		var n [2]int
		for i := s.First; i < s.Last; i++ {
			if l, ok := functionWords[d.Tokens[i].Hash]; ok {
				n[l]++
			}
		}
		total[English] += n[English]
		total[French] += n[French]
		if n[French] > n[English] {
			s.Lang = French
		}
		s.unsure = n[English]+n[French] < 2
	}
	d.votes = total
	d.Decide(d.spoken())
}

// Commonness estimates how often a folded word occurs in posts, per 10,000
// tokens: 150 for function words, 1 for any other. Compilers use it to choose
// the rarest word of a pattern.
func Commonness(folded string) int {
	if _, ok := functionWords[Hash([]byte(folded))]; ok {
		return 150
	}
	return 1
}
