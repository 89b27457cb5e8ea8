package text

import "unicode/utf8"

// clean fills d.Clean and the offset maps from src. Invalid bytes become one
// U+FFFD each and count as one code unit, which is what a browser's text has there.
func (d *Doc) clean(src []byte) {
	d.Clean = d.Clean[:0]
	d.starts, d.ends = d.starts[:0], d.ends[:0]
	d.identity = true
	n := 0
	for n < len(src) && src[n] < 0x80 && src[n] != '\r' {
		n++
	}
	d.Clean = append(d.Clean, src[:n]...)
	if n == len(src) {
		d.Units = n
		return
	}
	d.identity = false
	for i := range n {
		d.starts = append(d.starts, int32(i))
		d.ends = append(d.ends, int32(i+1))
	}
	u := int32(n)
	var enc [utf8.UTFMax]byte
	for i := n; i < len(src); {
		r, w := rune(src[i]), 1
		if r >= 0x80 {
			r, w = utf8.DecodeRune(src[i:])
		}
		width := int32(1)
		if r >= 0x10000 {
			width = 2
		}
		f := foldRune(r)
		if r == '\r' {
			f = '\n'
			if i+1 < len(src) && src[i+1] == '\n' {
				f = 0
			}
		}
		if f == 0 {
			// What vanished belongs to the character before it, so that a span
			// covers the whole disguise.
			if k := len(d.ends); k > 0 && r != '\r' {
				end := d.ends[k-1]
				for k > 0 && d.ends[k-1] == end {
					d.ends[k-1] = u + width
					k--
				}
			}
		} else {
			m := utf8.EncodeRune(enc[:], f)
			d.Clean = append(d.Clean, enc[:m]...)
			for range m {
				d.starts = append(d.starts, u)
				d.ends = append(d.ends, u+width)
			}
		}
		u += width
		i += w
	}
	d.Units = int(u)
}
