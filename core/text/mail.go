package text

// spelledMail writes addresses whose signs are spelled out in brackets ("name [at]
// host [dot] com") as what they mean. Only whole addresses change; those dictated
// without brackets are an identifier format of their own.
func (d *Doc) spelledMail() {
	for i := 0; i < len(d.Clean); i++ {
		if plain[d.Clean[i]]&bracket != 0 {
			d.addressAround(i)
		}
	}
}

// sign is a disguised sign of an address at Clean[from:to].
type sign struct {
	from, to int
}

// addressAround replaces the address whose at sign is spelled out at Clean[i].
func (d *Doc) addressAround(i int) {
	b := d.Clean
	at, ok := spelledSign(b, i, "at", "arobase", "chez")
	if !ok || at.from == 0 || !isLocal(b[at.from-1]) {
		return
	}
	var dots [8]sign
	n, end := 0, label(b, at.to)
	if end == at.to {
		return
	}
	for last := end; n < len(dots); last = end {
		dot := sign{from: last, to: last + 1}
		if last >= len(b) {
			break
		}
		if b[last] != '.' {
			k := last
			for k < len(b) && b[k] == ' ' {
				k++
			}
			if dot, ok = spelledSign(b, k, "dot", "point", "."); !ok {
				break
			}
		}
		if end = label(b, dot.to); end == dot.to {
			end = last
			break
		}
		dots[n] = dot
		n++
	}
	if n == 0 || end-dots[n-1].to < 2 {
		return
	}
	for n--; n >= 0; n-- {
		d.replace(dots[n].from, dots[n].to, '.')
	}
	d.replace(at.from, at.to, '@')
}

// spelledSign reads one of the words at b[i], in brackets or (a dot) between spaces,
// with the spaces around it.
func spelledSign(b []byte, i int, words ...string) (s sign, ok bool) {
	if i >= len(b) {
		return s, false
	}
	s.from = i
	for s.from > 0 && b[s.from-1] == ' ' {
		s.from--
	}
	end := byte(' ')
	switch b[i] {
	case '[':
		end = ']'
	case '(':
		end = ')'
	case '{':
		end = '}'
	case '<':
		end = '>'
	default:
		if s.from == i {
			return s, false
		}
		i--
	}
	i++
	for end != ' ' && i < len(b) && b[i] == ' ' {
		i++
	}
	for _, w := range words {
		if !hasFold(b[min(i, len(b)):], w) {
			continue
		}
		k := i + len(w)
		for end != ' ' && k < len(b) && b[k] == ' ' {
			k++
		}
		if k >= len(b) || b[k] != end {
			continue
		}
		k++
		for k < len(b) && b[k] == ' ' {
			k++
		}
		s.to = k
		return s, true
	}
	return s, false
}

// label returns where the name at b[i] ends: letters, digits and hyphens.
func label(b []byte, i int) int {
	for i < len(b) && (isAlpha(b[i]) || isDigit(b[i]) || b[i] == '-') {
		i++
	}
	return i
}

func isLocal(c byte) bool {
	return isAlpha(c) || isDigit(c) || c == '.' || c == '_' || c == '+' || c == '-' || c == '%'
}

// topLevel reports whether b is one of the top-level domains written without a
// scheme in posts. Most two-letter ones are words too and left out.
func topLevel(b []byte) bool {
	for _, s := range [...]string{"com", "org", "net", "edu", "gov", "ca", "uk", "fr", "au", "info", "health", "blog", "app", "io", "eu", "nhs", "qc"} {
		if len(b) == len(s) && lowerEqual(b, s) {
			return true
		}
	}
	return false
}
