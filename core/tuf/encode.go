package tuf

import (
	"strconv"
	"unicode/utf8"
)

// appendCanonical appends v in the canonical JSON that signatures are made over:
// OLPC's, in which keys are sorted, nothing is spaced, and in strings only the
// quotation mark and the backslash are escaped (specification 4.2).
func appendCanonical(b []byte, v value) []byte {
	return appendValue(b, v, appendCanonicalText)
}

// appendJSON appends v as ordinary compact JSON.
func appendJSON(b []byte, v value) []byte {
	return appendValue(b, v, appendText)
}

func appendValue(b []byte, v value, text func([]byte, string) []byte) []byte {
	switch v.kind {
	case boolean:
		return strconv.AppendBool(b, v.flag)
	case number:
		return strconv.AppendInt(b, v.num, 10)
	case array:
		b = append(b, '[')
		for i, item := range v.items {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendValue(b, item, text)
		}
		return append(b, ']')
	case object:
		b = append(b, '{')
		for i, m := range v.members {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(text(b, m.key), ':')
			b = appendValue(b, m.value, text)
		}
		return append(b, '}')
	case null:
		return append(b, "null"...)
	default:
		return text(b, v.text)
	}
}

func appendCanonicalText(b []byte, s string) []byte {
	b = append(b, '"')
	for i := range len(s) {
		if s[i] == '"' || s[i] == '\\' {
			b = append(b, '\\')
		}
		b = append(b, s[i])
	}
	return append(b, '"')
}

// appendText appends s as a JSON string; bytes that are not UTF-8 become U+FFFD.
func appendText(b []byte, s string) []byte {
	b = append(b, '"')
	for _, c := range s {
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', byte(c))
		case c == '\n':
			b = append(b, `\n`...)
		case c < ' ':
			b = append(b, `\u00`...)
			b = append(b, hexDigits[c>>4], hexDigits[c&15])
		default:
			b = utf8.AppendRune(b, c)
		}
	}
	return append(b, '"')
}

// appendPair appends "key":"text".
func appendPair(b []byte, key, s string) []byte {
	return appendText(append(appendText(b, key), ':'), s)
}

// appendCount appends "key":n.
func appendCount(b []byte, key string, n int64) []byte {
	return strconv.AppendInt(append(appendText(b, key), ':'), n, 10)
}

// appendTexts appends "key":["text",…].
func appendTexts(b []byte, key string, list []string) []byte {
	b = append(appendText(b, key), ':', '[')
	for i, s := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendText(b, s)
	}
	return append(b, ']')
}

const hexDigits = "0123456789abcdef"

// enhex returns b in lower-case hexadecimal. The standard package would bring fmt along.
func enhex(b []byte) string {
	s := make([]byte, 0, 2*len(b))
	for _, c := range b {
		s = append(s, hexDigits[c>>4], hexDigits[c&15])
	}
	return string(s)
}

// unhex reads hexadecimal of either case.
func unhex(s string) ([]byte, bool) {
	if len(s)%2 != 0 {
		return nil, false
	}
	b := make([]byte, len(s)/2)
	for i := range len(s) {
		var d byte
		switch c := s[i]; {
		case '0' <= c && c <= '9':
			d = c - '0'
		case 'a' <= c && c <= 'f':
			d = c - 'a' + 10
		case 'A' <= c && c <= 'F':
			d = c - 'A' + 10
		default:
			return nil, false
		}
		b[i/2] = b[i/2]<<4 | d
	}
	return b, true
}

// isSHA256 reports whether s is a SHA-256 in lower-case hexadecimal.
func isSHA256(s string) bool {
	b, ok := unhex(s)
	return ok && len(b) == 32 && enhex(b) == s
}
