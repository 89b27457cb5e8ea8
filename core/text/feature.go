package text

// Features calls f with the bucket of every word and pair of neighbouring words
// of a draft, once for each time it stands there. Numbers count by how many
// digits they have. buckets must be a power of two.
func (d *Doc) Features(buckets int, f func(bucket int)) {
	mask := uint64(buckets - 1)
	prev := uint64(0)
	for i := range d.Tokens {
		t := &d.Tokens[i]
		h := t.Hash
		if t.Kind == Number {
			h = 0x9e3779b97f4a7c15 * uint64(t.End-t.Start)
		}
		if t.Is(SentStart) {
			prev = 1
		}
		f(int((h ^ h>>31) & mask))
		pair := (prev*0x9e3779b97f4a7c15 ^ h) * 0xff51afd7ed558ccd
		f(int((pair ^ pair>>29) & mask))
		prev = h
	}
}
