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
	open bool
	Text  string
	Spans []span
}

type span struct {
	Label      string
	Start, End int // UTF-16 code units
}

// labelledPosts returns every nth post that carries spans of identifiers or of
// details that add up.
func labelledPosts(t testing.TB, nth int) (out []labelled) {
	t.Helper()
	files, err := filepath.Glob("../testdata/posts/*.jsonl")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	n := 0
	for _, name := range files {
		b, err := os.ReadFile(name)
		require.NoError(t, err)
		for line := range bytes.Lines(b) {
			var p labelled
			require.NoError(t, json.Unmarshal(line, &p))
			p.open = strings.Contains(" general conduct-1 everyday professional plain-voices sensitive pairs french-1 short stories ", " "+strings.TrimSuffix(filepath.Base(name), ".jsonl")+" ")
			p.Spans = slices.DeleteFunc(p.Spans, func(s span) bool { return family(s.Label) == "" })
			if len(p.Spans) == 0 {
				continue
			}
			if n++; n%nth == 0 {
				out = append(out, p)
			}
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
	plain []int // disguised code unit -> plain one, -1 for what was added
}

// rewrite disguises a draft word by word. hide gets a run of letters and digits and
// returns what to write for each of its characters.
func rewrite(text string, hide func(word []rune) []string) (d disguised) {
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
		k := i
		for k < len(runes) && (unicode.IsLetter(runes[k]) || unicode.IsDigit(runes[k])) {
			k++
		}
		if k == i {
			write(runes[i], string(runes[i]))
			i++
			continue
		}
		for j, s := range hide(runes[i:k]) {
			write(runes[i+j], s)
		}
		i = k
	}
	d.text = b.String()
	return d
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

var disguises = []struct {
	name string
	hide func([]rune) []string
}{
	{"full width", shifted('Ａ', 'ａ', '０')},
	{"mathematical bold", shifted('𝐀', '𝐚', '𝟎')},
	{"mathematical double-struck", shifted(0, '𝕒', '𝟘')},
	{"mathematical sans-serif italic", shifted('𝘈', '𝘢', '𝟢')},
	{"mathematical fraktur", shifted(0, '𝖆', 0)},
	{"mathematical monospace", shifted('𝙰', '𝚊', '𝟶')},
	{"circled", shifted('Ⓐ', 'ⓐ', 0)},
	{"negative circled capitals", shifted('🅐', 0, 0)},
	{"squared capitals", shifted('🄰', 0, 0)},
	{"parenthesised small letters", shifted(0, '⒜', 0)},
	{"superscript", mapped("aᵃbᵇcᶜdᵈeᵉfᶠgᵍhʰiⁱjʲkᵏlˡmᵐnⁿoᵒpᵖrʳsˢtᵗuᵘvᵛwʷxˣyʸzᶻAᴬBᴮDᴰEᴱGᴳHᴴIᴵJᴶKᴷLᴸMᴹNᴺOᴼPᴾRᴿTᵀUᵁVⱽWᵂ0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹")},
	{"subscript digits", shifted(0, 0, '₀')},
	{"circled digits", mapped("0⓪1①2②3③4④5⑤6⑥7⑦8⑧9⑨")},
	{"small capitals", mapped("aᴀbʙcᴄdᴅeᴇfꜰgɢhʜiɪjᴊkᴋlʟmᴍnɴoᴏpᴘrʀsꜱtᴛuᴜvᴠwᴡyʏzᴢ")},
	{"phonetic letters", mapped("aɑgɡiıhɦnɳdɖ")},
	{"ligatures", func(word []rune) []string {
		out := each(func(r rune) string { return string(r) })(word)
		for i := 0; i+1 < len(word); i++ {
			if word[i] == 'f' && word[i+1] == 'i' {
				out[i], out[i+1] = "ﬁ", ""
			}
		}
		return out
	}},
	{"Cyrillic look-alikes", mapped("aаeеoоpрcсyуxхiіsѕjјAАBВEЕKКMМHНOОPРCСTТXХ")},
	{"Greek look-alikes", mapped("oοvνAΑBΒEΕZΖHΗIΙKΚMΜNΝOΟPΡTΤYΥXΧaαiιuυ")},
	{"Cherokee and Armenian look-alikes", mapped("AᎪBᏴCᏟEᎬHᎻKᏦLᏞMᎷPᏢSᏚTᎢhհnոoօuս")},
	{"accents", mapped("aáeėiīoōuūnńcćsśzżyÿrřtţ")},
	{"Vietnamese accents", mapped("oơuưdđaặeềiỉyỳ")},
	{"combining marks", after("\u0336")},
	{"zero-width spaces", after("\u200b")},
	{"zero-width joiners", after("\u200d")},
	{"soft hyphens", after("\u00ad")},
	{"word joiners and byte order marks", after("\u2060\ufeff")},
	{"bidi marks", after("\u200f")},
	{"bidi overrides", func(word []rune) []string {
		out := each(func(r rune) string { return string(r) })(word)
		out[0] = "\u202d" + out[0]
		out[len(out)-1] += "\u202c"
		return out
	}},
	{"keycaps", mappedTo(func(r rune) string {
		if r >= '0' && r <= '9' {
			return string(r) + "\ufe0f\u20e3"
		}
		return string(r)
	})},
	{"letters repeated", words(4, func(word []rune) []string {
		out := each(func(r rune) string { return string(r) })(word)
		k := len(word) / 2
		out[k] = strings.Repeat(out[k], 4)
		return out
	})},
	{"one letter as a digit", words(4, once("a4e3i1o0s5t7b8"))},
	{"all vowels as digits", words(4, mapped("a4e3i1o0"))},
	{"signs for letters", words(4, once("a@s$i!e€"))},
	{"letters dotted", words(4, after("."))},
	{"letters hyphened", words(4, after("-"))},
	{"letters starred", words(4, after("*"))},
	{"letters spaced", words(5, func(word []rune) []string {
		out := after(" ")(word)
		out[len(out)-1] += "  "
		return out
	})},
}

func mappedTo(f func(r rune) string) func([]rune) []string { return each(f) }

// A disguise does not help: what is found in plain posts is found in disguised
// ones, at the characters that stand for it.
func TestEvasion(t *testing.T) {
	posts := labelledPosts(t, every)
	a := analyzer(t)
	name := ""
	recall := func(hide func([]rune) []string) (n, of int, rewritten int) {
		for _, p := range posts {
			text := p.Text
			at := func(s span) span { return s }
			if hide != nil {
				d := rewrite(p.Text, hide)
				text = d.text
				at = func(s span) span { return span{s.Label, d.from[s.Start], d.to[s.End-1]} }
			}
			if text != p.Text {
				rewritten++
			}
			r := a.Analyze([]byte(text), core.Options{})
			for _, s := range p.Spans {
				of++
				if found(at(s), r) {
					n++
				}
			}
			if v := os.Getenv("EVDEBUG"); v != "" && hide != nil && p.open && strings.Contains(os.Getenv("EVNAME"), name) {
				r0 := a.Analyze([]byte(p.Text), core.Options{})
				for _, s := range p.Spans {
					if found(s, r0) && !found(at(s), r) {
						u := utf16.Encode([]rune(p.Text))
						v := utf16.Encode([]rune(text))
						fmt.Println("LOST", s.Label, string(utf16.Decode(u[s.Start:s.End])), "|", string(utf16.Decode(v[at(s).Start:at(s).End])), "|", r0.Lang, r.Lang)
					}
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
		name = d.name
		n, _, rewritten := recall(d.hide)
		share := float64(n) / float64(of)
		t.Logf("%-34s %5d   %.4f   %+.4f", d.name, rewritten, share, share-plain)
		assert.NotZero(t, rewritten, d.name)
		assert.GreaterOrEqual(t, share, plain-margin, fmt.Sprintf("%s hides what plain posts show", d.name))
	}
}
