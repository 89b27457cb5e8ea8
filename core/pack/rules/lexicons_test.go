package rules_test

import (
	"bufio"
	"bytes"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/pack/rules"
	"github.com/bedside-md/bedside/core/text"
)

// maxLexiconBytes keeps the lexicons from growing without anyone noticing: they
// are the larger part of a compiled pack. How frequent names are takes 38,000 here,
// and 2,000 there.
const maxLexiconBytes = 825_000 + 38_000

// list is one lexicon of one file, in the order in which it is written.
type list struct {
	file, name, lang string
	doc              string
	words            []string
	attrs            []map[string]string
}

func (l list) String() string { return l.file + ": " + l.name }

func TestLexiconFilesNameTheirSource(t *testing.T) {
	for _, file := range lexiconFiles(t) {
		data, err := fs.ReadFile(rules.FS, file)
		require.NoError(t, err)
		head, _, _ := strings.Cut(string(data), "lexicons:")
		if path.Ext(file) == ".txt" {
			head = headerOf(data)
		}
		assert.Contains(t, head, "# source: ", "%s: where the data come from", file)
	}
}

// NOTICE names every file that is not our own work alone, and where it comes from.
func TestNoticeNamesEverySource(t *testing.T) {
	notice, err := os.ReadFile("../../../NOTICE")
	require.NoError(t, err)
	own := regexp.MustCompile(`^own lists( \([^)]*\))?$`)
	shipped := regexp.MustCompile(`(?:npm (\S+)|(WordNet)) ([0-9.]+[0-9])`)
	foreign := 0
	for _, file := range lexiconFiles(t) {
		data, err := fs.ReadFile(rules.FS, file)
		require.NoError(t, err)
		_, source, _ := strings.Cut(string(data), "# source: ")
		source, _, _ = strings.Cut(source, "\n")
		if own.MatchString(source) {
			continue
		}
		foreign++
		assert.Contains(t, string(notice), path.Base(file))
		packages := shipped.FindAllStringSubmatch(source, -1)
		assert.NotEmpty(t, packages, "%s: its source names what it was taken from, and the version: %s", file, source)
		for _, p := range packages {
			name := strings.ReplaceAll(regexp.QuoteMeta(p[1]+p[2]), `\*`, `\S+`)
			assert.Regexp(t, `(?s)`+name+`.{0,200}`+regexp.QuoteMeta(p[3]), string(notice), file)
		}
	}
	assert.NotZero(t, foreign)
}

func TestLexiconsStayWithinTheirBudget(t *testing.T) {
	total := 0
	for _, file := range lexiconFiles(t) {
		data, err := fs.ReadFile(rules.FS, file)
		require.NoError(t, err)
		assert.True(t, utf8.Valid(data), "%s is UTF-8", file)
		total += len(data)
	}
	assert.LessOrEqual(t, total, maxLexiconBytes, "bytes of all lexicons")
}

func TestLexicons(t *testing.T) {
	all := lexicons(t)
	for name, check := range map[string]func(*testing.T, []list){
		"are described":                           areDescribed,
		"are written as the matcher reads them":   areWrittenAsRead,
		"have unique entries in order":            areUniqueAndInOrder,
		"have known attributes":                   haveKnownAttributes,
		"have no entry read as one function word": haveNoFunctionWord,
		"are large enough to be useful":           areLargeEnough,
		"know what readers will try":              knowWhatReadersTry,
	} {
		t.Run(name, func(t *testing.T) { check(t, all) })
	}
}

func areDescribed(t *testing.T, all []list) {
	for _, l := range all {
		assert.NotEmpty(t, l.doc, "%s: doc", l)
		assert.Contains(t, []string{"en", "fr", "both"}, l.lang, "%s: lang", l)
		_, suffix, _ := strings.Cut(strings.TrimSuffix(path.Base(l.file), path.Ext(l.file)), ".")
		assert.Equal(t, l.lang, suffix, "%s: the file name ends in the language", l)
	}
}

func areWrittenAsRead(t *testing.T, all []list) {
	for _, l := range all {
		for _, w := range l.words {
			assert.Equal(t, strings.ToLower(w), w, "%s: lower case", l)
			assert.Equal(t, strings.TrimSpace(w), w, "%s: no space around %q", l, w)
			assert.NotContains(t, w, "’", "%s: straight apostrophes", l)
			assert.NotContains(t, w, "  ", "%s: single spaces", l)
		}
	}
}

// An entry that differs from another only by case or accents matches the same
// words, so it is a duplicate.
func areUniqueAndInOrder(t *testing.T, all []list) {
	for _, l := range all {
		for i := 1; i < len(l.words); i++ {
			before, after := folded(l.words[i-1]), folded(l.words[i])
			if !assert.Less(t, before, after, "%s: %q stands before %q", l, l.words[i-1], l.words[i]) {
				break
			}
		}
	}
}

func haveKnownAttributes(t *testing.T, all []list) {
	for _, l := range all {
		for i, attrs := range l.attrs {
			for key, value := range attrs {
				assert.True(t, validAttribute(key, value), "%s: %s has %s: %s", l, l.words[i], key, value)
			}
		}
	}
}

// The reader passes over most signs. An entry that loses its meaning with them
// ("% off" -> "off", "d&c" -> "d c") would match ordinary posts.
func haveNoFunctionWord(t *testing.T, all []list) {
	grammar := []string{"general_word", "history_word", "hypothetical_word", "quote_word", "adjective"}
	meant := []string{"will", "son", "only"} // a given name, marked amb; a relation; what singles out
	var doc text.Doc
	for _, l := range all {
		if slices.Contains(grammar, l.name) {
			continue
		}
		for _, w := range l.words {
			doc.Read([]byte(w))
			require.NotEmpty(t, doc.Tokens, "%s: %q has no word in it", l, w)
			assert.LessOrEqual(t, len(doc.Tokens), 15, "%s: %q is too long to match", l, w)
			if len(doc.Tokens) == 1 && doc.Tokens[0].Kind == text.Word {
				read := string(doc.Spelling(0))
				common := text.Commonness(read) > 1 && !slices.Contains(meant, w)
				assert.False(t, common, "%s: %q reads as the function word %q", l, w, read)
			}
			if len(doc.Tokens) == 1 && doc.Tokens[0].Kind == text.Number {
				assert.Fail(t, "a bare number", "%s: %q", l, w)
			}
		}
	}
}

func areLargeEnough(t *testing.T, all []list) {
	size := map[string]int{}
	for _, l := range all {
		size[l.name+"."+l.lang] += len(l.words)
	}
	for name, least := range map[string]int{
		"given_name.both": 3000, "surname.both": 3000, "eponym.both": 150, "public_figure.both": 100,
		"place.both": 3000, "place_small.both": 1500,
		"occupation.en": 600, "occupation.fr": 400, "office.en": 60, "office.fr": 40,
		"condition.en": 400, "condition_rare.en": 500, "condition.fr": 250, "condition_rare.fr": 200,
		"symptom.en": 100, "symptom.fr": 60, "procedure.en": 200, "procedure.fr": 120,
		"drug.both": 1100, "drug.fr": 200, "drug_class.both": 100,
		"body_part.en": 100, "lab_test.en": 100, "abbreviation.en": 150,
		"event.en": 300, "event.fr": 150, "trait.en": 200, "trait.fr": 120,
		"relation.en": 100, "relation.fr": 80, "clinician.en": 150, "clinician.fr": 120,
		"unit.en": 120, "unit.fr": 80, "time_recent.en": 150, "time_recent.fr": 80,
		"demean.en": 150, "demean.fr": 100, "profanity.en": 80, "profanity.fr": 70,
	} {
		assert.GreaterOrEqual(t, size[name], least, "entries of %s", name)
	}
}

func knowWhatReadersTry(t *testing.T, all []list) {
	known := map[string][]map[string]string{}
	for _, l := range all {
		for i, w := range l.words {
			known[l.name+"/"+w] = append(known[l.name+"/"+w], l.attrs[i])
		}
	}
	for _, name := range []string{
		"eponym/parkinson", "eponym/crohn", "eponym/hashimoto", "eponym/marfan", "public_figure/osler",
		"occupation/lighthouse keeper", "occupation/gardien de phare", "office/mayor", "office/mairesse",
		"condition_rare/rabies", "condition_rare/mucoviscidose", "drug/metformin", "drug/doliprane", "drug/metformine",
		"place/sudbury", "place/marseille", "event/bear attack", "trait/tattoo", "demean/gomer",
	} {
		assert.Contains(t, known, name)
	}
	for _, name := range []string{"grace", "will", "rose", "penny", "mark", "faith", "jean", "pierre", "claire"} {
		assert.True(t, ambiguous(known["given_name/"+name]), "%s is also an ordinary word", name)
	}
	assert.Contains(t, known["given_name/mark"], map[string]string{"amb": "", "freq": "common"})
	assert.Contains(t, known["surname/penny"], map[string]string{"amb": "", "freq": "usual"})
	for _, name := range []string{"paul", "sarah", "mohammed", "priya", "véronique"} {
		assert.NotEmpty(t, known["given_name/"+name], name)
		assert.False(t, ambiguous(known["given_name/"+name]), "%s is only a name", name)
	}
	assert.NotContains(t, known, "eponym/patrick", "a given name that is common stays a name")
}

func ambiguous(attrs []map[string]string) bool {
	return slices.ContainsFunc(attrs, func(a map[string]string) bool { _, ok := a["amb"]; return ok })
}

func validAttribute(key, value string) bool {
	switch key {
	case "rare":
		return len(value) == 1 && value >= "0" && value <= "3"
	case "prev":
		return slices.Contains([]string{"common", "uncommon", "rare", "ultra"}, value)
	case "amb":
		return value == "" || value == "true"
	case "freq":
		return slices.Contains([]string{"usual", "common"}, value)
	case "pop":
		n, err := strconv.Atoi(value)
		return err == nil && n > 0
	}
	return false
}

func folded(s string) string {
	var out []rune
	for _, r := range s {
		a, b := text.Base(r)
		out = append(out, a)
		if b != 0 {
			out = append(out, b)
		}
	}
	return string(out)
}

func lexiconFiles(t *testing.T) []string {
	t.Helper()
	files, err := fs.Glob(rules.FS, "lexicons/*")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	return files
}

func lexicons(t *testing.T) []list {
	t.Helper()
	var out []list
	for _, file := range lexiconFiles(t) {
		data, err := fs.ReadFile(rules.FS, file)
		require.NoError(t, err)
		switch path.Ext(file) {
		case ".yaml":
			out = append(out, readYAML(t, file, data)...)
		case ".txt":
			out = append(out, readText(t, file, data))
		default:
			require.Fail(t, "a lexicon is .yaml or .txt", file)
		}
	}
	return out
}

func readYAML(t *testing.T, file string, data []byte) []list {
	t.Helper()
	var f struct {
		Lexicons map[string]struct {
			Lang, Doc, Inflect string
			Words              []any
		}
	}
	require.NoError(t, yaml.UnmarshalWithOptions(data, &f, yaml.Strict()), file)
	var out []list
	for name, lx := range f.Lexicons {
		l := list{file: file, name: name, lang: lx.Lang, doc: lx.Doc}
		assert.Contains(t, []string{"", "none", "noun", "verb"}, lx.Inflect, "%s: inflect", l)
		for _, w := range lx.Words {
			attrs := map[string]string{}
			switch w := w.(type) {
			case string:
				l.words = append(l.words, w)
			case map[string]any:
				word, ok := w["w"].(string)
				require.True(t, ok, "%s: an entry with attributes has its word under w: %v", l, w)
				l.words = append(l.words, word)
				for key, value := range w {
					if key != "w" {
						attrs[key] = scalar(value)
					}
				}
			default:
				require.Fail(t, "an entry is a word or {w: word, …}", "%s: %v", l, w)
			}
			l.attrs = append(l.attrs, attrs)
		}
		out = append(out, l)
	}
	return out
}

func scalar(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case uint64:
		return strconv.FormatUint(v, 10)
	}
	return "?"
}

func readText(t *testing.T, file string, data []byte) list {
	t.Helper()
	name, _, _ := strings.Cut(path.Base(file), ".")
	l := list{file: file, name: name}
	for _, line := range strings.Split(headerOf(data), "\n") {
		key, value, _ := strings.Cut(strings.TrimPrefix(line, "# "), ": ")
		switch key {
		case "lang":
			l.lang = value
		case "doc":
			l.doc = value
		}
	}
	in := bufio.NewScanner(bytes.NewReader(data))
	for in.Scan() {
		if strings.HasPrefix(in.Text(), "# ") {
			continue
		}
		parts := strings.Split(in.Text(), "\t")
		attrs := map[string]string{}
		for _, a := range parts[1:] {
			key, value, _ := strings.Cut(a, "=")
			attrs[key] = value
		}
		l.words, l.attrs = append(l.words, parts[0]), append(l.attrs, attrs)
	}
	require.NoError(t, in.Err())
	return l
}

func headerOf(data []byte) string {
	var head []string
	for _, line := range strings.Split(string(data), "\n") {
		if !strings.HasPrefix(line, "# ") {
			break
		}
		head = append(head, line)
	}
	return strings.Join(head, "\n")
}
