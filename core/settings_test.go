package core

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParseSettings(t *testing.T) {
	tests := []struct {
		name string
		in   string
		want Options
	}{
		{"no bytes", "", Options{}},
		{"white space", " \n", Options{}},
		{"empty object", "{}", Options{}},
		{"every key", `{"lang":"fr","jurisdiction":"CA-ON","strict":true,"names":["Ann Doe","Zoë"],"limit":280,"catchment":160000,"daily":120,
			"sensitivity":"less","quiet":["jurisdiction","boundary.friending"],"noStories":true,"trainee":true,"purpose":"personal","notPatient":true,"consent":true}`,
			Options{Sensitivity: "less", Quiet: []string{"jurisdiction", "boundary.friending"}, NoStories: true, Trainee: true,
				Purpose: "personal", NotPatient: true, Consent: true,
				Catchment: 160_000, Daily: 120, Lang: "fr", Jurisdiction: "CA-ON", Strict: true, Names: []string{"Ann Doe", "Zoë"}, Limit: 280}},
		{"spaces everywhere", " { \"lang\" : \"en\" ,\t\"names\" : [ ] , \"limit\" : 0 } ", Options{Lang: "en"}},
		{"null is the default", `{"lang":null,"strict":null,"names":null,"limit":null,"quiet":null,"consent":null}`, Options{}},
		{"unknown keys are skipped", `{"theme":{"a":[1,-2.5e3,{"b":"}"}],"c":false},"strict":true,"z":null}`, Options{Strict: true}},
		{"escapes", `{"names":["\u00e9\n\"\\\/","\ud83d\ude00"]}`, Options{Names: []string{"é\n\"\\/", "😀"}}},
		{"half a surrogate pair", `{"names":["\ud83dx","\ude00","\ud83d\u0041"]}`, Options{Names: []string{"\uFFFDx", "\uFFFD", "\uFFFDA"}}},
		{"invalid UTF-8", "{\"names\":[\"a\xffb\"]}", Options{Names: []string{"a\uFFFDb"}}},
		{"the last of two keys wins", `{"lang":"en","lang":"fr"}`, Options{Lang: "fr"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ParseSettings([]byte(tt.in))
			require.NoError(t, err)
			assert.Equal(t, tt.want, got)
		})
	}
}

func TestParseSettingsRefuses(t *testing.T) {
	tests := []struct {
		name, in, want string
	}{
		{"an array", `[]`, "expected '{' at byte 0"},
		{"a cut object", `{"lang":"en"`, "expected '}' at byte 12"},
		{"a cut string", `{"lang":"en`, "a string without an end at byte 11"},
		{"a bare word", `{"lang":en}`, `expected '"' at byte 8`},
		{"a trailing comma", `{"lang":"en",}`, `expected '"' at byte 13`},
		{"text after the object", `{} {}`, "more text after the settings at byte 3"},
		{"a number for a string", `{"lang":1}`, `expected '"' at byte 8`},
		{"a string for a flag", `{"strict":"yes"}`, "expected false at byte 10"},
		{"a negative limit", `{"limit":-1}`, "expected a whole number from 0 to 2147483647 at byte 9"},
		{"a fraction", `{"limit":2.5}`, "expected a whole number"},
		{"a limit too large", `{"limit":2147483648}`, "expected a whole number"},
		{"a name that is no string", `{"names":["a",2]}`, `expected '"' at byte 14`},
		{"a bad escape", `{"names":["\x"]}`, "an unknown escape"},
		{"a bad code unit", `{"names":["\u12g4"]}`, "a bad escape"},
		{"a cut code unit", `{"names":["\u12`, "a cut escape"},
		{"a control character", "{\"lang\":\"e\nn\"}", "a bare control character"},
		{"a leading zero", `{"x":01}`, "expected '}'"},
		{"a half literal", `{"x":nul}`, "expected null"},
		{"endless nesting", `{"x":` + strings.Repeat("[", 5000), "values nested too deep"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ParseSettings([]byte(tt.in))
			require.ErrorContains(t, err, tt.want)
			assert.ErrorContains(t, err, "read the settings: ")
		})
	}
}

// FuzzParseSettings checks that whatever is accepted is JSON to the standard
// reader as well.
func FuzzParseSettings(f *testing.F) {
	f.Add([]byte(`{"lang":"fr","names":["\ud83d\ude00"],"limit":280,"x":[1.5e-3,{}]}`))
	f.Add([]byte(`{"strict":tru`))
	f.Fuzz(func(t *testing.T, b []byte) {
		_, err := ParseSettings(b)
		if err == nil && strings.TrimLeft(string(b), " \t\r\n") != "" {
			assert.True(t, json.Valid(b), "accepted %q", b)
		}
	})
}
