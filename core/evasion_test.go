package core_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core"
)

// every is how many labelled posts stand for one in the tests of evasion.
const every = 4

// margin is how much span recall a disguise may cost: two points.
const margin = 0.02

type labelled struct {
	Text  string
	Spans []span
}

type span struct {
	Label      string
	Start, End int // UTF-16 code units
}

// allPosts returns all labelled posts.
func allPosts(t testing.TB) (out []labelled) {
	t.Helper()
	files, err := filepath.Glob("../testdata/posts/*.jsonl")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, name := range files {
		b, err := os.ReadFile(name)
		require.NoError(t, err)
		for line := range bytes.Lines(b) {
			var p labelled
			require.NoError(t, json.Unmarshal(line, &p))
			out = append(out, p)
		}
	}
	require.NotEmpty(t, out)
	return out
}

// labelledPosts returns every nth post that carries spans of identifiers or of
// details that add up.
func labelledPosts(t testing.TB, nth int) (out []labelled) {
	t.Helper()
	n := 0
	for _, p := range allPosts(t) {
		p.Spans = slices.DeleteFunc(p.Spans, func(s span) bool { return family(s.Label) == "" })
		if len(p.Spans) == 0 {
			continue
		}
		if n++; n%nth == 0 {
			out = append(out, p)
		}
	}
	return out
}

// family is identifier or reid for labels that spans are scored by, else "".
func family(label string) string {
	switch f, _, _ := strings.Cut(label, "."); f {
	case "identifier", "reid":
		return f
	}
	return ""
}

// found reports whether findings and factors of the span's label cover at least
// half of it, as bedside eval counts it.
func found(s span, r *core.Report) bool {
	covered := make([]bool, s.End-s.Start)
	cover := func(label string, start, end int) {
		if label == s.Label {
			for i := max(start, s.Start); i < min(end, s.End); i++ {
				covered[i-s.Start] = true
			}
		}
	}
	for _, f := range r.Findings {
		cover(f.Category, f.Start, f.End)
		for _, x := range f.Factors {
			cover(x.Label, x.Start, x.End)
		}
	}
	n := 0
	for _, c := range covered {
		if c {
			n++
		}
	}
	return n > 0 && 2*n >= len(covered)
}

// disguised is a draft rewritten, and where each code unit of the plain one went.
type disguised struct {
	text  string
	from  []int // plain code unit -> first code unit of what stands for it
	to    []int // plain code unit -> code unit after it
	plain []int // disguised code unit -> the plain one it stands for
}

// disguise is a way to hide words. hide gets a run of letters and digits and returns
// what to write for each of its characters.
type disguise struct {
	name  string
	hide  func(word []rune) []string
	prose bool   // links and addresses are left alone
	space string // what is written between words, "" for a space
}

// rewrite disguises a draft word by word.
func rewrite(text string, how disguise) (d disguised) {
	var b strings.Builder
	unit, plain := 0, 0
	write := func(r rune, s string) {
		n, m := len(utf16.Encode([]rune{r})), len(utf16.Encode([]rune(s)))
		for range n {
			d.from, d.to = append(d.from, unit), append(d.to, unit+m)
		}
		for range m {
			d.plain = append(d.plain, plain)
		}
		unit += m
		plain += n
		b.WriteString(s)
	}
	runes := []rune(text)
	for i := 0; i < len(runes); {
		if how.prose && (i == 0 || unicode.IsSpace(runes[i-1])) {
			if k := i + link(runes[i:]); k > i {
				for ; i < k; i++ {
					write(runes[i], string(runes[i]))
				}
				continue
			}
		}
		k := i
		for k < len(runes) && (unicode.IsLetter(runes[k]) || unicode.IsDigit(runes[k])) {
			k++
		}
		if k == i {
			s := string(runes[i])
			if s == " " && how.space != "" && !(i > 0 && i+1 < len(runes) && unicode.IsDigit(runes[i-1]) && unicode.IsDigit(runes[i+1])) {
				s = how.space
			}
			write(runes[i], s)
			i++
			continue
		}
		for j, s := range how.hide(runes[i:k]) {
			write(runes[i+j], s)
		}
		i = k
	}
	d.text = b.String()
	return d
}

// link returns the length of a link or an address, 0 if the text begins with none:
// with letters between its own it would be one no more.
func link(text []rune) int {
	n := slices.IndexFunc(text, unicode.IsSpace)
	if n < 0 {
		n = len(text)
	}
	if s := string(text[:n]); strings.Contains(s, "@") || strings.Contains(s, "://") {
		return n
	}
	return 0
}

// each disguises a word character by character.
func each(f func(r rune) string) func([]rune) []string {
	return func(word []rune) (out []string) {
		for _, r := range word {
			out = append(out, f(r))
		}
		return out
	}
}

// shifted moves ASCII letters and digits to where a block has them.
func shifted(upper, lower, digit rune) func([]rune) []string {
	return each(func(r rune) string {
		switch {
		case r >= 'A' && r <= 'Z' && upper > 0:
			r += upper - 'A'
		case r >= 'a' && r <= 'z' && lower > 0:
			r += lower - 'a'
		case r >= '0' && r <= '9' && digit > 0:
			r += digit - '0'
		}
		return string(r)
	})
}

// mapped replaces the letters of pairs, each written before what is drawn like it.
func mapped(pairs string) func([]rune) []string {
	m := map[rune]string{}
	r := []rune(pairs)
	for i := 0; i < len(r); i += 2 {
		m[r[i]] = string(r[i+1])
	}
	return each(func(r rune) string {
		if s, ok := m[r]; ok {
			return s
		}
		return string(r)
	})
}

// after puts a sign behind every character of a word but its last.
func after(sign string) func([]rune) []string {
	return func(word []rune) (out []string) {
		for i, r := range word {
			s := string(r)
			if i < len(word)-1 {
				s += sign
			}
			out = append(out, s)
		}
		return out
	}
}

func isWord(word []rune, least int) bool {
	if len(word) < least {
		return false
	}
	small := false
	for _, r := range word {
		if !unicode.IsLetter(r) {
			return false
		}
		small = small || unicode.IsLower(r)
	}
	return small
}

// words disguises words of at least so many letters, not abbreviations or numbers.
func words(least int, hide func([]rune) []string) func([]rune) []string {
	return func(word []rune) []string {
		if isWord(word, least) {
			return hide(word)
		}
		return each(func(r rune) string { return string(r) })(word)
	}
}

// once disguises the first letter after the first of a word that is in pairs.
func once(pairs string) func([]rune) []string {
	hide := mapped(pairs)
	return func(word []rune) []string {
		out := each(func(r rune) string { return string(r) })(word)
		for i := 1; i < len(word)-1; i++ {
			if s := hide(word[i : i+1]); s[0] != out[i] {
				out[i] = s[0]
				break
			}
		}
		return out
	}
}

// repeated writes the middle letter of a word four times.
func repeated(word []rune) []string {
	out := each(func(r rune) string { return string(r) })(word)
	k := len(word) / 2
	out[k] = strings.Repeat(out[k], 4)
	return out
}

var disguises = []disguise{
	{name: "full width", hide: shifted('Ａ', 'ａ', '０')},
	{name: "mathematical bold", hide: shifted('𝐀', '𝐚', '𝟎')},
	{name: "mathematical double-struck", hide: shifted(0, '𝕒', '𝟘')},
	{name: "mathematical sans-serif italic", hide: shifted('𝘈', '𝘢', '𝟢')},
	{name: "mathematical fraktur", hide: shifted(0, '𝖆', 0)},
	{name: "mathematical monospace", hide: shifted('𝙰', '𝚊', '𝟶')},
	{name: "circled", hide: shifted('Ⓐ', 'ⓐ', 0)},
	{name: "negative circled capitals", hide: shifted('🅐', 0, 0)},
	{name: "squared capitals", hide: shifted('🄰', 0, 0)},
	{name: "parenthesised small letters", hide: shifted(0, '⒜', 0)},
	{name: "superscript", hide: mapped("aᵃbᵇcᶜdᵈeᵉfᶠgᵍhʰiⁱjʲkᵏlˡmᵐnⁿoᵒpᵖrʳsˢtᵗuᵘvᵛwʷxˣyʸzᶻAᴬBᴮDᴰEᴱGᴳHᴴIᴵJᴶKᴷLᴸMᴹNᴺOᴼPᴾRᴿTᵀUᵁVⱽWᵂ0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹")},
	{name: "subscript digits", hide: shifted(0, 0, '₀')},
	{name: "circled digits", hide: mapped("0⓪1①2②3③4④5⑤6⑥7⑦8⑧9⑨")},
	{name: "small capitals", hide: mapped("aᴀbʙcᴄdᴅeᴇfꜰgɢhʜiɪjᴊkᴋlʟmᴍnɴoᴏpᴘrʀsꜱtᴛuᴜvᴠwᴡyʏzᴢ")},
	{name: "phonetic letters", hide: mapped("aɑgɡiıhɦnɳdɖ")},
	{name: "ligatures", hide: func(word []rune) []string {
		out := each(func(r rune) string { return string(r) })(word)
		for i := 0; i+1 < len(word); i++ {
			if word[i] == 'f' && word[i+1] == 'i' {
				out[i], out[i+1] = "ﬁ", ""
			}
		}
		return out
	}},
	{name: "Cyrillic look-alikes", hide: mapped("aаeеoоpрcсyуxхiіsѕjјAАBВEЕKКMМHНOОPРCСTТXХ")},
	{name: "Greek look-alikes", hide: mapped("oοvνAΑBΒEΕZΖHΗIΙKΚMΜNΝOΟPΡTΤYΥXΧaαiιuυ")},
	{name: "Cherokee and Armenian look-alikes", hide: mapped("AᎪBᏴCᏟEᎬHᎻKᏦLᏞMᎷPᏢSᏚTᎢhհnոoօuս")},
	{name: "accents", hide: mapped("aáeėiīoōuūnńcćsśzżyÿrřtţ")},
	{name: "Vietnamese accents", hide: mapped("oơuưdđaặeềiỉyỳ")},
	{name: "combining marks", hide: after("\u0336")},
	{name: "zero-width spaces", hide: after("\u200b")},
	{name: "zero-width joiners", hide: after("\u200d")},
	{name: "soft hyphens", hide: after("\u00ad")},
	{name: "word joiners and byte order marks", hide: after("\u2060\ufeff")},
	{name: "bidi marks", hide: after("\u200f")},
	{name: "bidi overrides", hide: func(word []rune) []string {
		out := each(func(r rune) string { return string(r) })(word)
		out[0] = "\u202d" + out[0]
		out[len(out)-1] += "\u202c"
		return out
	}},
	{name: "keycaps", hide: each(func(r rune) string {
		if r >= '0' && r <= '9' {
			return string(r) + "\ufe0f\u20e3"
		}
		return string(r)
	})},
	{name: "letters repeated", hide: words(4, repeated), prose: true},
	{name: "one letter as a digit", hide: words(4, once("a4e3i1o0s5t7b8")), prose: true},
	{name: "all vowels as digits", hide: words(4, mapped("a4e3i1o0")), prose: true},
	{name: "signs for letters", hide: words(4, once("a@s$i!e€")), prose: true},
	{name: "letters dotted", hide: words(4, after(".")), prose: true},
	{name: "letters hyphened", hide: words(4, after("-")), prose: true},
	{name: "letters starred", hide: words(4, after("*")), prose: true},
	{name: "letters spaced", hide: words(5, after(" ")), prose: true, space: "  "},
}

// whole checks that what is reported covers exactly the characters that stand for
// some of the plain draft.
func (d *disguised) whole(t *testing.T, name string, r *core.Report) {
	units := utf16.Encode([]rune(d.text))
	check := func(what string, start, end int) {
		for start < end && units[start] == ' ' { // of widened spaces an identifier may take a part
			start++
		}
		if start == end {
			return
		}
		from, to := d.plain[start], d.plain[end-1]
		rest := string(utf16.Decode(units[end:d.to[to]]))
		if strings.Trim(rest, " .-*") == "" { // between two words a sign belongs to neither
			rest = ""
		}
		assert.True(t, d.from[from] == start && rest == "", "%s: %s covers %d to %d, its characters stand from %d to %d", name, what,
			start, end, d.from[from], d.to[to])
	}
	for _, f := range r.Findings {
		check(f.Rule, f.Start, f.End)
		for _, x := range f.Factors {
			check(x.Label, x.Start, x.End)
		}
	}
}

// A disguise does not help: what is found in plain posts is found in disguised
// ones, at the characters that stand for it.
func TestEvasion(t *testing.T) {
	posts := labelledPosts(t, every)
	a := analyzer(t)
	recall := func(how *disguise) (n, of int, rewritten int) {
		for _, p := range posts {
			text := p.Text
			var d disguised
			at := func(s span) span { return s }
			if how != nil {
				d = rewrite(p.Text, *how)
				text = d.text
				at = func(s span) span { return span{s.Label, d.from[s.Start], d.to[s.End-1]} }
			}
			if text != p.Text {
				rewritten++
			}
			r := a.Analyze([]byte(text), core.Options{NoEdits: true})
			if how != nil {
				d.whole(t, how.name, r)
			}
			for _, s := range p.Spans {
				of++
				if found(at(s), r) {
					n++
				}
			}
		}
		return n, of, rewritten
	}
	n, of, _ := recall(nil)
	plain := float64(n) / float64(of)
	t.Logf("%d posts, %d spans", len(posts), of)
	t.Logf("%-34s %5s %8s %9s", "disguise", "posts", "recall", "change")
	t.Logf("%-34s %5d   %.4f", "none", len(posts), plain)
	for _, d := range disguises {
		n, _, rewritten := recall(&d)
		share := float64(n) / float64(of)
		t.Logf("%-34s %5d   %.4f   %+.4f", d.name, rewritten, share, share-plain)
		assert.NotZero(t, rewritten, d.name)
		assert.GreaterOrEqual(t, share, plain-margin, fmt.Sprintf("%s hides what plain posts show", d.name))
	}
}
