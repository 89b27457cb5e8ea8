package tuf

import (
	"encoding/binary"
	"math/bits"
)

// SHA-256 and SHA-512 (FIPS 180-4). Those of the standard library bring the whole of
// its certified module along, a tenth of ours; tests compare the two.

// The constants of SHA-512: the first 64 bits of the fractions of the cube roots of
// the first 80 primes, and of the square roots of the first eight. Those of SHA-256 are
// their upper halves.
var roundKeys = [80]uint64{
	0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc, 0x3956c25bf348b538,
	0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118, 0xd807aa98a3030242, 0x12835b0145706fbe,
	0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2, 0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235,
	0xc19bf174cf692694, 0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
	0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5, 0x983e5152ee66dfab,
	0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4, 0xc6e00bf33da88fc2, 0xd5a79147930aa725,
	0x06ca6351e003826f, 0x142929670a0e6e70, 0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed,
	0x53380d139d95b3df, 0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
	0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30, 0xd192e819d6ef5218,
	0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8, 0x19a4c116b8d2d0c8, 0x1e376c085141ab53,
	0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8, 0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373,
	0x682e6ff3d6b2b8a3, 0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
	0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b, 0xca273eceea26619c,
	0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178, 0x06f067aa72176fba, 0x0a637dc5a2c898a6,
	0x113f9804bef90dae, 0x1b710b35131c471b, 0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc,
	0x431d67c49c100d4c, 0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817,
}

var firstState = [8]uint64{
	0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
	0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
}

func sum256(data []byte) (sum [32]byte) {
	var h [8]uint32
	for i, x := range firstState {
		h[i] = uint32(x >> 32)
	}
	padded(data, 64, func(b []byte) { block256(&h, b) })
	for i, x := range h {
		binary.BigEndian.PutUint32(sum[4*i:], x)
	}
	return sum
}

func sum512(data []byte) (sum [64]byte) {
	h := firstState
	padded(data, 128, func(b []byte) { block512(&h, b) })
	for i, x := range h {
		binary.BigEndian.PutUint64(sum[8*i:], x)
	}
	return sum
}

// padded calls f for each block of data, which is followed by a one bit, zeros and, in
// the last eight bytes of the last block, its length in bits.
func padded(data []byte, size int, f func(block []byte)) {
	n := len(data)
	for ; len(data) >= size; data = data[size:] {
		f(data[:size])
	}
	var last [256]byte
	end := size
	if copy(last[:], data)+1+size/8 > size {
		end = 2 * size
	}
	last[len(data)] = 0x80
	binary.BigEndian.PutUint64(last[end-8:], uint64(n)*8)
	for at := 0; at < end; at += size {
		f(last[at : at+size])
	}
}

func block256(h *[8]uint32, block []byte) {
	var w [64]uint32
	for i := range 16 {
		w[i] = binary.BigEndian.Uint32(block[4*i:])
	}
	rot := func(x uint32, n int) uint32 { return bits.RotateLeft32(x, -n) }
	for i := 16; i < len(w); i++ {
		x, y := w[i-15], w[i-2]
		w[i] = w[i-16] + w[i-7] + (rot(x, 7) ^ rot(x, 18) ^ x>>3) + (rot(y, 17) ^ rot(y, 19) ^ y>>10)
	}
	v := *h
	for i := range w {
		a, e := v[0], v[4]
		t := v[7] + (rot(e, 6) ^ rot(e, 11) ^ rot(e, 25)) + (e&v[5] ^ ^e&v[6]) + uint32(roundKeys[i]>>32) + w[i]
		u := (rot(a, 2) ^ rot(a, 13) ^ rot(a, 22)) + (a&v[1] ^ a&v[2] ^ v[1]&v[2])
		v = [8]uint32{t + u, a, v[1], v[2], v[3] + t, e, v[5], v[6]}
	}
	for i := range h {
		h[i] += v[i]
	}
}

func block512(h *[8]uint64, block []byte) {
	var w [80]uint64
	for i := range 16 {
		w[i] = binary.BigEndian.Uint64(block[8*i:])
	}
	rot := func(x uint64, n int) uint64 { return bits.RotateLeft64(x, -n) }
	for i := 16; i < len(w); i++ {
		x, y := w[i-15], w[i-2]
		w[i] = w[i-16] + w[i-7] + (rot(x, 1) ^ rot(x, 8) ^ x>>7) + (rot(y, 19) ^ rot(y, 61) ^ y>>6)
	}
	v := *h
	for i := range w {
		a, e := v[0], v[4]
		t := v[7] + (rot(e, 14) ^ rot(e, 18) ^ rot(e, 41)) + (e&v[5] ^ ^e&v[6]) + roundKeys[i] + w[i]
		u := (rot(a, 28) ^ rot(a, 34) ^ rot(a, 39)) + (a&v[1] ^ a&v[2] ^ v[1]&v[2])
		v = [8]uint64{t + u, a, v[1], v[2], v[3] + t, e, v[5], v[6]}
	}
	for i := range h {
		h[i] += v[i]
	}
}
