package pack

// Numbers whose high bytes are mostly nought are written in planes: the lowest byte of
// each, then the next byte of each, up to the fourth. So they compress best.
const planeCount = 4

// planes writes numbers in planes.
func planes(list []uint32) []byte {
	n := len(list)
	out := make([]byte, planeCount*n)
	for i, x := range list {
		for p := range planeCount {
			out[p*n+i] = byte(x >> (8 * p))
		}
	}
	return out
}

// fromPlanes reads what planes wrote; nil for bytes that are no whole planes.
func fromPlanes(b []byte) []uint32 {
	n := len(b) / planeCount
	if len(b) != planeCount*n {
		return nil
	}
	out := make([]uint32, n)
	b0, b1, b2, b3 := b[:n], b[n:2*n], b[2*n:3*n], b[3*n:4*n]
	for i := range out {
		out[i] = uint32(b0[i]) | uint32(b1[i])<<8 | uint32(b2[i])<<16 | uint32(b3[i])<<24
	}
	return out
}

// fromLengths reads offsets that are written as the lengths between them.
func fromLengths(b []byte) []uint32 {
	lengths := fromPlanes(b)
	out := make([]uint32, len(lengths)+1)
	for i, n := range lengths {
		out[i+1] = out[i] + n
	}
	return out
}
