package tuf

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/secure-systems-lab/go-securesystemslib/cjson"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     string // canonical JSON; "" when it is refused
	}{
		{"an object, sorted", ` { "b" : 1 , "a" : [ true , false , null , "x" ] } `, `{"a":[true,false,null,"x"],"b":1}`},
		{"keys sorted by bytes", `{"é":1,"z":2,"Z":3,"":4}`, `{"":4,"Z":3,"z":2,"é":1}`},
		{"numbers", `[0,-1,9223372036854775807,-9223372036854775808]`, `[0,-1,9223372036854775807,-9223372036854775808]`},
		{"escapes", `"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00"`, "\"\\\"\\\\/\b\f\n\r\té😀\""},
		{"empty", `[{},[],""]`, `[{},[],""]`},
		{"nothing", "", ""},
		{"two values", "1 2", ""},
		{"a comma too many", "[1,]", ""},
		{"a comma too many in an object", `{"a":1,}`, ""},
		{"a comma too few", "[1 2]", ""},
		{"no colon", `{"a" 1}`, ""},
		{"a key that is no string", `{1:1}`, ""},
		{"a leading zero", "01", ""},
		{"minus zero", "-0", ""},
		{"a plus", "+1", ""},
		{"only a minus", "-", ""},
		{"a fraction", "1.0", ""},
		{"an exponent", "1e3", ""},
		{"too large", "9223372036854775808", ""},
		{"a word cut short", "tru", ""},
		{"a word too long", "nullx", ""},
		{"a control character", "\"\x01\"", ""},
		{"an unknown escape", `"\x"`, ""},
		{"a short escape", `"\u00e"`, ""},
		{"high surrogate alone", `"\ud83d"`, ""},
		{"low surrogate alone", `"\ude00"`, ""},
		{"surrogates swapped", `"\ude00\ud83d"`, ""},
		{"invalid UTF-8", "\"a\xff\"", ""},
		{"an encoded surrogate", "\"\xed\xa0\x80\"", ""},
		{"a string without an end", `"abc`, ""},
		{"a string that ends in a backslash", `"abc\`, ""},
		{"twice the same key", `{"a":1,"b":2,"a":1}`, ""},
		{"the same key escaped", `{"a":1,"\u0061":1}`, ""},
		{"a byte order mark", "\ufeff{}", ""},
		{"as deep as allowed", strings.Repeat("[", 33) + strings.Repeat("]", 33), strings.Repeat("[", 33) + strings.Repeat("]", 33)},
		{"deeper than allowed", strings.Repeat("[", 34) + strings.Repeat("]", 34), ""},
		{"more values than allowed", "[" + strings.Repeat("0,", maxValues) + "0]", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			v, err := parse([]byte(c.in))
			if c.want == "" {
				assert.ErrorIs(t, err, Format)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, c.want, string(appendCanonical(nil, v)))
		})
	}
}

// What parse reads, the standard library and securesystemslib read in the same way.
func FuzzParse(f *testing.F) {
	for _, s := range []string{`{"a":[1,true,null,"\u00e9\n\"\\"]}`, `"\ud83d\ude00"`, `[[],{},-12]`, `{"a":1,"a":2}`, "1.5"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		v, err := parse(in)
		if err != nil {
			return
		}
		d := json.NewDecoder(bytes.NewReader(in))
		d.UseNumber()
		var std any
		if err := d.Decode(&std); err != nil {
			t.Fatalf("encoding/json refuses %q: %v", in, err)
		}
		canonical := appendCanonical(nil, v)
		want, err := cjson.EncodeCanonical(std)
		if err != nil || !bytes.Equal(want, canonical) {
			t.Fatalf("canonical %q, want %q (%v)", canonical, want, err)
		}
		plain := appendJSON(nil, v)
		again, err := parse(plain)
		if err != nil || !bytes.Equal(appendCanonical(nil, again), canonical) {
			t.Fatalf("%q does not come back: %v", plain, err)
		}
	})
}

func TestDates(t *testing.T) {
	for _, c := range []struct {
		in string
		ok bool
	}{
		{"1970-01-01T00:00:00Z", true},
		{"2026-11-25T12:00:00Z", true},
		{"2024-02-29T23:59:59Z", true},
		{"2000-02-29T00:00:00.123456Z", true},
		{"9999-12-31T23:59:59Z", true},
		{"1900-02-29T00:00:00Z", false},
		{"2023-02-29T00:00:00Z", false},
		{"2026-13-01T00:00:00Z", false},
		{"2026-00-01T00:00:00Z", false},
		{"2026-01-00T00:00:00Z", false},
		{"2026-04-31T00:00:00Z", false},
		{"2026-01-01T24:00:00Z", false},
		{"2026-01-01T00:60:00Z", false},
		{"2026-01-01T00:00:60Z", false},
		{"2026-01-01T00:00:00", false},
		{"2026-01-01T00:00:00+00:00", false},
		{"2026-01-01 00:00:00Z", false},
		{"2026-01-01t00:00:00z", false},
		{"2026-01-01T00:00:00.Z", false},
		{"2026-1-01T00:00:00Z", false},
		{"+026-01-01T00:00:00Z", false},
		{"2026-01-01T00:00:00ZZ", false},
		{"Z", false},
		{"", false},
	} {
		got, ok := parseDate(c.in)
		assert.Equal(t, c.ok, ok, c.in)
		if want, err := time.Parse(time.RFC3339, c.in); ok && assert.NoError(t, err) {
			assert.Equal(t, want.Unix(), got, c.in)
		}
	}
	for unix := int64(0); unix <= maxDate; unix += 86400*97 + 12345 {
		s := formatDate(unix)
		assert.Equal(t, time.Unix(unix, 0).UTC().Format(time.RFC3339), s)
		got, ok := parseDate(s)
		assert.True(t, ok)
		assert.Equal(t, unix, got)
	}
}

func TestMatchPath(t *testing.T) {
	for _, c := range []struct {
		pattern, path string
		want          bool
	}{
		{"base.pack", "base.pack", true},
		{"*.pack", "base.pack", true},
		{"*", "base.pack", true},
		{"*", "a/base.pack", false},
		{"a/*", "a/base.pack", true},
		{"a/*", "a/b/base.pack", false},
		{"a/*/*.pack", "a/b/base.pack", true},
		{"?ase.pack", "base.pack", true},
		{"a?b", "a/b", false},
		{"*a*b*", "xxaxxbxx", true},
		{"*a*b*", "xxbxxaxx", false},
		{"**", "x", true},
		{"", "", true},
		{"", "x", false},
		{"x*", "x", true},
		{"x?", "x", false},
		{"*/x", "a/x", true},
		{strings.Repeat("*a", 60), strings.Repeat("a", 150) + "b", false},
	} {
		assert.Equal(t, c.want, matchPath(c.pattern, c.path), "%q %q", c.pattern, c.path)
	}
}

func TestSpecVersions(t *testing.T) {
	for s, want := range map[string]bool{
		"1.0": true, "1.0.31": true, "1.9.9": true, "2.0.0": false, "1": false, "1.": false, "1.0.0.0": false,
		"01.0": false, "1.0.x": false, "": false, ".1.0": false, "11.0": false, "1..0": false,
	} {
		assert.Equal(t, want, supportsSpec(s), s)
	}
}

func TestDelegationByHashPrefix(t *testing.T) {
	d := delegation{prefixes: []string{"00", "8a"}}
	matched := 0
	for c := 'a'; c <= 'z'; c++ {
		for k := 'a'; k <= 'z'; k++ {
			if d.matches("acme/" + string(c) + string(k)) {
				matched++
			}
		}
	}
	assert.Greater(t, matched, 0)
	assert.Less(t, matched, 40)
}
