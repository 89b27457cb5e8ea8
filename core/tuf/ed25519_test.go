package tuf

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"encoding/hex"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func random(r *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

func TestHashesAreThoseOfTheStandardLibrary(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for n := range 600 { // every length of padding, several times
		b := random(r, n)
		require.Equal(t, sha256.Sum256(b), sum256(b), "SHA-256 of %d bytes", n)
		require.Equal(t, sha512.Sum512(b), sum512(b), "SHA-512 of %d bytes", n)
	}
}

func TestHashesOfFIPS180(t *testing.T) {
	a, b := sum256([]byte("abc")), sum512([]byte("abc"))
	assert.Equal(t, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", hex.EncodeToString(a[:]))
	assert.Equal(t, "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"+
		"2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f", hex.EncodeToString(b[:]))
}

// The first tests of RFC 8032, 7.1.
func TestSignaturesOfRFC8032(t *testing.T) {
	for _, c := range []struct{ public, message, signature string }{
		{"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
			"e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
		{"3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
			"92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
	} {
		public, _ := hex.DecodeString(c.public)
		message, _ := hex.DecodeString(c.message)
		signature, _ := hex.DecodeString(c.signature)
		assert.True(t, verified(public, message, signature))
	}
}

func TestOnlyTheHolderOfTheKeySignsTheMessage(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for range 200 {
		private := ed25519.NewKeyFromSeed(random(r, 32))
		public, message := []byte(private.Public().(ed25519.PublicKey)), random(r, r.IntN(300)+1)
		signature := ed25519.Sign(private, message)
		require.True(t, verified(public, message, signature))
		for _, b := range [][]byte{public, message, signature} {
			i, bit := r.IntN(len(b)), byte(1)<<r.IntN(8)
			b[i] ^= bit
			require.False(t, verified(public, message, signature), "a bit is wrong")
			b[i] ^= bit
		}
		require.False(t, verified(public[:31], message, signature))
		require.False(t, verified(public, message, signature[:63]))
	}
}

// What is at the edge of the rules is judged as crypto/ed25519 judges it: points of
// small order, coordinates beyond the modulus, a sign for nought, s beyond the order.
func TestOddSignaturesAreJudgedAsByTheStandardLibrary(t *testing.T) {
	number := func(x *big.Int, bits int) []byte {
		b := x.FillBytes(make([]byte, bits/8))
		for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
			b[i], b[j] = b[j], b[i]
		}
		return b
	}
	prime := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 255), big.NewInt(19))
	order, _ := new(big.Int).SetString("7237005577332262213973186563042994240857116359379907606001950938285454250989", 10)
	var points, scalars [][]byte
	for low := range int64(5) {
		for _, base := range []*big.Int{new(big.Int), new(big.Int).Sub(prime, big.NewInt(2))} {
			b := number(new(big.Int).Add(base, big.NewInt(low)), 256)
			signed := append([]byte{}, b...)
			signed[31] ^= 0x80
			points = append(points, b, signed)
		}
	}
	for _, known := range []string{ // of order 8 (Chalkias, Garillot and Nikolaenko, Taming the many EdDSAs, 2020)
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a", "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
	} {
		b, err := hex.DecodeString(known)
		require.NoError(t, err)
		points = append(points, b)
	}
	for _, x := range []*big.Int{new(big.Int), big.NewInt(1), new(big.Int).Sub(order, big.NewInt(1)), order, new(big.Int).Add(order, big.NewInt(1))} {
		scalars = append(scalars, number(x, 256))
	}
	accepted := 0
	for i, public := range points {
		for k, r := range points {
			for _, s := range scalars {
				message := []byte{byte(i), byte(k)}
				signature := append(append([]byte{}, r...), s...)
				want := ed25519.Verify(public, message, signature)
				require.Equal(t, want, verified(public, message, signature), "key %x signature %x", public, signature)
				if want {
					accepted++
				}
			}
		}
	}
	assert.Positive(t, accepted, "some of them are taken")
}

func TestArithmeticModuloThePrime(t *testing.T) {
	prime := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 255), big.NewInt(19))
	value := func(a element) *big.Int {
		b := a.bytes()
		for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
			b[i], b[j] = b[j], b[i]
		}
		return new(big.Int).SetBytes(b[:])
	}
	r := rand.New(rand.NewPCG(3, 3))
	for range 2000 {
		a, b := elementOf(random(r, 32)), elementOf(random(r, 32))
		if r.IntN(4) == 0 { // limbs as full as they get
			a = element{limb, limb, limb, limb, limb}
		}
		if r.IntN(4) == 0 {
			b = zero.minus(element{1 + r.Uint64N(40)})
		}
		x, y := value(a), value(b)
		mod := func(v *big.Int) *big.Int { return v.Mod(v, prime) }
		require.Equal(t, mod(new(big.Int).Add(x, y)), value(a.plus(b)))
		require.Equal(t, mod(new(big.Int).Sub(x, y)), value(a.minus(b)))
		require.Equal(t, mod(new(big.Int).Mul(x, y)), value(a.times(b)))
		require.Equal(t, mod(new(big.Int).Mul(x, x)), value(a.square()))
		if x.Sign() > 0 {
			require.Equal(t, new(big.Int).ModInverse(x, prime), value(a.inverse()))
		}
	}
}

// Digits add up to the scalar, and are as sparse as they say.
func TestDigitsOfScalars(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	last, _ := groupOrder.minus(scalar{1})
	cases := []scalar{{}, {1}, {15}, {16}, {31}, {32}, {1<<64 - 1}, {0, 1<<64 - 1, 1<<64 - 1}, last}
	for range 500 {
		cases = append(cases, scalar{r.Uint64(), r.Uint64(), r.Uint64(), r.Uint64() >> 4})
	}
	for _, s := range cases {
		sum, want := new(big.Int), new(big.Int)
		for i := 3; i >= 0; i-- {
			want.Add(want.Lsh(want, 64), new(big.Int).SetUint64(s[i]))
		}
		digits, next := s.digits(), 0
		for i := len(digits) - 1; i >= 0; i-- {
			sum.Add(sum.Lsh(sum, 1), big.NewInt(int64(digits[i])))
		}
		for i, d := range digits {
			if d != 0 {
				require.True(t, d%2 != 0 && -16 < d && d < 16, "%v: %d", s, d)
				require.GreaterOrEqual(t, i, next, "%v", s)
				next = i + 5
			}
		}
		require.Equal(t, want, sum, "%v", s)
	}
}

func BenchmarkVerify(b *testing.B) {
	private := ed25519.NewKeyFromSeed(make([]byte, 32))
	message := make([]byte, 1000)
	signature := ed25519.Sign(private, message)
	for b.Loop() {
		verified(private[32:], message, signature)
	}
}

// torsion are the eight points of small order, multiples of one of order eight.
func torsion(t *testing.T) (points [8]point) {
	b, err := hex.DecodeString("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")
	require.NoError(t, err)
	eighth, ok := pointOf(b)
	require.True(t, ok)
	points[0] = curveNeutral
	for i := 1; i < len(points); i++ {
		points[i] = points[i-1].plus(eighth.addend())
	}
	require.Equal(t, curveNeutral.bytes(), points[7].plus(eighth.addend()).bytes())
	return points
}

// multiple is the product of a scalar and a point.
func (p point) multiple(s scalar) point {
	out := curveNeutral
	for i := 255; i >= 0; i-- {
		out = out.twice()
		if s[i/64]>>(i%64)&1 != 0 {
			out = out.plus(p.addend())
		}
	}
	return out
}

// Keys and signatures with a component of small order, whole and mixed, as in the
// condition table of Chalkias, Garillot and Nikolaenko, Taming the many EdDSAs (2020):
// the check is without the cofactor, as in crypto/ed25519.
func TestSmallOrderComponentsAreJudgedAsByTheStandardLibrary(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	small := torsion(t)
	bytesOf := func(s scalar) []byte {
		b := make([]byte, 32)
		for i, w := range s {
			binary.LittleEndian.PutUint64(b[8*i:], w)
		}
		return b
	}
	modulo := func(product *big.Int) scalar {
		order, _ := new(big.Int).SetString("7237005577332262213973186563042994240857116359379907606001950938285454250989", 10)
		b := new(big.Int).Mod(product, order).FillBytes(make([]byte, 32))
		for i, j := 0, 31; i < j; i, j = i+1, j-1 {
			b[i], b[j] = b[j], b[i]
		}
		return scalarOf(b)
	}
	big256 := func(s scalar) *big.Int {
		b := bytesOf(s)
		for i, j := 0, 31; i < j; i, j = i+1, j-1 {
			b[i], b[j] = b[j], b[i]
		}
		return new(big.Int).SetBytes(b)
	}
	accepted, refused := 0, 0
	for i := range small {
		for j := range small {
			for _, mixed := range []bool{false, true} {
				// The key a·B + small[i] and the point n·B + small[j]; a and n are nought
				// for points of small order alone.
				var a, n scalar
				if mixed {
					a, n = reduced([64]byte(random(r, 64))), reduced([64]byte(random(r, 64)))
				}
				key, point := curveBase.multiple(a).plus(small[i].addend()).bytes(), curveBase.multiple(n).plus(small[j].addend()).bytes()
				message := random(r, 32)
				k := reduced(sum512(append(append(bytes.Clone(point[:]), key[:]...), message...)))
				s := modulo(new(big.Int).Add(big256(n), new(big.Int).Mul(big256(k), big256(a))))
				signature := append(bytes.Clone(point[:]), bytesOf(s)...)
				want := ed25519.Verify(key[:], message, signature)
				require.Equal(t, want, verified(key[:], message, signature), "key %x message %x signature %x", key, message, signature)
				if want {
					accepted++
				} else {
					refused++
				}
			}
		}
	}
	assert.Positive(t, accepted)
	assert.Positive(t, refused)
}

// With a key of small order anybody can sign; none is let in.
func TestKeysThatBindNobodyAreRefused(t *testing.T) {
	for i, p := range torsion(t) {
		b := p.bytes()
		assert.False(t, isStrong(b[:]), "of order dividing 8, the multiple %d", i)
		b[31] ^= 0x80
		assert.False(t, isStrong(b[:]), "its negative or not canonical")
	}
	for _, odd := range []string{
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // y is the modulus
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // and one above
		"f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // 3, written too long
		"0200000000000000000000000000000000000000000000000000000000000000", // not on the curve
	} {
		b, err := hex.DecodeString(odd)
		require.NoError(t, err)
		assert.False(t, isStrong(b), odd)
	}
	r := rand.New(rand.NewPCG(6, 6))
	for range 50 {
		assert.True(t, isStrong(ed25519.NewKeyFromSeed(random(r, 32))[32:]))
	}
}

// go test -fuzz FuzzVerified ./core/tuf
func FuzzVerified(f *testing.F) {
	private := ed25519.NewKeyFromSeed(make([]byte, 32))
	public, message := []byte(private[32:]), []byte("message")
	f.Add(public, message, ed25519.Sign(private, message), false)
	f.Add(make([]byte, 32), message, make([]byte, 64), true)
	f.Fuzz(func(t *testing.T, public, message, signature []byte, sign bool) {
		if len(public) != 32 {
			assert.False(t, verified(public, message, signature))
			return
		}
		if sign { // a true signature by the key of that seed, with what was given as the key's place
			key := ed25519.NewKeyFromSeed(public)
			public, signature = key[32:], ed25519.Sign(key, message)
		}
		assert.Equal(t, ed25519.Verify(public, message, signature), verified(public, message, signature))
	})
}

// go test -fuzz FuzzHashes ./core/tuf
func FuzzHashes(f *testing.F) {
	f.Add([]byte("abc"), uint8(3))
	f.Fuzz(func(t *testing.T, b []byte, times uint8) {
		b = bytes.Repeat(b, 1+int(times))
		assert.Equal(t, sha256.Sum256(b), sum256(b))
		assert.Equal(t, sha512.Sum512(b), sum512(b))
	})
}
