package text

// link reads a URL or an e-mail address whose first word is Clean[start:end]; it
// returns false when neither begins there.
func (r *reader) link(start, end int32) bool {
	if r.mail(start) {
		return true
	}
	b := r.b[start:]
	k := int(end - start)
	if k+1 >= len(b) || start > 0 && r.b[start-1] == '@' {
		return false
	}
	n := 0
	switch {
	case b[k] == ':' && (hasFold(b, "http://") || hasFold(b, "https://")), b[k] == '.' && k == 3 && hasFold(b, "www"):
		n = len(b)
	case (b[k] == '.' || b[k] == '-' || isDigit(b[k])) && !isSpaced(b[k+1]):
		if n = domain(b); n > 0 && n < len(b) && (b[n] == '/' || b[n] == '?') {
			n = len(b)
		}
	}
	if n == len(b) {
		n = 0
		for n < len(b) && b[n] > ' ' && b[n] != '"' && b[n] != '<' && b[n] != '>' {
			n++
		}
		for n > 0 && (b[n-1] == '.' || b[n-1] == ',' || b[n-1] == ')' || b[n-1] == '!' || b[n-1] == '?' || b[n-1] == '\'') {
			n--
		}
	}
	if n == 0 {
		return false
	}
	r.address(start, int32(n), URL)
	return true
}

func isSpaced(c byte) bool { return c <= ' ' }

// address emits a link or an e-mail address n bytes long.
func (r *reader) address(start, n int32, k Kind) {
	at := int32(len(r.d.Norm))
	for _, c := range r.b[start : start+n] {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		r.d.Norm = append(r.d.Norm, c)
	}
	r.i = start + n
	r.emit(start, r.i, at, k, 0)
}

// domain returns the length of the domain name b begins with, written without a
// scheme ("example.org", "bit.ly/x"); 0 if there is none. Country domains that are
// words too count only before a path.
func domain(b []byte) int {
	last, i := 0, 0
	for {
		k := label(b, i)
		if k == i || b[i] == '-' {
			return 0
		}
		if k+1 < len(b) && b[k] == '.' && isAlpha(b[k+1]) {
			last, i = k+1, k+1
			continue
		}
		i = k
		break
	}
	if last == 0 {
		return 0
	}
	for _, c := range b[last:i] {
		if c < 'a' || c > 'z' {
			return 0
		}
	}
	switch {
	case i < len(b) && (isWordByte(b[i]) || b[i] == '@'):
		return 0
	case topLevel(b[last:i]):
		return i
	case i+1 < len(b) && b[i] == '/' && (isAlpha(b[i+1]) || isDigit(b[i+1])):
		switch string(b[last:i]) {
		case "ly", "co", "me", "be", "gg", "it", "to", "tv", "cc", "us", "de", "nl", "ie", "nz", "ch", "link", "page", "news", "social", "gle":
			return i
		}
	}
	return 0
}

// mail reads the e-mail address that begins at Clean[start]; false if none does.
func (r *reader) mail(start int32) bool {
	if !r.hasAt {
		return false
	}
	n := mailLength(r.b[start:])
	if n == 0 {
		return false
	}
	r.address(start, int32(n), Email)
	return true
}

// mailLength returns the length of the e-mail address b starts with, 0 if none.
func mailLength(b []byte) int {
	i := 0
	for i < len(b) && isLocal(b[i]) {
		i++
	}
	if i == 0 || i >= len(b) || b[i] != '@' {
		return 0
	}
	j, dot := i+1, 0
	for j < len(b) && (isAlpha(b[j]) || isDigit(b[j]) || b[j] == '-' || b[j] == '.' && j+1 < len(b) && isAlpha(b[j+1])) {
		if b[j] == '.' {
			dot = j
		}
		j++
	}
	if dot == 0 || j-dot < 3 {
		return 0
	}
	return j
}

// handle reads @name, or @name@host as some networks write it.
func (r *reader) handle() {
	i := handleEnd(r.b, r.i+1)
	if i == r.i+1 {
		r.i++
		r.glued = false
		return
	}
	if int(i) < len(r.b) && r.b[i] == '@' {
		if k := int(i) + 1; k < len(r.b) && isAlpha(r.b[k]) {
			if n := handleEnd(r.b, int32(k)); int(n) > k {
				i = n
			}
		}
	}
	n := int32(len(r.d.Norm))
	for _, c := range r.b[r.i:i] {
		a, _ := Base(rune(c))
		r.d.Norm = append(r.d.Norm, byte(a))
	}
	start := r.i
	r.i = i
	r.emit(start, i, n, Handle, 0)
}

func handleEnd(b []byte, i int32) int32 {
	for int(i) < len(b) && (isAlpha(b[i]) || isDigit(b[i]) || b[i] == '_' || b[i] == '.' && int(i)+1 < len(b) && isAlpha(b[i+1])) {
		i++
	}
	return i
}
