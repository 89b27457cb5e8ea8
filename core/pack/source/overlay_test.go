package source_test

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/pack/rules"
	"github.com/bedside-md/bedside/core/pack/source"
)

// tiny is a base pack.
var tiny = fstest.MapFS{
	"rules.yaml": {Data: []byte(`
pack: tiny
version: "3"
define: {ward: "{ward|unit}"}
kinds: [{kind: garden, scope: near}]
cites: [{id: STD-1, title: "A standard", url: "https://example.org"}]
rules:
  - {fact: garden, lang: both, match: ["<garden>"]}
  - {id: boundary.one, category: boundary, severity: nudge, match: ["@kin ..3 %ward"]}
`)},
	"lexicons/kin.en.yaml": {Data: []byte("lexicons:\n  kin: {lang: en, doc: kin, words: [mother, {w: great aunt, rare: 2}]}\n")},
}

func tinyPack(t testing.TB) []byte {
	t.Helper()
	b, _, err := source.Compile(tiny)
	require.NoError(t, err)
	return b
}

func TestOverlayUsesWhatTheBaseHas(t *testing.T) {
	overlay := source.File(fstest.MapFS{
		"org.yaml": {Data: []byte(`
pack: org
version: "1"
extends: tiny
jurisdictions: [CA-QC]
lexicons:
  kin: {extend: true, lang: en, doc: more, words: [nan, {w: step mother, rare: 1}]}
tune:
  - {rule: boundary.one, why: {fr: "Pourquoi"}, jurisdictions: [UK, CA]}
rules:
  - {id: boundary.two, category: boundary, severity: nudge, cites: ["STD-1: 4"], match: ["@kin %ward"], needs: [garden]}
`)},
		"other.yaml": {Data: []byte("this is not: [part of it")},
	}, "org.yaml")
	b, info, err := source.CompileOn(overlay, tinyPack(t))
	require.NoError(t, err)
	assert.Equal(t, "org", info.Name)
	p, err := pack.Load(b)
	require.NoError(t, err)
	assert.Equal(t, "tiny", p.Base)
	assert.Equal(t, []pack.Need{{What: pack.Lexicon, Name: "kin"}, {What: pack.FactKind, Name: "garden"}, {What: pack.RuleID, Name: "boundary.one"}}, p.Needs)
	assert.Equal(t, []pack.Tune{
		{Rule: "boundary.one", Severity: pack.Unchanged, Jurisdiction: "CA", Why: pack.Text{Fr: "Pourquoi"}},
		{Rule: "boundary.one", Severity: pack.Unchanged, Jurisdiction: "UK", Why: pack.Text{Fr: "Pourquoi"}},
	}, p.Tunes)
	require.Len(t, p.Rules, 1)
	r := p.Rules[0]
	assert.Equal(t, []string{"CA-QC"}, r.Jurisdictions, "the file's")
	assert.Equal(t, []pack.Cite{{ID: "STD-1", Title: "A standard", Section: "4", URL: "https://example.org"}}, r.Cites)
	assert.Equal(t, pack.InNear, r.Needs[0].Scope, "the scope that the base gives the fact")
}

func TestFaultsOfOverlays(t *testing.T) {
	const head = "pack: org\nversion: \"1\"\nextends: tiny\n" // three lines
	for _, c := range []struct{ name, yaml, want string }{
		{"another base", "pack: org\nextends: tidy\n", "org.yaml:2:10: this is an overlay of the pack tidy, but the base given is tiny"},
		{"no base named", "pack: org\n", "the source is no overlay: write extends: tiny and pack: with a name of its own"},
		{"no name of its own", "extends: tiny\n", "org.yaml:1:10: the overlay needs a name of its own; write it as pack: at the top"},
		{"a bad name", "pack: Our Org\nextends: tiny\n", `org.yaml:1:7: a pack's name is lower-case letters, digits, - and ., not "Our Org"`},
		{"tunes an unknown rule", head + "tune:\n  - {rule: boundary.ono, severity: stop}\n", "org.yaml:5:12: rule boundary.ono: the base has no rule of this id; did you mean boundary.one?"},
		{"silences an unknown rule", head + "silence:\n  - {rule: nothing.like.it}\n", "org.yaml:5:12: rule nothing.like.it: the base has no rule of this id"},
		{"changes a fact", head + "silence:\n  - {rule: garden.both}\n", "org.yaml:5:12: rule garden.both: this rule makes facts, not findings: other rules rest on it, so it cannot be changed"},
		{"tunes nothing", head + "tune:\n  - {rule: boundary.one, reason: because}\n", "org.yaml:5:12: rule boundary.one: the tune changes nothing; give a severity, title or why"},
		{"an unknown severity", head + "tune:\n  - {rule: boundary.one, severity: grave}\n", `org.yaml:5:36: rule boundary.one: severity must be nudge, caution or stop, not "grave"; to silence the rule, list it under silence:`},
		{"silence by severity", head + "tune:\n  - {rule: boundary.one, severity: clear}\n", `org.yaml:5:36: rule boundary.one: severity must be nudge, caution or stop, not "clear"; to silence the rule, list it under silence:`},
		{"two changes of one rule", head + "tune:\n  - {rule: boundary.one, severity: stop}\nsilence:\n  - {rule: boundary.one}\n", "org.yaml:7:12: rule boundary.one: the rule is changed already in org.yaml, line 5"},
		{"an unknown jurisdiction", head + "silence:\n  - {rule: boundary.one, jurisdictions: [Quebec]}\n", `org.yaml:5:42: rule boundary.one: unknown jurisdiction "Quebec"; expected CA, US, UK, AU or FR, with a region where one matters (CA-ON)`},
		{"extends no lexicon", head + "lexicons:\n  kind: {extend: true, lang: en, words: [mum]}\n", "org.yaml:5:1: there is no lexicon @kind to extend; did you mean @kin?"},
		{"hides a lexicon", head + "lexicons:\n  kin: {lang: en, words: [mum]}\n", "org.yaml:5:1: @kin is a lexicon of the base; write extend: true to add to it, or choose another name"},
		{"a longer entry", head + "lexicons:\n  kin:\n    extend: true\n    lang: en\n    words:\n      - mum\n      - second cousin once removed\n", `org.yaml:10:1: "second cousin once removed" has 4 words; entries that join @kin may have at most 2, like its longest`},
		{"a rule of the base", head + "rules:\n  - {id: boundary.one, category: boundary, severity: nudge, match: [word]}\n", "org.yaml:5:10: rule boundary.one: the base has a rule of this id; change that one under tune:, or choose another id"},
		{"a definition of the base", head + "define: {ward: \"word\"}\n", "org.yaml:4:16: %ward is defined in the base; choose another name"},
		{"an unknown lexicon", head + "rules:\n  - {id: org.a, category: boundary, severity: nudge, match: [\"@kim\"]}\n", "org.yaml:5:63: rule org.a: there is no lexicon @kim; did you mean @kin?"},
		{"an unknown fact", head + "rules:\n  - {id: org.a, category: boundary, severity: nudge, match: [word], needs: [gardens]}\n", `org.yaml:5:77: rule org.a: no rule makes the fact "gardens"; did you mean garden?`},
		{"known_only anywhere", head + "rules:\n  - {id: org.a, category: boundary, severity: nudge, known_only: true, match: [word]}\n", "org.yaml:5:10: rule org.a: known_only needs jurisdictions"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, p := range source.Lint(fstest.MapFS{"org.yaml": {Data: []byte(c.yaml)}}, tinyPack(t)) {
				line, _, _ := strings.Cut(p.String(), "\n")
				got = append(got, line)
			}
			assert.True(t, slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, c.want) }), "%q in %q", c.want, got)
		})
	}
}

func TestOverlaysNeedTheirBase(t *testing.T) {
	overlay := fstest.MapFS{"org.yaml": {Data: []byte("pack: org\nextends: tiny\n")}}
	_, _, err := source.Compile(overlay)
	require.ErrorContains(t, err, "org.yaml:2:10: this is an overlay of the pack tiny; compile it with that pack as --base")

	_, _, err = source.Compile(fstest.MapFS{"org.yaml": {Data: []byte("silence:\n  - {rule: boundary.one}\n")}})
	require.ErrorContains(t, err, "org.yaml:2:12: only an overlay can tune or silence rules; name its base with extends:")

	_, _, err = source.CompileOn(overlay, []byte("not a pack"))
	require.ErrorIs(t, err, pack.ErrDamaged)

	b, _, err := source.CompileOn(overlay, tinyPack(t))
	require.NoError(t, err)
	_, _, err = source.CompileOn(fstest.MapFS{"more.yaml": {Data: []byte("pack: more\nextends: org\n")}}, b)
	require.ErrorContains(t, err, "the pack org is an overlay of tiny itself; compile against that one")
}

// backwards lists files in the other order.
type backwards struct{ fs.FS }

func (b backwards) Glob(pattern string) ([]string, error) {
	names, err := fs.Glob(b.FS, pattern)
	slices.Reverse(names)
	return names, err
}

// digest is of the built-in pack and of the example overlay of it.
func digest(t testing.TB, base, overlay fs.FS) string {
	t.Helper()
	p, _, err := source.Compile(base)
	require.NoError(t, err)
	o, _, err := source.CompileOn(overlay, p)
	require.NoError(t, err)
	return fmt.Sprintf("%x %x", sha256.Sum256(p), sha256.Sum256(o))
}

const printDigest = "PRINT_PACK_DIGEST"

func TestSameSourceSameBytes(t *testing.T) {
	hospital := os.DirFS("../../../testdata/overlays/hospital")
	want := digest(t, rules.FS, hospital)
	if os.Getenv(printDigest) != "" {
		fmt.Println("digest", want)
		return
	}
	assert.Equal(t, want, digest(t, rules.FS, hospital), "twice")
	assert.Equal(t, want, digest(t, backwards{rules.FS}, backwards{hospital}), "whatever the order of files")

	cmd := exec.Command(os.Args[0], "-test.run=^TestSameSourceSameBytes$", "-test.v")
	cmd.Env = append(os.Environ(), printDigest+"=1")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	assert.Contains(t, string(out), "digest "+want+"\n", "in another process")
}

// An identifier format of the base is silenced by its rule's name, and nothing else.
func TestOverlaySilencesAnIdentifierFormat(t *testing.T) {
	withFormats := fstest.MapFS{"identifiers.yaml": {Data: []byte(strings.Replace(hospital, "US-HIPAA-514", "STD-1", 1))}}
	maps.Copy(withFormats, tiny)
	base, _, err := source.Compile(withFormats)
	require.NoError(t, err)
	compile := func(change string) (*pack.Pack, error) {
		b, _, err := source.CompileOn(fstest.MapFS{"org.yaml": {Data: []byte("pack: org\nversion: \"1\"\nextends: tiny\n" + change)}}, base)
		if err != nil {
			return nil, err
		}
		return pack.Load(b)
	}
	p, err := compile("silence: [{rule: identifier.number.org.mrn, jurisdictions: [CA]}]")
	require.NoError(t, err)
	assert.Equal(t, []pack.Tune{{Rule: "identifier.number.org.mrn", Jurisdiction: "CA"}}, p.Tunes)
	assert.Empty(t, p.Needs, "a base without the format is as good")
	_, err = compile("silence: [{rule: identifier.number.org.nrm}]")
	require.ErrorContains(t, err, "the base has no rule of this id; did you mean identifier.number.org.mrn?")
	_, err = compile("tune: [{rule: identifier.number.org.mrn, severity: stop}]")
	require.ErrorContains(t, err, "org.yaml:4:15: rule identifier.number.org.mrn: this is an identifier format, which can only be silenced")
}
