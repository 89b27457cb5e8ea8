package advise

import (
	"strconv"
	"unicode/utf8"
)

// AppendJSON appends the report as compact JSON, keys in the order of the
// contract. Equal reports give equal bytes on every host.
func (r *Report) AppendJSON(b []byte) []byte {
	b = append(b, `{"verdict":`...)
	b = AppendString(b, r.Verdict.String())
	b = append(b, `,"lang":`...)
	b = AppendString(b, r.Lang)
	b = append(b, `,"findings":[`...)
	for i := range r.Findings {
		if i > 0 {
			b = append(b, ',')
		}
		b = r.Findings[i].append(b)
	}
	b = append(b, ']')
	if a := r.Anonymity; a != nil {
		b = append(b, `,"anonymity":{"k":`...)
		b = strconv.AppendInt(b, int64(a.K), 10)
		b = append(b, `,"low":`...)
		b = strconv.AppendInt(b, int64(a.Low), 10)
		b = append(b, `,"high":`...)
		b = strconv.AppendInt(b, int64(a.High), 10)
		b = append(b, `,"among":`...)
		b = strconv.AppendInt(b, int64(a.Among), 10)
		b = append(b, `,"where":`...)
		b = AppendString(b, a.Where)
		b = append(b, `,"assumes":`...)
		b = appendStrings(b, a.Assumes)
		b = append(b, `,"text":`...)
		b = AppendString(b, a.Text)
		b = append(b, '}')
	}
	if len(r.Prompts) > 0 {
		b = append(b, `,"prompts":`...)
		b = appendStrings(b, r.Prompts)
	}
	return append(b, '}')
}

func (f *Finding) append(b []byte) []byte {
	b = append(b, `{"rule":`...)
	b = AppendString(b, f.Rule)
	b = append(b, `,"category":`...)
	b = AppendString(b, f.Category)
	b = append(b, `,"severity":`...)
	b = AppendString(b, f.Severity.String())
	b = appendSpan(b, f.Start, f.End)
	b = append(b, `,"title":`...)
	b = AppendString(b, f.Title)
	b = append(b, `,"why":`...)
	b = AppendString(b, f.Why)
	b = append(b, `,"cites":[`...)
	for i, c := range f.Cites {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"id":`...)
		b = AppendString(b, c.ID)
		b = append(b, `,"title":`...)
		b = AppendString(b, c.Title)
		b = append(b, `,"section":`...)
		b = AppendString(b, c.Section)
		b = append(b, `,"url":`...)
		b = AppendString(b, c.URL)
		b = append(b, '}')
	}
	b = append(b, `],"factors":[`...)
	for i, x := range f.Factors {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"label":`...)
		b = AppendString(b, x.Label)
		b = appendSpan(b, x.Start, x.End)
		b = append(b, '}')
	}
	b = append(b, `],"edits":[`...)
	for i, e := range f.Edits {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"label":`...)
		b = AppendString(b, e.Label)
		b = append(b, `,"changes":[`...)
		for k, c := range e.Changes {
			if k > 0 {
				b = append(b, ',')
			}
			b = append(b, `{"start":`...)
			b = strconv.AppendInt(b, int64(c.Start), 10)
			b = append(b, `,"end":`...)
			b = strconv.AppendInt(b, int64(c.End), 10)
			b = append(b, `,"text":`...)
			b = AppendString(b, c.Text)
			b = append(b, '}')
		}
		b = append(b, ']')
		if e.Effect != "" {
			b = append(b, `,"effect":`...)
			b = AppendString(b, e.Effect)
		}
		b = append(b, '}')
	}
	return append(b, "]}"...)
}

func appendSpan(b []byte, start, end int) []byte {
	b = append(b, `,"start":`...)
	b = strconv.AppendInt(b, int64(start), 10)
	b = append(b, `,"end":`...)
	return strconv.AppendInt(b, int64(end), 10)
}

func appendStrings(b []byte, list []string) []byte {
	b = append(b, '[')
	for i, s := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = AppendString(b, s)
	}
	return append(b, ']')
}

// AppendString appends s as a JSON string. Only what RFC 8259 requires is
// escaped, and invalid UTF-8 becomes U+FFFD.
func AppendString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	from := 0 // s[from:i] stands as it is
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c < utf8.RuneSelf && c != '"' && c != '\\' {
			i++
			continue
		}
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:])
			if r != utf8.RuneError || n > 1 {
				i += n
				continue
			}
		}
		b = append(b, s[from:i]...)
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c == '\n':
			b = append(b, '\\', 'n')
		case c < ' ':
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			b = utf8.AppendRune(b, utf8.RuneError)
		}
		i++
		from = i
	}
	return append(append(b, s[from:]...), '"')
}
