package text

// Tally is sums over the words of a draft.
type Tally [32]int32

// tallied is a Tally and what it was counted for.
type tallied struct {
	key *byte
	sum Tally
}

// Tally adds up what count finds in each paragraph of a draft; count must be the
// same for the same key. Of a joined draft only paragraphs not counted before are:
// each begins a sentence, so no pair of neighbouring words spans two.
func (d *Doc) Tally(key *byte, count func(d *Doc, into *Tally)) (sum Tally) {
	if len(d.joints) > 0 {
		for i := range d.joints {
			part := d.joints[i].doc.Tally(key, count)
			for k := range sum {
				sum[k] += part[k]
			}
		}
		return sum
	}
	if d.tallied.key != key {
		d.tallied = tallied{key: key}
		count(d, &d.tallied.sum)
	}
	return d.tallied.sum
}
