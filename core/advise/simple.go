package advise

import (
	"slices"
	"strings"

	"github.com/bedside-md/bedside/core/judge"
	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/text"
)

const handleKind = text.Handle

// simple returns the repairs of a finding that need no search, the smallest first.
func (c *Composer) simple(f *judge.Finding) (out []Edit) {
	switch {
	case family(f.Category) == "reidentification":
		return nil
	case f.Identifier != nil:
		out = c.identifierEdits(f)
	case f.Category == "identifier.name":
		out = []Edit{c.nameEdit(f)}
	case f.Category == "identifier.place" && len(f.Rule.Edits) == 0:
		x := judge.Factor{Label: "reid.place", First: f.First, Last: f.Last}
		for _, change := range c.vaguer(&x) {
			out = append(out, c.edit(pick(c.French, "Retirer le lieu", "Take out the place"), change))
		}
		slices.Reverse(out)
	default:
		for i := range f.Rule.Edits {
			out = append(out, c.ruleEdit(&f.Rule.Edits[i], f))
		}
	}
	// To leave the whole post out is offered after all else.
	text.Order(out, func(a, b Edit) int { return rank(c.blank(a.Changes)) - rank(c.blank(b.Changes)) })
	return slices.DeleteFunc(out, func(e Edit) bool { return !c.fits(e.Changes) })
}

func rank(last bool) int {
	if last {
		return 1
	}
	return 0
}

// blank reports whether nothing is left of the draft with changes made.
func (c *Composer) blank(changes []Change) bool {
	at := 0
	for _, x := range append(slices.Clone(changes), Change{len(c.units), len(c.units), ""}) {
		if strings.TrimSpace(x.Text) != "" {
			return false
		}
		for ; at < x.Start; at++ {
			if u := c.at(at); !isBlank(u) && u != '\n' && u != '\r' {
				return false
			}
		}
		at = x.End
	}
	return true
}

// edit makes an edit of changes as they stand in the sentence.
func (c *Composer) edit(label string, changes ...Change) Edit {
	return c.named(label, c.finish(changes))
}

// named makes an edit, and says so when nothing is left of the draft.
func (c *Composer) named(label string, changes []Change) Edit {
	if c.blank(changes) {
		label = pick(c.French, "Ne pas publier ce texte", "Leave this post out")
	}
	return Edit{Label: label, Changes: changes}
}

// ruleEdit applies a repair that a rule suggests for its own match.
func (c *Composer) ruleEdit(e *pack.Edit, f *judge.Finding) Edit {
	label := e.Label.In(c.French)
	with := e.With.In(c.inFrench(f.First))
	start, end := c.Doc.Span(f.Start, f.End)
	switch e.Do {
	case "drop":
		a := c.word(f.First-1, f.First)
		switch noun := c.thing(f.Last, f.First); {
		case c.Doc.Tokens[f.First].Is(text.SentStart) && !c.apart(f.Last, f.First):
			return c.edit(label, c.dropSentence(c.Doc.Tokens[f.First].Sentence))
		case (a == "a" || a == "an") && noun && !c.apart(f.First, f.First):
			return c.edit(label, c.articled(f.First, f.Last))
		case !noun && (determiners[a] || copulas[a] || a == "un" || a == "une" || a == "de" || a == "est"):
			return c.edit(label, c.dropSentence(c.Doc.Tokens[f.First].Sentence))
		}
		return c.edit(label, Change{start, end, ""})
	case "replace":
		if int(f.Last) < len(c.Doc.Tokens) && c.Doc.Tokens[f.Last].Is(text.Glued) { // bed 9B
			_, end = c.Doc.TokenSpan(f.First, f.Last+1)
		}
		if c.Doc.Tokens[f.First].Is(text.SentStart) && c.at(end) == ',' {
			return c.edit(label, Change{start, end, ""})
		}
		if before := c.word(f.First-1, f.First); c.inFrench(f.First) && before != "" {
			if in := map[string]string{"du": "d'", "au": "à l'", "le": "", "de": "d'"}; before == "du" || before == "au" || before == "le" || before == "de" {
				start, _ = c.Doc.TokenSpan(f.First-1, f.First)
				return c.edit(label, Change{start, end, c.cased(f.First-1, in[before]+with)})
			}
		}
		return c.edit(label, Change{start, end, c.cased(f.First, with)})
	case "restate":
		return c.edit(label, c.restate(f.First, f.Last, with))
	case "prefix":
		return Edit{Label: label, Changes: []Change{{0, 0, with + " "}}}
	case "suffix":
		return Edit{Label: label, Changes: []Change{c.suffix(with)}}
	}
	return c.edit(label, c.dropSentences(c.Doc.Tokens[f.First].Sentence, c.Doc.Tokens[f.Last-1].Sentence+1))
}

// suffix adds words at the end of the draft.
func (c *Composer) suffix(with string) Change {
	n := len(c.units)
	if n > 0 && !isBlank(c.at(n-1)) && c.at(n-1) != '\n' {
		with = " " + with
	}
	return Change{n, n, with}
}

// identifierEdits puts what may safely stand in the place of an identifier there, or
// leaves it out.
func (c *Composer) identifierEdits(f *judge.Finding) []Edit {
	fr := c.inFrench(f.First)
	start, end := c.Doc.Span(f.Start, f.End)
	out := c.edit(pick(c.French, "Retirer ce renseignement", "Remove it"), c.withLabel(f, Change{start, end, ""}))
	if before := c.word(f.First-1, f.First); c.apart(f.Last, f.First) && !c.apart(f.First, f.First) && (before == "is" || before == "was" || before == "est" || before == "etait") {
		out = c.edit(pick(c.French, "Retirer ce renseignement", "Remove it"), Change{start, end, pick(fr, "au dossier", "on file")})
	} else if f.First > 0 && c.Doc.Tokens[f.First-1].Is(text.Possessive) && !fr { // my patient's MRN is …
		out = c.edit(pick(c.French, "Retirer ce renseignement", "Remove it"), Change{start, end, pick(c.apart(f.Last, f.First), "details are on file", "chart")})
	} else if before := c.word(f.First-1, f.First); before == "let" || before == "help" {
		out = c.edit(pick(c.French, "Retirer ce renseignement", "Remove it"), Change{start, end, "them"})
	} else if verbs[c.word(f.Last, f.First)] && !c.apart(f.Last, f.First) && !c.apart(f.First, f.First) && f.Category == "identifier.number" {
		out = c.edit(pick(c.French, "Retirer ce renseignement", "Remove it"), Change{start, end, pick(fr, "cette personne", "this patient")}) // see why MRN … has …
	} else if c.dangles(f) {
		out = c.edit(pick(c.French, "Omettre la phrase", "Leave the sentence out"), c.dropSentence(c.Doc.Tokens[f.First].Sentence))
	}
	switch f.Category {
	case "identifier.age":
		x := judge.Factor{Label: "reid.age", First: f.First, Last: f.Last}
		var edits []Edit
		for _, change := range c.vaguer(&x) {
			edits = append(edits, c.edit(pick(c.French, "Dire « âgé »", "Say \"older\""), change))
		}
		return append(edits, c.edit(pick(c.French, "Omettre la phrase", "Leave the sentence out"), c.dropSentence(c.Doc.Tokens[f.First].Sentence)))
	case "identifier.date":
		x := judge.Factor{Label: "reid.time", First: f.First, Last: f.Last}
		before := c.word(f.First-1, f.First)
		two := c.word(f.First-2, f.First)
		switch {
		case before == "dob", before == "naissance":
			return []Edit{out}
		case births[before], (before == "le" || before == "on") && births[two]:
			from := f.First
			if before == "le" || before == "on" {
				from--
			}
			return []Edit{c.edit(pick(c.French, "Rester vague sur la date", "Blur the date"), c.swap(from, f.Last, pick(fr, "il y a des années", "years ago"))), out}
		}
		for _, change := range c.vaguer(&x) {
			return []Edit{c.edit(pick(c.French, "Rester vague sur la date", "Blur the date"), change), out}
		}
	}
	with := pick(fr, f.Identifier.Instead.Fr, f.Identifier.Instead.En)
	if with == "" {
		return []Edit{out}
	}
	return []Edit{c.edit(pick(c.French, "Dire « "+with+" »", "Say \""+with+"\""), Change{start, end, c.cased(f.First, with)}), out}
}

// labelsBefore are the words that announce a number and mean nothing without it.
var labelsBefore = set(`mrn dob ohip phn ssn sin nhs nir ramq nam number no num numero tel phone cell email mail id hcn chart claim plate
	is dossier telephone courriel adresse call text at to au le la du de the her his their my sa son on nee ne born chi ihi medicare ahv
	nhi ip url health card carte serial sn policy member account iban postcode record permis`)

// births announce a date of birth.
var births = set(`dob born ne nee naissance`)

// dangles reports whether the words before an identifier make no sense without it
// ("his number was …"), or those after it none without both ("her cell is … if").
func (c *Composer) dangles(f *judge.Finding) bool {
	first, linked := f.First, false
	for n := 0; n < 4 && labelsBefore[c.word(first-1, f.First)]; n++ {
		first--
		linked = linked || copulas[c.word(first, f.First)]
	}
	before := c.word(first-1, f.First)
	if linked && !c.apart(f.Last, f.First) || copulas[before] || c.Doc.Tokens[max(first-1, 0)].Is(text.Possessive) {
		return true
	}
	switch before {
	case "etait", "est", "sont", "en", "a", "from", "in", "with", "by", "for", "dans", "avec", "par", "pour", "and", "et", "lives", "habite":
		return !c.apart(first, f.First)
	}
	return false
}

// withLabel widens the place of a number over the words before it that only announce
// it: "her MRN is 0048213".
func (c *Composer) withLabel(f *judge.Finding, x Change) Change {
	first := f.First
	for n := 0; n < 4 && labelsBefore[c.word(first-1, f.First)]; n++ {
		first--
	}
	if first < f.First {
		x.Start, _ = c.Doc.TokenSpan(first, first+1)
	}
	return x
}

// nameEdit puts a plain noun in place of a patient's name, or leaves it out after
// one. All mentions in a draft of usual length change.
func (c *Composer) nameEdit(f *judge.Finding) Edit {
	label := pick(c.French, "Retirer le nom", "Take out the name")
	changes := []Change{c.unnamed(f.First, f.Last)}
	tok := c.Doc.Tokens
	for i := int32(0); i < int32(len(tok)) && len(tok) <= usualTokens; i++ {
		if i >= f.First && i < f.Last || !tok[i].Is(text.Capital) || !c.ofName(i, f) {
			continue
		}
		if tok[i].Is(text.Hashtag) {
			changes = append(changes, c.dropTag(i))
			continue
		}
		last := i + 1
		for int(last) < len(tok) && last != f.First && c.ofName(last, f) && tok[last].Is(text.Capital) {
			last++
		}
		changes = append(changes, c.unnamed(i, last))
		i = last - 1
	}
	return c.edit(label, changes...)
}

// ofName reports whether token i is part of a name.
func (c *Composer) ofName(i int32, f *judge.Finding) bool {
	return slices.ContainsFunc(c.Doc.Tokens[f.First:f.Last], func(t text.Token) bool {
		return t.Kind == text.Word && t.Is(text.Capital) && t.End-t.Start > 2 && t.Hash == c.Doc.Tokens[i].Hash
	})
}

// unnamed takes a name out of its place.
func (c *Composer) unnamed(first, last int32) Change {
	before := c.word(first-1, first)
	for titles[before] {
		first--
		before = c.word(first-1, first)
	}
	switch before {
	case "patient", "patiente", "pt", "client", "resident", "called", "named", "nomme", "nommee", "appelle":
		x := c.drop(first, last)
		if c.apart(first, last-1) && c.at(x.End) == ',' { // ma patiente, madame Roy, …
			x.End++
			for isBlank(c.at(x.Start-1)) || c.at(x.Start-1) == ',' {
				x.Start--
			}
		}
		return x
	case "little", "poor", "dear", "petit", "petite", "pauvre":
		first--
	}
	if c.inFrench(first) {
		switch before {
		case "d", "de":
			return c.swap(first-1, last, "de cette personne")
		}
		return c.swap(first, last, "cette personne")
	}
	if possessives[before] || before == "the" || before == "a" || before == "this" {
		return c.swap(first, last, "patient")
	}
	return c.swap(first, last, "this patient")
}

var titles = set(`brother sister pastor reverend rev mr mrs ms miss mister sir madam m mme mlle monsieur madame mademoiselle`)
