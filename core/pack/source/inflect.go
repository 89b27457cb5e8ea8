package source

import "strings"

// inflect returns all forms of a lemma: an English verb's (admit, admits,
// admitted, admitting), a French first-group verb's, or a noun's plural when the
// language has no such verb. ok is false for an empty lemma.
func inflect(lemma, lang string) (forms []string, ok bool) {
	if lemma == "" {
		return nil, false
	}
	if f, known := irregular[lemma]; known {
		return append([]string{lemma}, strings.Fields(f)...), true
	}
	if lang == "fr" {
		return frenchVerb(lemma), true
	}
	return englishVerb(lemma), true
}

func isVowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

// englishVerb inflects the first word of a verb, regular by the usual spelling
// rules: -es after sibilants, y -> ied, final e dropped, a final consonant after
// one stressed vowel doubled (taken as stressed in one-syllable verbs and those
// in -mit, -fer, -cur, -pel, -rol).
func englishVerb(verb string) []string {
	head, tail, more := strings.Cut(verb, " ")
	join := func(s string) string {
		if more {
			return s + " " + tail
		}
		return s
	}
	if f, known := irregular[head]; known {
		out := []string{join(head)}
		for _, s := range strings.Fields(f) {
			out = append(out, join(s))
		}
		return out
	}
	n := len(head)
	stem, last := head, head[n-1]
	third := head + "s"
	switch {
	case strings.HasSuffix(head, "s"), strings.HasSuffix(head, "x"), strings.HasSuffix(head, "z"), strings.HasSuffix(head, "ch"), strings.HasSuffix(head, "sh"), strings.HasSuffix(head, "o"):
		third = head + "es"
	case last == 'y' && n > 1 && !isVowel(head[n-2]):
		third = head[:n-1] + "ies"
	}
	past, ing := stem+"ed", stem+"ing"
	switch {
	case last == 'e':
		past = stem + "d"
		if n > 2 && head[n-2] != 'e' && head[n-2] != 'y' && head[n-2] != 'o' {
			ing = head[:n-1] + "ing"
		}
	case last == 'y' && n > 1 && !isVowel(head[n-2]):
		past = head[:n-1] + "ied"
	case doubles(head):
		past, ing = stem+string(last)+"ed", stem+string(last)+"ing"
	}
	return []string{join(head), join(third), join(past), join(ing)}
}

func doubles(v string) bool {
	n := len(v)
	if n < 3 || isVowel(v[n-1]) || strings.IndexByte("wxy", v[n-1]) >= 0 || !isVowel(v[n-2]) || n > 2 && isVowel(v[n-3]) && v[n-3] != 'u' {
		return false
	}
	vowels := 0
	for i := range n {
		if isVowel(v[i]) {
			vowels++
		}
	}
	if vowels == 1 {
		return true
	}
	for _, s := range [...]string{"mit", "fer", "cur", "pel", "rol", "gin", "kidnap"} {
		if strings.HasSuffix(v, s) {
			return true
		}
	}
	return false
}

// frenchVerb gives the forms posts use: infinitive, present, imperfect, past
// participles and present participle, of -er, -ir and -re verbs.
func frenchVerb(verb string) []string {
	n := len(verb)
	if n < 4 {
		return []string{verb, verb + "s"}
	}
	stem := verb[:n-2]
	var endings string
	switch verb[n-2:] {
	case "er":
		endings = "er e es ons ez ent ais ait ions iez aient é ée és ées ant era erai eront a ai erait"
		if strings.HasSuffix(stem, "g") {
			return append(withEndings(stem, endings), withEndings(stem+"e", "ons ais ait aient ant a ai")...)
		}
	case "ir":
		endings = "ir is it issons issez issent issais issait issaient i ie is ies issant ira irai"
	case "re":
		endings = "re s d ds ons ez ent ais ait aient u ue us ues ant ra rai"
	default:
		return append([]string{verb}, plurals(verb, "fr")...)
	}
	return withEndings(stem, endings)
}

func withEndings(stem, endings string) []string {
	var out []string
	for _, e := range strings.Fields(endings) {
		out = append(out, stem+e)
	}
	return out
}

// plurals returns the plural of the last word of a noun phrase (the first in
// French, where the noun leads).
func plurals(noun, lang string) []string {
	if noun == "" || strings.ContainsAny(noun[len(noun)-1:], "0123456789.") {
		return nil
	}
	if lang == "fr" {
		head, tail, more := strings.Cut(noun, " ")
		p := head + "s"
		switch {
		case strings.HasSuffix(head, "s"), strings.HasSuffix(head, "x"), strings.HasSuffix(head, "z"):
			return nil
		case strings.HasSuffix(head, "eau"), strings.HasSuffix(head, "eu"):
			p = head + "x"
		case strings.HasSuffix(head, "al"):
			p = head[:len(head)-2] + "aux"
		}
		if more {
			return []string{p + " " + tail}
		}
		return []string{p}
	}
	i := strings.LastIndexAny(noun, " -") + 1
	head, w := noun[:i], noun[i:]
	if w == "" {
		return nil
	}
	if p, ok := irregularPlural[w]; ok {
		return []string{head + p}
	}
	n := len(w)
	switch {
	case strings.HasSuffix(w, "s"), strings.HasSuffix(w, "x"), strings.HasSuffix(w, "z"), strings.HasSuffix(w, "ch"), strings.HasSuffix(w, "sh"):
		return []string{noun + "es"}
	case w[n-1] == 'y' && n > 1 && !isVowel(w[n-2]):
		return []string{head + w[:n-1] + "ies"}
	case strings.HasSuffix(w, "man"):
		return []string{head + w[:n-2] + "en"}
	}
	return []string{noun + "s"}
}
