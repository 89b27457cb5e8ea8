package source_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/pack/source"
)

const (
	someLexicons = `lexicons:
  occupation: {lang: en, words: [nurse, midwife]}
  relation: {lang: en, words: [mother, uncle]}
`
	someFacts = `kinds:
  - {kind: patient, scope: post, doc: "a patient"}
define:
  person: "{man|woman|@relation}"
  broken: "a {b|@relatoin} c"
  loop: "x %loop"
rules:
  - fact: patient
    lang: en
    match: ["my patient"]
cites:
  - {id: US-HIPAA-514, title: "A rule", where: US, clauses: [(b)(2)(i)(H)]}
`
)

// rulesOf returns a rule directory whose file x.yaml holds one rule with these
// further lines.
func rulesOf(lines ...string) fstest.MapFS {
	return fstest.MapFS{
		"lexicons/a.yaml":  {Data: []byte(someLexicons)},
		"facts.yaml":       {Data: []byte(someFacts)},
		"identifiers.yaml": {Data: []byte(hospital)},
		"x.yaml":           {Data: []byte("rules:\n  - id: a.b\n    lang: en\n" + strings.Join(lines, "\n") + "\n")},
	}
}

// Every fault in a rule is answered with its place, the line, a caret, and what
// was expected or meant. under is what stands above the caret and after.
func TestFaultsInRulesSayWhere(t *testing.T) {
	for _, c := range []struct{ lines, want, under string }{
		{`    match: [""]`, `x.yaml:4:14: rule a.b: the pattern is empty; expected a word, ~lemma, @lexicon, #shape or {group}`, `"]`},
		{`    match: ["my {patient|pt"]`, `x.yaml:4:17: rule a.b: this { is not closed by }`, `{patient|pt"]`},
		{`    match: ["{a|}"]`, `x.yaml:4:17: rule a.b: an alternative is empty; write the group as {...}? to make it optional`, `}"]`},
		{`    match: ["a } b"]`, `x.yaml:4:16: rule a.b: unexpected "}": no { is open here`, `} b"]`},
		{`    match: ["a | b"]`, `x.yaml:4:16: rule a.b: unexpected "|": a | stands between alternatives, inside { }`, `| b"]`},
		{`    match: ["(a|b)"]`, `x.yaml:4:14: rule a.b: unexpected "(": round brackets mean nothing here; write a group as {...}`, `(a|b)"]`},
		{`    match: ["a ]"]`, `x.yaml:4:16: rule a.b: unexpected "]": no [ is open here`, `]"]`},
		{`    match: ["a > b"]`, `x.yaml:4:16: rule a.b: unexpected ">": no < is open here`, `> b"]`},
		{`    match: ["a <b"]`, `x.yaml:4:16: rule a.b: this < is not closed by >`, `<b"]`},
		{`    match: ["a <> b"]`, `x.yaml:4:17: rule a.b: the capture is empty; expected what to underline between < and >`, `> b"]`},
		{`    match: ["a ?"]`, `x.yaml:4:16: rule a.b: unexpected "?": a ? stands right after the part it makes optional`, `?"]`},
		{`    match: ["a ..99 b"]`, `x.yaml:4:16: rule a.b: after .. a number from 1 to 30 may stand, not 99`, `..99 b"]`},
		{`    match: ["a ..0 b"]`, `x.yaml:4:16: rule a.b: after .. a number from 1 to 30 may stand, not 0`, `..0 b"]`},
		{`    match: ["@"]`, `x.yaml:4:15: rule a.b: expected a name right after @, such as @relation`, `"]`},
		{`    match: ["a ~ b"]`, `x.yaml:4:17: rule a.b: expected a name right after ~, such as ~admit`, ` b"]`},
		{`    match: ["% b"]`, `x.yaml:4:15: rule a.b: expected a name right after %, such as %person`, ` b"]`},
		{`    match: ["# b"]`, `x.yaml:4:15: rule a.b: expected a shape's name right after #, such as #age or #date`, ` b"]`},
		{`    match: ["the @occupatoin here"]`, `x.yaml:4:18: rule a.b: there is no lexicon @occupatoin; did you mean @occupation?`, `@occupatoin here"]`},
		{`    match: ["@zzz"]`, `x.yaml:4:14: rule a.b: there is no lexicon @zzz`, `@zzz"]`},
		{`    match: ["#agee"]`, `x.yaml:4:14: rule a.b: there is no shape #agee; did you mean #age?`, `#agee"]`},
		{`    match: ["#nothing_such"]`, `x.yaml:4:14: rule a.b: there is no shape #nothing_such; expected #number, #age, #date, #time, #money, #cap, #caps, #name, #place, #handle, #url, #email, #hashtag, #emoji, #id, #ordinal, #dose, #quoted or #weekday`, `#nothing_such"]`},
		{`    match: ["%persn died"]`, `x.yaml:4:14: rule a.b: there is no definition %persn; did you mean %person?`, `%persn died"]`},
		{`    match: ["%broken died"]`, `facts.yaml:5:17: rule a.b: there is no lexicon @relatoin; did you mean @relation?`, `@relatoin} c"`},
		{`    match: ["%loop"]`, `facts.yaml:6:12: rule a.b: %loop is made of itself: %loop > %loop`, `%loop"`},
		{`    match: ["#id:org.mnr"]`, `x.yaml:4:14: rule a.b: there is no identifier format or category org.mnr; did you mean #id:org.mrn?`, `#id:org.mnr"]`},
		{`    match: ["#id: x"]`, `x.yaml:4:18: rule a.b: expected an identifier format or category right after #id:, such as #id:us.ssn`, ` x"]`},
		{`    match: ["#date:x"]`, `x.yaml:4:14: rule a.b: #date takes no kind; only #id does, as in #id:us.ssn`, `#date:x"]`},
		{`    match: ["#name>3"]`, `x.yaml:4:14: rule a.b: #name holds no number to compare; #number, #age, #time, #money, #ordinal and #dose do`, `#name>3"]`},
		{`    match: ["#age=>3"]`, `x.yaml:4:18: rule a.b: expected <, <=, =, >= or > between #age and a number, not =>`, `=>3"]`},
		{`    match: ["#age>99999999"]`, `x.yaml:4:19: rule a.b: expected a whole number up to 1000000 after #age>`, `99999999"]`},
		{`    match: ["[a]"]`, `x.yaml:4:14: rule a.b: a set has 2 to 6 members, separated by commas; this one has 1`, `[a]"]`},
		{`    match: ["[a, b, c, d, e, f, g]"]`, `x.yaml:4:14: rule a.b: a set has 2 to 6 members, separated by commas; this one has 7`, `[a, b, c, d, e, f, g]"]`},
		{`    match: ["[a, , b]"]`, `x.yaml:4:18: rule a.b: a member is empty; expected a word, lemma, lexicon, shape or group between the commas`, `, b]"]`},
		{`    match: ["[a, b"]`, `x.yaml:4:14: rule a.b: this [ is not closed by ]`, `[a, b"]`},
		{`    match: ["[a, [b, c]]"]`, `x.yaml:4:18: rule a.b: a set cannot be a member of a set`, `[b, c]]"]`},
		{`    match: ["[a <b>, c]"]`, `x.yaml:4:17: rule a.b: inside a set a capture holds one whole member: [<a b>, c], not [a <b>, c]`, `<b>, c]"]`},
		{`    match: ["[<b>, <c>]"]`, `x.yaml:4:20: rule a.b: only one member of a set can be the capture`, `<c>]"]`},
		{`    match: ["[a?, c]"]`, `x.yaml:4:15: rule a.b: a member of a set must hold something that is not optional`, `a?, c]"]`},
		{`    match: ["[a b c, d e]..4"]`, `x.yaml:4:14: rule a.b: the members take 5 tokens at least, and the set spans 4: write a larger number after ]..`, `[a b c, d e]..4"]`},
		{`    match: ["[a, b]..31"]`, `x.yaml:4:20: rule a.b: after .. a number from 2 to 30 may stand, not 31`, `..31"]`},
		{`    match: ["!"]`, `x.yaml:4:15: rule a.b: expected a word, lemma, lexicon, shape or group right after !`, `"]`},
		{`    match: ["! a"]`, `x.yaml:4:15: rule a.b: expected a word, lemma, lexicon, shape or group right after !`, ` a"]`},
		{`    match: ["!{a b|c} d"]`, `x.yaml:4:16: rule a.b: after ! each alternative must be one word, lemma, lexicon or shape`, `a b|c} d"]`},
		{`    match: ["!l'eau d"]`, `x.yaml:4:15: rule a.b: after ! one word may stand, and "l'eau" is read as 2`, `l'eau d"]`},
		{`    match: ["!<a> b"]`, `x.yaml:4:14: rule a.b: after ! a word, lemma, lexicon, shape or a group of them may stand`, `!<a> b"]`},
		{`    match: ["!..3 a..3 b"]`, `x.yaml:4:20: rule a.b: after ! a gap may stand before a part or after it, not both`, `..3 b"]`},
		{`    match: ["&word"]`, `x.yaml:4:14: rule a.b: after & a lexicon, a shape or a group of them may stand`, `&word"]`},
		{`    match: ["..3 x?"]`, `x.yaml:4:14: rule a.b: every match must contain a word, lemma, lexicon or shape; gaps, looks and optional parts alone may match anywhere`, `..3 x?"]`},
		{`    match: ["a , b"]`, `x.yaml:4:16: rule a.b: unexpected ",": a comma stands between the members of a set, inside [ ]; the reader of drafts drops commas, so leave it out`, `, b"]`},
		{`    match: [". a"]`, `x.yaml:4:14: rule a.b: no word in "."; the reader of drafts drops such signs, so leave it out`, `. a"]`},
		{`    match: ['l''eau {b']`, `x.yaml:4:21: rule a.b: this { is not closed by }`, `{b']`},
		{`    match: ["say \"x\" {b"]`, `x.yaml:4:24: rule a.b: this { is not closed by }`, `{b"]`},
		{`    match: [été {b]`, `x.yaml:4:17: this list is not closed by ], or text in it holds [ ] { } , : or # and needs quotes around it`, `{b]`},
		{"    match:\n      - |\n        one two\n        three {four\n", `x.yaml:7:15: rule a.b: this { is not closed by }`, `{four`},
		{"    category: bondary\n    severity: stop", `x.yaml:4:15: rule a.b: unknown category "bondary"; did you mean boundary?`, `bondary`},
		{"    category: nothing\n    severity: stop", `x.yaml:4:15: rule a.b: unknown category "nothing"; expected boundary, confidential-workplace, conflict-of-interest, disparagement, identifier.age, identifier.contact, identifier.date, identifier.name, identifier.number, identifier.place, jurisdiction, medical-advice, misinformation, patient-media, patient-mention, reidentification or unprofessional`, `nothing`},
		{`    severity: sevre`, `x.yaml:4:15: rule a.b: unknown severity "sevre"; expected nudge, caution or stop`, `sevre`},
		{"    category: boundary\n    severity: clear", `x.yaml:5:15: rule a.b: unknown severity "clear"; expected nudge, caution or stop`, `clear`},
		{`    category: boundary`, `x.yaml:2:9: rule a.b: a rule with a category needs a severity: nudge, caution or stop`, `a.b`},
		{`    jurisdictions: [CAN]`, `x.yaml:4:21: rule a.b: unknown jurisdiction "CAN"; expected CA, US, UK, AU or FR, with a region where one matters (CA-ON)`, `CAN]`},
		{`    cites: ["CMPA"]`, `x.yaml:4:13: rule a.b: there is no citation "CMPA" under any cites`, `"CMPA"]`},
		{`    needs: [patinet]`, `x.yaml:4:13: rule a.b: no rule makes the fact "patinet"; did you mean patient?`, `patinet]`},
		{`    needs: [patient@setnence]`, `x.yaml:4:21: rule a.b: unknown scope "setnence" after @; did you mean sentence?`, `setnence]`},
		{`    needs: [patient | patinet@near]`, `x.yaml:4:23: rule a.b: no rule makes the fact "patinet"; did you mean patient?`, `patinet@near]`},
		{`    needs: ["patient |"]`, `x.yaml:4:23: rule a.b: expected the name of a fact here`, `"]`},
		{`    unless: ["patient@"]`, `x.yaml:4:23: rule a.b: unknown scope "" after @; expected sentence, near or post`, `"]`},
		{"    edits:\n      - {do: dorp}", `x.yaml:5:14: rule a.b: an edit cannot do "dorp"; did you mean drop?`, `dorp}`},
		{"    edits:\n      - {label: {en: x}}", `x.yaml:2:9: rule a.b: an edit needs do: drop, replace, restate, sentence, prefix or suffix`, `a.b`},
		{`    mtach: [a]`, `x.yaml:4:5: unknown field "mtach"; did you mean match?`, `mtach: [a]`},
		{`    match: {a: b}`, `x.yaml:4:12: expected a list here: [a, b], or one entry a line after -`, `{a: b}`},
		{`    match: [[a]]`, `x.yaml:4:13: expected text here, not a sequence`, `[a]]`},
		{`    flags: "x`, `x.yaml:4:12: this quotation mark has no second one`, `"x`},
		{`   flags: x`, `x.yaml:4:4: this does not belong here: compare the indent with the lines above, and put quotes around text that holds : or #`, `flags: x`},
		{`    fact: x`, `x.yaml:4:11: rule a.b: a rule that makes a fact needs patterns under match`, `x`},
	} {
		t.Run(c.lines, func(t *testing.T) {
			_, _, err := source.Compile(rulesOf(c.lines))
			var e *source.Error
			require.ErrorAs(t, err, &e)
			p := e.Problems[0]
			said, _, _ := strings.Cut(p.String(), "\n")
			assert.Equal(t, c.want, said)
			line, caret := p.Excerpt()
			require.Contains(t, line, c.under)
			assert.Equal(t, c.under, string([]rune(line)[len(caret)-1:]), "under the caret")
		})
	}
}

// One wrong definition is one problem, however many rules use it.
func TestADefinitionIsWrongOnce(t *testing.T) {
	_, _, err := source.Compile(rulesOf(`    match: ["%broken x", "y %broken"]`))
	var e *source.Error
	require.ErrorAs(t, err, &e)
	assert.Len(t, e.Problems, 1)
}

// A long line is shown around the fault.
func TestExcerptOfALongLine(t *testing.T) {
	long := strings.Repeat("été ", 60)
	p := source.Problem{Source: "      " + long + "{oops " + long, Column: 6 + 240 + 1}
	line, caret := p.Excerpt()
	assert.Equal(t, "…", string([]rune(line)[:1]))
	assert.True(t, strings.HasSuffix(line, "…"))
	assert.True(t, strings.HasPrefix(string([]rune(line)[len(caret)-1:]), "{oops"))
	assert.LessOrEqual(t, len([]rune(line)), 78)
}
