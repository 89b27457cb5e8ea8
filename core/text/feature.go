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

// weighed is what Weigh found for the weights that begin at first.
type weighed struct {
	first  *int8
	sum, n int
}

// Weigh adds up the weights of the draft's features, as Features numbers them, and
// counts them. Of a joined draft it weighs only paragraphs it has not weighed
// before: each begins a sentence, so no pair of words spans two.
func (d *Doc) Weigh(weights []int8) (sum, n int) {
	if len(d.joints) > 0 {
		for i := range d.joints {
			s, k := d.joints[i].doc.Weigh(weights)
			sum, n = sum+s, n+k
		}
		return sum, n
	}
	if d.weighed.first != &weights[0] {
		d.weighed = weighed{first: &weights[0]}
		d.Features(len(weights), func(bucket int) {
			d.weighed.sum += int(weights[bucket])
			d.weighed.n++
		})
	}
	return d.weighed.sum, d.weighed.n
}
