package identifier

// strong names the checksums that a random number seldom satisfies.
var strong = map[string]bool{
	"luhn": true, "luhn_10": true, "luhn_npi": true, "sin": true, "bc_phn": true, "mod11_nhs": true, "chi": true,
	"hcn_ni": true, "dea": true, "au_medicare": true, "au_provider": true, "ihi": true, "hpii": true, "tfn": true,
	"iban": true, "vin": true, "gtin14": true, "ramq": true, "ssn": true, "nino": true, "ip": true,
}

// checksums by the names of the formats file. Each gets the digits of the value
// and the value itself, letters in upper case, other signs dropped.
var checksums = map[string]func(d []byte, alnum string, raw []byte) bool{
	"luhn":        func(d []byte, _ string, _ []byte) bool { return luhn(d) },
	"luhn_10":     func(d []byte, _ string, _ []byte) bool { return len(d) == 10 && luhn(d) },
	"luhn_npi":    func(d []byte, _ string, _ []byte) bool { return len(d) == 10 && luhn(append([]byte{8, 0, 8, 4, 0}, d...)) },
	"sin":         func(d []byte, _ string, _ []byte) bool { return len(d) == 9 && d[0] != 8 && luhn(d) },
	"bc_phn":      bcPHN,
	"ramq":        ramq,
	"mod11_nhs":   func(d []byte, _ string, _ []byte) bool { return nhs(d) },
	"chi":         func(d []byte, _ string, _ []byte) bool { return len(d) == 10 && dayMonth(d) && nhs(d) },
	"hcn_ni":      func(d []byte, _ string, _ []byte) bool { return len(d) == 10 && d[0] == 3 && d[1] >= 2 && nhs(d) },
	"nino":        nino,
	"ssn":         ssn,
	"dea":         dea,
	"au_medicare": medicare,
	"au_provider": provider,
	"ihi":         func(d []byte, _ string, _ []byte) bool { return len(d) == 16 && luhn(d) },
	"hpii":        func(d []byte, _ string, _ []byte) bool { return len(d) == 16 && luhn(d) },
	"tfn":         tfn,
	"iban":        iban,
	"vin":         vin,
	"gtin14":      gtin14,
	"ip":          ip,
	"date":        date,
	"has_digit":   func(d []byte, _ string, _ []byte) bool { return len(d) > 0 },
	"none":        func([]byte, string, []byte) bool { return true },
}

// KnownChecksum reports whether a checksum of that name exists.
func KnownChecksum(name string) bool { _, ok := checksums[name]; return ok }

func checks(name string, v []byte) bool {
	f := checksums[name]
	if f == nil {
		return name == ""
	}
	var d, a []byte
	for _, c := range v {
		if digit(c) {
			d = append(d, c-'0')
		}
		if digit(c) || letter(c) {
			if c >= 'a' && c <= 'z' {
				c -= 'a' - 'A'
			}
			a = append(a, c)
		}
	}
	return f(d, string(a), v)
}

func same(d []byte) bool {
	for _, x := range d {
		if x != d[0] {
			return false
		}
	}
	return true
}

// luhn is ISO/IEC 7812-1, Annex B; runs of one digit never count.
func luhn(d []byte) bool {
	if len(d) == 0 || same(d) {
		return false
	}
	sum := 0
	for i := range d {
		x := int(d[len(d)-1-i])
		if i%2 == 1 {
			if x *= 2; x > 9 {
				x -= 9
			}
		}
		sum += x
	}
	return sum%10 == 0
}

// bcPHN is British Columbia's mod 11 routine (Ministry of Health, PHN).
func bcPHN(d []byte, _ string, _ []byte) bool {
	if len(d) != 10 || d[0] != 9 {
		return false
	}
	sum := 0
	for i, w := range [...]int{2, 4, 8, 5, 10, 9, 7, 3} {
		sum += w * int(d[i+1]) % 11
	}
	c := (11 - sum%11) % 11
	return c != 10 && c == int(d[9])
}

// ramq checks that the digits hold a real date, the month raised by 50 for
// women (RAMQ); the last digit's routine is not published.
func ramq(d []byte, a string, _ []byte) bool {
	if len(a) != 12 || len(d) != 8 {
		return false
	}
	y, m, day := int(d[0])*10+int(d[1]), int(d[2])*10+int(d[3]), int(d[4])*10+int(d[5])
	if m > 50 {
		m -= 50
	}
	return realDate(1900+y, m, day) || realDate(2000+y, m, day)
}

// nhs is the modulus 11 check of the NHS number (NHS Data Dictionary).
func nhs(d []byte) bool {
	if len(d) != 10 || same(d) {
		return false
	}
	sum := 0
	for i := range 9 {
		sum += (10 - i) * int(d[i])
	}
	c := 11 - sum%11
	if c == 11 {
		c = 0
	}
	return c != 10 && c == int(d[9])
}

func dayMonth(d []byte) bool {
	day, m, y := int(d[0])*10+int(d[1]), int(d[2])*10+int(d[3]), int(d[4])*10+int(d[5])
	return realDate(1900+y, m, day) || realDate(2000+y, m, day)
}

// nino excludes the prefixes HMRC does not issue (National Insurance Manual).
func nino(_ []byte, a string, _ []byte) bool {
	if len(a) < 2 {
		return false
	}
	switch a[:2] {
	case "BG", "GB", "KN", "NK", "NT", "TN", "ZZ":
		return false
	}
	return true
}

// ssn excludes what the Social Security Administration never issues.
func ssn(d []byte, _ string, _ []byte) bool {
	if len(d) != 9 || d[0] == 9 {
		return false
	}
	area := int(d[0])*100 + int(d[1])*10 + int(d[2])
	return area != 0 && area != 666 && d[3]+d[4] != 0 && d[5]+d[6]+d[7]+d[8] != 0
}

// dea is the Drug Enforcement Administration's registration check.
func dea(d []byte, a string, _ []byte) bool {
	if len(a) != 9 {
		return false
	}
	n := d[len(d)-7:]
	sum := int(n[0]+n[2]+n[4]) + 2*int(n[1]+n[3]+n[5])
	return sum%10 == int(n[6])
}

// medicare is Services Australia's check: weights 1,3,7,9 twice, mod 10.
func medicare(d []byte, _ string, _ []byte) bool {
	if len(d) < 10 || d[0] < 2 || d[0] > 6 {
		return false
	}
	sum := 0
	for i, w := range [...]int{1, 3, 7, 9, 1, 3, 7, 9} {
		sum += w * int(d[i])
	}
	return sum%10 == int(d[8])
}

// provider is Services Australia's provider number check: the stem's weights
// 3,5,8,4,2,1, the practice location times 6, mod 11 into YXWTLKJHFBA.
func provider(_ []byte, a string, _ []byte) bool {
	const locations, marks = "0123456789ABCDEFGHJKLMNPQRTUVWXY", "YXWTLKJHFBA"
	if len(a) < 7 || len(a) > 8 {
		return false
	}
	stem := a[:len(a)-2]
	for len(stem) < 6 {
		stem = "0" + stem
	}
	sum := 0
	for i, w := range [...]int{3, 5, 8, 4, 2, 1} {
		if !digit(stem[i]) {
			return false
		}
		sum += w * int(stem[i]-'0')
	}
	at := -1
	for i := range len(locations) {
		if locations[i] == a[len(a)-2] {
			at = i
		}
	}
	return at >= 0 && marks[(sum+6*at)%11] == a[len(a)-1]
}

// tfn is the Australian Taxation Office's weighted mod 11.
func tfn(d []byte, _ string, _ []byte) bool {
	if len(d) != 9 || same(d) {
		return false
	}
	sum := 0
	for i, w := range [...]int{1, 4, 3, 7, 5, 8, 6, 9, 10} {
		sum += w * int(d[i])
	}
	return sum%11 == 0
}

// iban is ISO 13616 mod 97.
func iban(_ []byte, a string, _ []byte) bool {
	if len(a) < 15 || len(a) > 34 {
		return false
	}
	r := 0
	for _, c := range []byte(a[4:] + a[:4]) {
		if digit(c) {
			r = (r*10 + int(c-'0')) % 97
		} else {
			r = (r*100 + int(c-'A') + 10) % 97
		}
	}
	return r == 1
}

// vin is ISO 3779 as North America checks it (49 CFR 565.15).
func vin(_ []byte, a string, _ []byte) bool {
	const values = "0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ"
	if len(a) != 17 {
		return false
	}
	sum, kinds := 0, map[byte]bool{}
	for i, w := range [...]int{8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2} {
		v := -1
		for k := range len(values) {
			if values[k] == a[i] {
				v = k % 10
			}
		}
		if v < 0 {
			return false
		}
		sum += w * v
		kinds[a[i]] = true
	}
	check := byte('0' + sum%11)
	if sum%11 == 10 {
		check = 'X'
	}
	return check == a[8] && len(kinds) > 3
}

// gtin14 is the GS1 check digit of the first (01) element.
func gtin14(d []byte, _ string, _ []byte) bool {
	if len(d) < 16 {
		return false
	}
	g, sum := d[2:16], 0
	for i := range 13 {
		w := 3
		if i%2 == 1 {
			w = 1
		}
		sum += w * int(g[i])
	}
	return (10-sum%10)%10 == int(g[13])
}

// ip accepts IPv4 in dotted form and IPv6 with at most one "::" (RFC 4291);
// clock times are no addresses.
func ip(_ []byte, _ string, v []byte) bool {
	colons, groups, run, double := 0, 0, 0, false
	for i, c := range v {
		switch {
		case c == '.':
			return colons == 0
		case c == ':':
			colons++
			if i > 0 && v[i-1] == ':' {
				if double || i > 1 && v[i-2] == ':' {
					return false
				}
				double = true
			}
			if run > 0 {
				groups++
			}
			run = 0
		default:
			run++
		}
	}
	if run > 0 {
		groups++
	}
	return double && groups >= 2 && groups < 8 || groups == 8
}

// date accepts a real day in ISO order, or day-month or month-day order.
func date(_ []byte, _ string, v []byte) bool {
	var n [3]int
	var size [3]int
	k := 0
	for _, c := range v {
		if !digit(c) {
			if k++; k > 2 {
				return false
			}
			continue
		}
		n[k] = n[k]*10 + int(c-'0')
		size[k]++
	}
	if k != 2 {
		return false
	}
	if size[0] == 4 {
		return realDate(n[0], n[1], n[2])
	}
	y := n[2]
	if size[2] == 2 {
		y += 2000
	}
	return realDate(y, n[1], n[0]) || realDate(y, n[0], n[1])
}

// realDate follows the Gregorian calendar.
func realDate(y, m, d int) bool {
	if m < 1 || m > 12 || d < 1 {
		return false
	}
	days := [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[m-1]
	if m == 2 && y%4 == 0 && (y%100 != 0 || y%400 == 0) {
		days = 29
	}
	return d <= days
}
