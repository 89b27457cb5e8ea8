package identifier

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestChecksums(t *testing.T) {
	for _, c := range []struct {
		name, sum, value string
		want             bool
	}{
		{"ISO 7812 example", "luhn", "79927398713", true},
		{"one digit off", "luhn", "79927398710", false},
		{"one digit repeated never counts", "luhn", "0000000000", false},
		{"the published provider example", "luhn_npi", "1234567893", true},
		{"a tenth digit that is right without the prefix", "luhn_npi", "1234567897", false},
		{"8 is not in use", "sin", "812345672", false},
		{"a remainder of 10 is never issued", "mod11_nhs", "1000000010", false},
		{"a birth date that is none", "chi", "310290 0015", false},
		{"below the Northern Irish range", "hcn_ni", "3200000000", false},
		{"woman born on a real day", "ramq", "TEST 8562 1218", true},
		{"a month of 63", "ramq", "TEST 8563 1218", false},
		{"29 February of a leap year", "ramq", "TEST 0402 2918", true},
		{"29 February of no leap year", "ramq", "TEST 0302 2918", false},
		{"reserved prefix", "nino", "BG123456A", false},
		{"area 666", "ssn", "666-12-3456", false},
		{"a 9 as second letter", "dea", "F91234563", true},
		{"issue number 0", "au_medicare", "2123456700", false},
		{"leading zero dropped", "au_provider", "24742F", false},
		{"people's number as a provider's", "hpii", "8003608166690503", false},
		{"bank of Germany's example", "iban", "DE89 3704 0044 0532 0130 00", true},
		{"check digits swapped", "iban", "DE98 3704 0044 0532 0130 00", false},
		{"X as check digit", "vin", "1M8GDM9AXKP042788", true},
		{"letters that vehicles never have", "vin", "1O8GDM9AXKP042788", false},
		{"routing number of a Reserve Bank", "aba", "021000021", true},
		{"no Federal Reserve district", "aba", "991000021", false},
		{"INSEE's example", "nir", "2 69 05 49 588 157 80", true},
		{"Corsica", "nir", "1 84 12 2A 451 089 " + nirKey("184122A451089"), true},
		{"Corsica's other half", "nir", "1 84 12 2B 451 089 " + nirKey("184122B451089"), true},
		{"a key that is off", "nir", "2 69 05 49 588 157 81", false},
		{"key of a French account", "rib", "20041 01005 0500013M026 06", true},
		{"a letter that is off", "rib", "20041 01005 0500013N026 06", false},
		{"the registers' example", "abn", "51 824 753 556", true},
		{"two digits swapped", "abn", "51 824 735 556", false},
		{"a company's", "acn", "004 999 992", false},
		{"a company's, right", "acn", "004 999 991", true},
		{"a date with a time", "date", "2024-07-03T14:05:00", true},
		{"leading zeros", "ip", "192.0.2.044", false},
		{"five octets", "ip", "192.0.2.4.4", false},
		{"full form", "ip", "2001:db8:0:0:0:0:0:1", true},
		{"shortened twice", "ip", "2001::db8::1", false},
		{"too short without ::", "ip", "2001:db8:1", false},
		{"a single colon at the end", "ip", "1:2:3:4:5:6:7:", false},
		{"month first", "date", "02/14/1961", true},
		{"neither order is a day", "date", "31/31/2020", false},
		{"1900 was no leap year", "date", "29/02/1900", false},
		{"no date at all", "date", "1/2", false},
		{"never issued", "unissued", "QQ123456A", false},
	} {
		t.Run(c.sum+": "+c.name, func(t *testing.T) {
			i := checkIndex(c.sum)
			require.GreaterOrEqual(t, i, 0)
			assert.Equal(t, c.want, checks[i].holds(read([]byte(c.value))), c.value)
		})
	}
}

// nirKey computes the key of a number of Corsica independently: with the
// department's letter as INSEE's rule has it, 2A as 19 and 2B as 18.
func nirKey(s string) string {
	n := 0
	for _, c := range s[:5] + map[string]string{"2A": "19", "2B": "18"}[s[5:7]] + s[7:] {
		n = n*10 + int(c-'0')
	}
	key := 97 - n%97
	return string([]byte{byte('0' + key/10), byte('0' + key%10)})
}

// A checksum gets only what its pattern let through in use; it must not fall over
// anything else.
func TestChecksumsTakeAnything(t *testing.T) {
	for _, c := range checks {
		for _, s := range []string{"", "1", "A", "::", ".", "2A", "99999999999999999999999999999999999999999999999999", "ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ"} {
			assert.NotPanics(t, func() { c.holds(read([]byte(s))) }, "%s on %q", c.name, s)
		}
	}
}
