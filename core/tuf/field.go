package tuf

import (
	"encoding/binary"
	"math/bits"
)

// element is a number modulo 2^255-19: five limbs of 51 bits, the least first, which
// may run over by a few bits between operations.
type element [5]uint64

const limb = 1<<51 - 1

var (
	zero = element{}
	one  = element{1}
)

// elementOf reads 32 bytes, little-endian, without the highest bit.
func elementOf(b []byte) element {
	x := [4]uint64{}
	for i := range x {
		x[i] = binary.LittleEndian.Uint64(b[8*i:])
	}
	return element{
		x[0] & limb, (x[0]>>51 | x[1]<<13) & limb, (x[1]>>38 | x[2]<<26) & limb, (x[2]>>25 | x[3]<<39) & limb, x[3] >> 12 & limb,
	}
}

// carry brings the limbs back to 51 bits, but for the first.
func (a element) carry() element {
	for i := range 4 {
		a[i+1] += a[i] >> 51
		a[i] &= limb
	}
	a[0] += 19 * (a[4] >> 51)
	a[4] &= limb
	return a
}

// bytes is the inverse of elementOf; the number is below 2^255-19.
func (a element) bytes() (out [32]byte) {
	a = a.carry().carry()
	over := (a[0] + 19) >> 51 // is a at least 2^255-19?
	for _, x := range a[1:] {
		over = (x + over) >> 51
	}
	a[0] += 19 * over
	for i := range 4 {
		a[i+1] += a[i] >> 51
		a[i] &= limb
	}
	a[4] &= limb
	for i, x := range [...]uint64{a[0] | a[1]<<51, a[1]>>13 | a[2]<<38, a[2]>>26 | a[3]<<25, a[3]>>39 | a[4]<<12} {
		binary.LittleEndian.PutUint64(out[8*i:], x)
	}
	return out
}

func (a element) equal(b element) bool { return a.bytes() == b.bytes() }

// odd reports whether the least number that a stands for is odd.
func (a element) odd() bool { return a.bytes()[0]&1 != 0 }

func (a element) plus(b element) element {
	for i := range a {
		a[i] += b[i]
	}
	return a.carry()
}

// minus adds twice the modulus, so that no limb falls below nought.
func (a element) minus(b element) element {
	a[0] += 2 * (limb - 18)
	for i := range 4 {
		a[i+1] += 2 * limb
	}
	for i := range a {
		a[i] -= b[i]
	}
	return a.carry()
}

func (a element) times(b element) element {
	b19 := element{0, 19 * b[1], 19 * b[2], 19 * b[3], 19 * b[4]} // 2^255 is 19
	r0 := wide{}.plus(a[0], b[0]).plus(a[1], b19[4]).plus(a[2], b19[3]).plus(a[3], b19[2]).plus(a[4], b19[1])
	r1 := wide{}.plus(a[0], b[1]).plus(a[1], b[0]).plus(a[2], b19[4]).plus(a[3], b19[3]).plus(a[4], b19[2])
	r2 := wide{}.plus(a[0], b[2]).plus(a[1], b[1]).plus(a[2], b[0]).plus(a[3], b19[4]).plus(a[4], b19[3])
	r3 := wide{}.plus(a[0], b[3]).plus(a[1], b[2]).plus(a[2], b[1]).plus(a[3], b[0]).plus(a[4], b19[4])
	r4 := wide{}.plus(a[0], b[4]).plus(a[1], b[3]).plus(a[2], b[2]).plus(a[3], b[1]).plus(a[4], b[0])
	return reduce(r0, r1, r2, r3, r4)
}

// reduce carries what runs over each limb to the next.
func reduce(r0, r1, r2, r3, r4 wide) element {
	r1 = r1.over(r0)
	r2 = r2.over(r1)
	r3 = r3.over(r2)
	r4 = r4.over(r3)
	first := r0.low&limb + 19*(r4.high<<13|r4.low>>51)
	return element{first & limb, r1.low&limb + first>>51, r2.low & limb, r3.low & limb, r4.low & limb}
}

// wide is a number of 128 bits.
type wide struct{ high, low uint64 }

// plus adds a product.
func (w wide) plus(x, y uint64) wide {
	high, low := bits.Mul64(x, y)
	low, c := bits.Add64(w.low, low, 0)
	return wide{w.high + high + c, low}
}

// over adds what runs over the limb below.
func (w wide) over(below wide) wide {
	low, c := bits.Add64(w.low, below.high<<13|below.low>>51, 0)
	return wide{w.high + c, low}
}

func (a element) square() element {
	d0, d1, d2 := 2*a[0], 2*a[1], 2*a[2]
	a3, a4 := 19*a[3], 19*a[4] // 2^255 is 19
	r0 := wide{}.plus(a[0], a[0]).plus(d1, a4).plus(d2, a3)
	r1 := wide{}.plus(d0, a[1]).plus(d2, a4).plus(a[3], a3)
	r2 := wide{}.plus(d0, a[2]).plus(a[1], a[1]).plus(2*a[3], a4)
	r3 := wide{}.plus(d0, a[3]).plus(d1, a[2]).plus(a[4], a4)
	r4 := wide{}.plus(d0, a[4]).plus(d1, a[3]).plus(a[2], a[2])
	return reduce(r0, r1, r2, r3, r4)
}

// power raises a to 2^n - 1 - without, where without is below 2^lowBits.
func (a element) power(n int, without uint64) element {
	out := a.ones(n - lowBits)
	for i := lowBits - 1; i >= 0; i-- {
		out = out.square()
		if without>>i&1 == 0 {
			out = out.times(a)
		}
	}
	return out
}

const lowBits = 5

// ones raises a to 2^n - 1: to a number of n bits that are all 1.
func (a element) ones(n int) element {
	if n == 1 {
		return a
	}
	half := a.ones(n / 2)
	out := half
	for range n / 2 {
		out = out.square()
	}
	out = out.times(half)
	if n%2 == 1 {
		out = out.square().times(a)
	}
	return out
}

// inverse is a to 2^255 - 21 (Fermat).
func (a element) inverse() element { return a.power(255, 20) }

// minusOneRoot is a square root of -1.
var minusOneRoot = element{0x61b274a0ea0b0, 0xd5a5fc8f189d, 0x7ef5e9cbd0c60, 0x78595a6804c9e, 0x2b8324804fc1d}

// rootOfRatio returns the even square root of u/v; false when there is none (RFC 8032,
// 5.1.3).
func rootOfRatio(u, v element) (root element, ok bool) {
	v3 := v.square().times(v)
	root = u.times(v3).times(u.times(v3.square()).times(v).power(252, 2)) // 2^252 - 3
	switch square := root.square().times(v); {
	case square.equal(u):
	case square.equal(zero.minus(u)):
		root = root.times(minusOneRoot)
	default:
		return root, false
	}
	if root.odd() {
		root = zero.minus(root)
	}
	return root, true
}
