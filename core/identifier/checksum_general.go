package identifier

// iban is ISO 13616: the first four signs go to the end, letters count from 10,
// and the remainder by 97 is 1.
func iban(v value) bool {
	if v.signs < 15 || v.signs > 34 {
		return false
	}
	r := 0
	for i := range v.signs {
		c := v.sign[(i+4)%v.signs]
		if isDigit(c) {
			r = (10*r + int(c-'0')) % 97
		} else {
			r = (100*r + int(c-'A') + 10) % 97
		}
	}
	return r == 1
}

// vin is the check digit of North America (49 CFR 565.15).
func vin(v value) bool {
	const values = "12345678.12345.7.923456789" // of A to Z; I, O and Q have none
	if v.signs != 17 {
		return false
	}
	sum, same := 0, true
	for i, w := range [...]int{8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2} {
		c := v.sign[i]
		same = same && c == v.sign[0]
		if isLetter(c) {
			if c = values[c-'A']; c == '.' {
				return false
			}
		}
		sum += w * int(c-'0')
	}
	mark := byte('0' + sum%11)
	if sum%11 == 10 {
		mark = 'X'
	}
	return mark == v.sign[8] && !same
}

// gtin14 is the check digit of the article number in the first element, (01), of
// a device identifier (GS1 General Specifications, 7.9).
func gtin14(v value) bool {
	if v.digits < 16 || v.number(0, 2) != 1 {
		return false
	}
	return (10-v.weighted(2, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3)%10)%10 == int(v.digit[15])
}

// aba is the check of a routing number (American Bankers Association): 3, 7, 1
// thrice, mod 10; the first two digits tell the Federal Reserve district.
func aba(v value) bool {
	if v.digits != 9 || v.repeated() {
		return false
	}
	district := v.number(0, 2)
	return (district <= 12 || district >= 21 && district <= 32 || district >= 61 && district <= 72 || district == 80) &&
		v.weighted(0, 3, 7, 1, 3, 7, 1, 3, 7, 1)%10 == 0
}

// nir is the French social security number: 97 less the remainder of the first
// thirteen signs by 97; Corsica's 2A counts as 19 and 2B as 18 (INSEE).
func nir(v value) bool {
	if v.signs != 15 {
		return false
	}
	r := 0
	for i := range 13 {
		c := v.sign[i]
		switch {
		case i == 6 && c == 'A':
			c = '9'
		case i == 6 && c == 'B':
			c = '8'
		case i == 5 && isLetter(v.sign[6]):
			c = '1'
		case !isDigit(c):
			return false
		}
		r = (10*r + int(c-'0')) % 97
	}
	return isDigit(v.sign[13]) && isDigit(v.sign[14]) && 97-r == 10*int(v.sign[13]-'0')+int(v.sign[14]-'0')
}

// rib is the key of a French account: letters count as on a telephone's keys in
// groups of nine (A and J are 1, S is 2), and the whole with its key is a multiple of
// 97 (CFONB).
func rib(v value) bool {
	if v.signs != 23 {
		return false
	}
	r := 0
	for i := range 23 {
		c := v.sign[i]
		if isLetter(c) {
			n := c - 'A'
			if n >= 18 {
				n++ // S is 2, not 1
			}
			c = '1' + n%9
		}
		r = (10*r + int(c-'0')) % 97
	}
	return r == 0
}

// ipAddress accepts IPv4 in dotted form, without leading zeros, and IPv6 (RFC
// 4291, 2.2). Clock times are no addresses.
func ipAddress(v value) bool {
	raw := v.raw[:v.length]
	for _, c := range raw {
		switch c {
		case '.':
			return ipv4(raw)
		case ':':
			return ipv6(raw)
		}
	}
	return false
}

func ipv4(b []byte) bool {
	parts, n, size := 1, 0, 0
	for i, c := range b {
		if c == '.' {
			if size == 0 {
				return false
			}
			parts, n, size = parts+1, 0, 0
			continue
		}
		if !isDigit(c) || size > 0 && b[i-size] == '0' {
			return false
		}
		n = 10*n + int(c-'0')
		if size++; n > 255 {
			return false
		}
	}
	return parts == 4 && size > 0
}

func ipv6(b []byte) bool {
	groups, size, short := 0, 0, false
	for i, c := range b {
		if c != ':' {
			if size == 0 {
				groups++
			}
			if size++; size > 4 {
				return false
			}
			continue
		}
		if i > 0 && b[i-1] == ':' {
			if short || i > 1 && b[i-2] == ':' {
				return false
			}
			short = true
		} else if i == 0 && (len(b) < 2 || b[1] != ':') {
			return false
		}
		size = 0
	}
	if n := len(b); n > 1 && b[n-1] == ':' && b[n-2] != ':' {
		return false
	}
	if short {
		return groups > 0 && groups < 8
	}
	return groups == 8
}

// date accepts a real day: year first, or day and month in either order before
// the year; years of two digits run from 1930 to 2029. A time may follow.
func date(v value) bool {
	var n [3]int
	k, inside := 0, false
	for _, c := range v.raw[:v.length] {
		if !isDigit(c) {
			inside = false
			continue
		}
		if !inside {
			if k == len(n) {
				break
			}
			k++
			inside = true
		}
		if n[k-1] = 10*n[k-1] + int(c-'0'); n[k-1] > 9999 {
			return false
		}
	}
	if k != len(n) {
		return false
	}
	if n[0] > 31 {
		return realDay(n[0], n[1], n[2])
	}
	return realDay(n[2], n[0], n[1]) || realDay(n[2], n[1], n[0])
}

func eitherCentury(y, m, d int) bool {
	return realDay(1900+y, m, d) || realDay(2000+y, m, d)
}

// realDay follows the Gregorian calendar.
func realDay(y, m, d int) bool {
	switch {
	case y < 30:
		y += 2000
	case y < 100:
		y += 1900
	}
	if m < 1 || m > 12 || d < 1 {
		return false
	}
	days := [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[m-1]
	if m == 2 && y%4 == 0 && (y%100 != 0 || y%400 == 0) {
		days = 29
	}
	return d <= days
}
