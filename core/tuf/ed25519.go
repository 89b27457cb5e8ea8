package tuf

import (
	"encoding/binary"
	"math/bits"
)

// Ed25519 (RFC 8032), to verify only: nothing here is secret, so time may tell of
// it. It takes the very signatures that crypto/ed25519 takes, which brings a tenth of
// the module's size along; tests compare the two. That is: s must be below the
// group's order; the equation is checked without the cofactor, on the bytes of the
// point, so that one written another way is refused; a public key may be written
// another way or be of small order, which is why keys must pass isStrong first.

const (
	publicKeySize = 32
	signatureSize = 64
)

// point is a point of the curve, in extended coordinates: x = X/Z, y = Y/Z, xy = T/Z.
type point struct{ x, y, z, t element }

var (
	curveD       = element{0x34dca135978a3, 0x1a8283b156ebd, 0x5e7a26001c029, 0x739c663a03cbb, 0x52036cee2b6ff}
	curveTwiceD  = curveD.plus(curveD)
	curveNeutral = point{y: one, z: one}
	curveBase    = point{
		x: element{0x62d608f25d51a, 0x412a4b4f6592a, 0x75b7171a4b31d, 0x1ff60527118fe, 0x216936d3cd6e5},
		y: element{0x6666666666658, 0x4cccccccccccc, 0x1999999999999, 0x3333333333333, 0x6666666666666},
		z: one,
		t: element{0x68ab3a5b7dda3, 0xeea2a5eadbb, 0x2af8df483c27e, 0x332b375274732, 0x67875f0fd78b7},
	}
	ofBase = curveBase.multiples()
	// groupOrder is the order of curveBase, the least word first.
	groupOrder = scalar{0x5812631a5cf5d3ed, 0x14def9dea2f79cd6, 0, 1 << 60}
)

// pointOf reads a point as RFC 8032, 5.1.3 writes it.
func pointOf(b []byte) (p point, ok bool) {
	y := elementOf(b)
	square := y.square()
	x, ok := rootOfRatio(square.minus(one), square.times(curveD).plus(one))
	if !ok {
		return p, false
	}
	if b[31]>>7 != 0 {
		x = zero.minus(x)
	}
	return point{x, y, one, x.times(y)}, true
}

// isStrong reports whether a public key binds its holder: written the one way that
// RFC 8032, 5.1.3 allows, and not of small order, for which anybody can find
// signatures.
func isStrong(public []byte) bool {
	p, ok := pointOf(public)
	return ok && p.bytes() == [32]byte(public) && p.twice().twice().twice().bytes() != curveNeutral.bytes()
}

func (p point) bytes() [32]byte {
	inverse := p.z.inverse()
	out := p.y.times(inverse).bytes()
	if p.x.times(inverse).odd() {
		out[31] |= 0x80
	}
	return out
}

func (p point) negative() point { return point{zero.minus(p.x), p.y, p.z, zero.minus(p.t)} }

// addend is a point made ready to be added to others: Y-X, Y+X, 2Z and 2dT.
type addend struct{ difference, sum, twiceZ, scaledT element }

func (p point) addend() addend {
	return addend{p.y.minus(p.x), p.y.plus(p.x), p.z.plus(p.z), p.t.times(curveTwiceD)}
}

func (q addend) negative() addend {
	return addend{q.sum, q.difference, q.twiceZ, zero.minus(q.scaledT)}
}

// plus adds two points (Hisil, Wong, Carter and Dawson 2008, 3.1).
func (p point) plus(q addend) point {
	a := p.y.minus(p.x).times(q.difference)
	b := p.y.plus(p.x).times(q.sum)
	c := p.t.times(q.scaledT)
	d := p.z.times(q.twiceZ)
	e, f, g, h := b.minus(a), d.minus(c), d.plus(c), b.plus(a)
	return point{e.times(f), g.times(h), f.times(g), e.times(h)}
}

// multiples are 1, 3, 5 … 15 times a point.
type multiples [8]addend

func (p point) multiples() (m multiples) {
	twice := p.twice().addend()
	for i := range m {
		m[i] = p.addend()
		p = p.plus(twice)
	}
	return m
}

// add adds an odd number of times the point, below nought too; nothing for 0.
func (m *multiples) add(digit int8, to point) point {
	switch {
	case digit > 0:
		return to.plus(m[digit/2])
	case digit < 0:
		return to.plus(m[-digit/2].negative())
	}
	return to
}

// twice adds a point to itself (the same, 3.3).
func (p point) twice() point {
	a, b, c := p.x.square(), p.y.square(), p.z.square()
	c = c.plus(c)
	e := p.x.plus(p.y).square().minus(a).minus(b)
	g, h := b.minus(a), zero.minus(a).minus(b)
	f := g.minus(c)
	return point{e.times(f), g.times(h), f.times(g), e.times(h)}
}

// scalar is a number of 256 bits, the least word first.
type scalar [4]uint64

func scalarOf(b []byte) (s scalar) {
	for i := range s {
		s[i] = binary.LittleEndian.Uint64(b[8*i:])
	}
	return s
}

// minus returns s-o, and whether s was the less.
func (s scalar) minus(o scalar) (out scalar, less bool) {
	borrow := uint64(0)
	for i := range s {
		out[i], borrow = bits.Sub64(s[i], o[i], borrow)
	}
	return out, borrow != 0
}

// digits is the non-adjacent form of a scalar below 2^253, of width 5: each digit is 0 or
// odd, from -15 to 15, and of five neighbours one at the most is not 0.
func (s scalar) digits() (out [256]int8) {
	carry := uint64(0)
	for i := 0; i < len(out); {
		window := s[i/64] >> (i % 64)
		if i%64 > 59 && i < 192 {
			window |= s[i/64+1] << (64 - i%64)
		}
		window = window&31 + carry
		if window%2 == 0 {
			i++
			continue
		}
		carry = window >> 4
		out[i] = int8(window) - int8(carry<<5)
		i += 5
	}
	return out
}

// reduced reads 64 bytes, little-endian, modulo the group's order.
func reduced(b [64]byte) (r scalar) {
	for i := 8*len(b) - 1; i >= 0; i-- {
		for k := 3; k > 0; k-- {
			r[k] = r[k]<<1 | r[k-1]>>63
		}
		r[0] = r[0]<<1 | uint64(b[i/8]>>(i%8)&1)
		if less, negative := r.minus(groupOrder); !negative {
			r = less
		}
	}
	return r
}

// verified reports whether signature is that of a message by the holder of a public
// key.
func verified(public, message, signature []byte) bool {
	if len(public) != publicKeySize || len(signature) != signatureSize {
		return false
	}
	key, ok := pointOf(public)
	s := scalarOf(signature[32:])
	if _, less := s.minus(groupOrder); !ok || !less {
		return false
	}
	hashed := append(append(append(make([]byte, 0, 64+len(message)), signature[:32]...), public...), message...)
	k := reduced(sum512(hashed))
	// The sum of s times the base and k times the key's negative must be the point
	// that the signature begins with. Both are multiplied in one go (Straus).
	ofKey, times, timesBase := key.negative().multiples(), k.digits(), s.digits()
	p := curveNeutral
	for i := len(times) - 1; i >= 0; i-- {
		p = p.twice()
		p = ofKey.add(times[i], p)
		p = ofBase.add(timesBase[i], p)
	}
	return p.bytes() == [32]byte(signature[:32])
}
