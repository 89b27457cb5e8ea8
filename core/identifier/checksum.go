package identifier

// check is a named checksum.
type check struct {
	name   string
	holds  func(value) bool
	strong bool // few random strings of the same shape satisfy it
	typed  bool // where it fails, a digit may be mistyped
}

// checks holds every checksum of the formats. None looks at more than the value.
var checks = [...]check{
	{"none", func(value) bool { return true }, false, false},
	{"unissued", func(value) bool { return false }, false, true}, // only ever mistyped
	{"has_digit", func(v value) bool { return v.digits > 0 }, false, false},
	{"date", date, false, true},
	{"ip", ipAddress, false, false},
	{"ssn", ssn, false, true},
	{"nino", nino, true, true},
	{"ramq", ramq, true, true},
	{"luhn", luhn, true, true},
	{"luhn_10", func(v value) bool { return v.digits == 10 && luhn(v) }, true, true},
	{"luhn_npi", npi, true, true},
	{"sin", sin, true, true},
	{"bc_phn", bcPHN, true, true},
	{"mod11_nhs", nhs, true, true},
	{"chi", chi, true, true},
	{"hcn_ni", hcnNI, true, true},
	{"dea", dea, true, true},
	{"au_medicare", medicare, true, true},
	{"au_provider", provider, true, true},
	{"ihi", func(v value) bool { return healthcareIdentifier(v, 0) }, true, true},
	{"hpii", func(v value) bool { return healthcareIdentifier(v, 1) }, true, true},
	{"tfn", tfn, true, true},
	{"iban", iban, true, true},
	{"vin", vin, true, true},
	{"gtin14", gtin14, true, true},
	{"aba", aba, true, true},
	{"nir", nir, true, true},
	{"rib", rib, true, true},
	{"abn", abn, true, true},
	{"acn", acn, true, true},
}

// Checksums returns the names of all checksums, in no promised order.
func Checksums() []string {
	var names []string
	for i := range checks {
		names = append(names, checks[i].name)
	}
	return names
}

func checkIndex(name string) int {
	for i := range checks {
		if checks[i].name == name {
			return i
		}
	}
	return -1
}

func (ft *format) sum(v []byte) bool { return checks[ft.check].holds(read(v)) }

// maxSigns is more letters and digits than any checksum looks at.
const maxSigns = 40

// maxRaw is more bytes than any checksum that looks at the signs between digits
// reads: a full IPv6 address has 39.
const maxRaw = 64

// value is a matched string as checksums see it. Passed by value and holding no
// pointer, it and the text it comes from stay off the heap.
type value struct {
	digit  [maxSigns]uint8 // the digits, 0 to 9
	sign   [maxSigns]byte  // the letters and digits, letters in upper case
	digits int
	signs  int
	raw    [maxRaw]byte // as written, cut off at maxRaw
	length int          // bytes of raw
}

func read(raw []byte) (v value) {
	v.length = copy(v.raw[:], raw)
	for _, c := range raw {
		switch {
		case isDigit(c):
			if v.digits < maxSigns {
				v.digit[v.digits] = c - '0'
				v.digits++
			}
		case isLetter(c):
			c &^= 0x20
		default:
			continue
		}
		if v.signs < maxSigns {
			v.sign[v.signs] = c
			v.signs++
		}
	}
	return v
}

// number reads n digits from the i-th.
func (v *value) number(i, n int) int {
	x := 0
	for k := i; k < i+n; k++ {
		x = 10*x + int(v.digit[k])
	}
	return x
}

// weighted sums the digits from the i-th, each times its weight.
func (v *value) weighted(i int, weights ...int) int {
	sum := 0
	for k, w := range weights {
		sum += w * int(v.digit[i+k])
	}
	return sum
}

// repeated reports whether all digits are the same.
func (v *value) repeated() bool {
	for _, d := range v.digit[:v.digits] {
		if d != v.digit[0] {
			return false
		}
	}
	return true
}

// luhn is ISO/IEC 7812-1, Annex B. A run of one digit never counts.
func luhn(v value) bool {
	return v.digits > 0 && !v.repeated() && luhnSum(v.digit[:v.digits])%10 == 0
}

func luhnSum(d []uint8) int {
	sum := 0
	for i, x := range d {
		n := int(x)
		if (len(d)-i)%2 == 0 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum
}

// npi prefixes 80840 before the Luhn check (CMS, NPI check digit calculation).
// The prefix adds 24.
func npi(v value) bool {
	return v.digits == 10 && (24+luhnSum(v.digit[:10]))%10 == 0
}

// sin is Luhn; numbers that start with 8 are not in use (Service Canada).
func sin(v value) bool { return v.digits == 9 && v.digit[0] != 8 && luhn(v) }

// bcPHN is British Columbia's mod 11 routine for the Personal Health Number: each
// product is reduced before the sum (Ministry of Health, Teleplan specification).
func bcPHN(v value) bool {
	if v.digits != 10 || v.digit[0] != 9 {
		return false
	}
	sum := 0
	for i, w := range [...]int{2, 4, 8, 5, 10, 9, 7, 3} {
		sum += w * int(v.digit[i+1]) % 11
	}
	c := (11 - sum%11) % 11
	return c != 10 && c == int(v.digit[9])
}

// ramq asks for a real birth date, the month raised by 50 for women (RAMQ). The
// last digit's routine is not published and is not checked.
func ramq(v value) bool {
	if v.signs != 12 || v.digits != 8 {
		return false
	}
	month := v.number(2, 2)
	if month > 50 {
		month -= 50
	}
	return eitherCentury(v.number(0, 2), month, v.number(4, 2))
}

// nhs is the modulus 11 check of the NHS number (NHS Data Dictionary).
func nhs(v value) bool {
	if v.digits != 10 || v.repeated() {
		return false
	}
	c := 11 - v.weighted(0, 10, 9, 8, 7, 6, 5, 4, 3, 2)%11
	if c == 11 {
		c = 0
	}
	return c != 10 && c == int(v.digit[9])
}

// chi is a birth date and the NHS check (Public Health Scotland).
func chi(v value) bool {
	return nhs(v) && eitherCentury(v.number(4, 2), v.number(2, 2), v.number(0, 2))
}

// hcnNI is the range of Northern Ireland, 320 000 0001 to 399 999 9999, and the
// NHS check (NHS Data Dictionary).
func hcnNI(v value) bool {
	return nhs(v) && v.digit[0] == 3 && v.number(1, 9) > 200000000
}

// nino excludes the prefixes never allocated (HMRC, National Insurance Manual,
// NIM39110).
func nino(v value) bool {
	switch string(v.sign[:2]) {
	case "BG", "GB", "KN", "NK", "NT", "TN", "ZZ":
		return false
	}
	return v.signs > 2
}

// ssn excludes what the Social Security Administration never assigns (SSA,
// randomization FAQ): it has no check digit.
func ssn(v value) bool {
	if v.digits != 9 || v.digit[0] == 9 {
		return false
	}
	area := v.number(0, 3)
	return area != 0 && area != 666 && v.number(3, 2) != 0 && v.number(5, 4) != 0
}

// dea is the check of the Drug Enforcement Administration's registration number
// (21 CFR 1301, as pharmacists' manuals give it).
func dea(v value) bool {
	if v.signs != 9 || v.digits < 7 {
		return false
	}
	k := v.digits - 7 // the second letter may be a 9
	return v.weighted(k, 1, 2, 1, 2, 1, 2)%10 == int(v.digit[k+6])
}

// medicare is the check of the Australian Medicare card (Services Australia):
// the ninth digit checks the first eight; the tenth, the issue, is never 0.
func medicare(v value) bool {
	return (v.digits == 10 || v.digits == 11) && v.digit[0] >= 2 && v.digit[0] <= 6 &&
		v.weighted(0, 1, 3, 7, 9, 1, 3, 7, 9)%10 == int(v.digit[8]) && v.digit[9] != 0
}

// provider is the check of the Australian Medicare provider number: six digits
// (a leading 0 may be dropped), a letter or digit of the practice, a check letter
// (as published by vendors of practice software).
func provider(v value) bool {
	const places, marks = "0123456789ABCDEFGHJKLMNPQRTUVWXY", "YXWTLKJHFBA"
	stem := v.signs - 2
	if stem != 5 && stem != 6 {
		return false
	}
	weights := [...]int{3, 5, 8, 4, 2, 1}
	sum := 0
	for i, w := range weights[6-stem:] {
		if !isDigit(v.sign[i]) {
			return false
		}
		sum += w * int(v.sign[i]-'0')
	}
	for place := range len(places) {
		if places[place] == v.sign[stem] {
			return marks[(sum+6*place)%11] == v.sign[stem+1]
		}
	}
	return false
}

// healthcareIdentifier is the Australian 8003 60 (people) or 8003 61 (providers)
// number with the Luhn check (AS 5017, HI Service).
func healthcareIdentifier(v value, kind uint8) bool {
	return v.digits == 16 && v.number(0, 5) == 80036 && v.digit[5] == kind && luhn(v)
}

// tfn is the Australian Tax File Number's weighted mod 11 (Australian Taxation
// Office).
func tfn(v value) bool {
	return v.digits == 9 && !v.repeated() && v.weighted(0, 1, 4, 3, 7, 5, 8, 6, 9, 10)%11 == 0
}

// abn is the check of the Australian Business Number: 1 less in the first digit,
// weights, mod 89 (Australian Business Register).
func abn(v value) bool {
	return v.digits == 11 && v.digit[0] > 0 && (v.weighted(0, 10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)-10)%89 == 0
}

// acn is the check of the Australian Company Number (Australian Securities and
// Investments Commission): weights 8 to 1, and the complement to ten.
func acn(v value) bool {
	return v.digits == 9 && !v.repeated() && (10-v.weighted(0, 8, 7, 6, 5, 4, 3, 2, 1)%10)%10 == int(v.digit[8])
}
