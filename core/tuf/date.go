package tuf

import "strconv"

// maxDate is the last second of the year 9999, in unix seconds.
const maxDate = 253402300799

// parseDate reads a date such as 2026-11-25T12:00:00Z, to unix seconds
// (specification 4.2.1: ISO 8601, always UTC). A fraction of a second is cut off.
func parseDate(s string) (unix int64, ok bool) {
	const shape = "0000-00-00T00:00:00"
	if len(s) <= len(shape) || s[len(s)-1] != 'Z' {
		return 0, false
	}
	for i := range len(s) - 1 {
		digit := '0' <= s[i] && s[i] <= '9'
		switch {
		case i < len(shape) && shape[i] == '0', i > len(shape):
			if !digit {
				return 0, false
			}
		case i < len(shape) && s[i] != shape[i], i == len(shape) && (s[i] != '.' || i == len(s)-2):
			return 0, false
		}
	}
	field := func(from, to int) int64 {
		n, _ := strconv.ParseInt(s[from:to], 10, 64) // digits, as seen above
		return n
	}
	y, m, d := field(0, 4), field(5, 7), field(8, 10)
	hour, minute, second := field(11, 13), field(14, 16), field(17, 19)
	if m < 1 || m > 12 || d < 1 || d > daysIn(y, m) || hour > 23 || minute > 59 || second > 59 {
		return 0, false
	}
	return days(y, m, d)*86400 + hour*3600 + minute*60 + second, true
}

// formatDate is the inverse of parseDate for the years 1970 to 9999.
func formatDate(unix int64) string {
	unix = min(max(unix, 0), maxDate)
	day, rest := unix/86400, unix%86400
	y := 1970 + day/366 // at most a few years too early
	for days(y+1, 1, 1) <= day {
		y++
	}
	day -= days(y, 1, 1)
	m := int64(1)
	for day >= daysIn(y, m) {
		day -= daysIn(y, m)
		m++
	}
	b := appendDigits(nil, y, 4)
	b = appendDigits(append(b, '-'), m, 2)
	b = appendDigits(append(b, '-'), day+1, 2)
	b = appendDigits(append(b, 'T'), rest/3600, 2)
	b = appendDigits(append(b, ':'), rest/60%60, 2)
	b = appendDigits(append(b, ':'), rest%60, 2)
	return string(append(b, 'Z'))
}

func appendDigits(b []byte, n int64, width int) []byte {
	s := strconv.FormatInt(n, 10)
	for range width - len(s) {
		b = append(b, '0')
	}
	return append(b, s...)
}

func isLeap(y int64) bool { return y%4 == 0 && (y%100 != 0 || y%400 == 0) }

func daysIn(y, m int64) int64 {
	if m == 2 && isLeap(y) {
		return 29
	}
	return [...]int64{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[m-1]
}

// days counts the days from 1970-01-01 to a date of the Gregorian calendar.
func days(y, m, d int64) int64 {
	leaps := func(y int64) int64 { return y/4 - y/100 + y/400 } // up to the end of year y
	n := 365*(y-1970) + leaps(y-1) - leaps(1969)
	for k := int64(1); k < m; k++ {
		n += daysIn(y, k)
	}
	return n + d - 1
}
