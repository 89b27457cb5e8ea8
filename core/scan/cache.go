package scan

import (
	"bytes"
	"encoding/binary"
)

// mostFree is how many entries are kept for their memory: more paragraphs than a post has.
const mostFree = 32

// cache remembers what was found in paragraphs: it compares bytes, so that no two
// texts are ever taken for one. What is in use is never given up.
type cache struct {
	table [256]*entry
	free  []*entry // given up, their memory to be used again
	held  int      // bytes of text in the entries of the table
	turn  uint32
}

// entry is the text of a paragraph and what was made of it.
type entry struct {
	made  paragraph
	src   []byte
	hash  uint64
	next  *entry // in the table's row
	uses  int    // drafts that hold it
	turn  uint32 // in which it was last asked for
	fresh bool   // made has yet to be filled
}

// find returns the entry for src, new and fresh when there is none, and counts one
// more use of it.
func (c *cache) find(src []byte) *entry {
	h := digest(src)
	row := &c.table[h%uint64(len(c.table))]
	e := *row
	for e != nil && (e.hash != h || !bytes.Equal(e.src, src)) {
		e = e.next
	}
	if e == nil {
		if n := len(c.free); n > 0 {
			e, c.free = c.free[n-1], c.free[:n-1]
		} else {
			e = new(entry)
		}
		e.src = append(e.src[:0], src...)
		e.hash, e.uses, e.fresh = h, 0, true
		e.next, *row = *row, e
		c.held += len(src)
	}
	e.uses++
	e.turn = c.turn
	return e
}

// release ends the uses of entries.
func (c *cache) release(entries []*entry) {
	for _, e := range entries {
		e.uses--
	}
}

// drop gives up the entries out of use that were not asked for since a turn.
func (c *cache) drop(since uint32) {
	for i := range c.table {
		for at := &c.table[i]; *at != nil; {
			e := *at
			if e.uses > 0 || e.turn >= since {
				at = &e.next
				continue
			}
			*at = e.next
			c.held -= len(e.src)
			if len(c.free) < mostFree {
				c.free = append(c.free, e)
			}
		}
	}
}

// digest mixes eight bytes at a time (multiplier of Knuth's MMIX generator). It
// only spreads texts over the table: texts of one digest are told apart.
func digest(b []byte) uint64 {
	const mix = 6364136223846793005
	h := uint64(len(b)) * mix
	for ; len(b) >= 8; b = b[8:] {
		h = (h ^ binary.LittleEndian.Uint64(b)) * mix
		h ^= h >> 29
	}
	for _, c := range b {
		h = (h ^ uint64(c)) * mix
	}
	return h ^ h>>32
}

// wipe overwrites all text and what was made of it, and gives up every entry, in use
// or not.
func (c *cache) wipe() {
	erase := func(e *entry) {
		clear(e.src[:cap(e.src)])
		e.made.doc.Wipe()
		e.made.around.wipe()
	}
	for i := range c.table {
		for e := c.table[i]; e != nil; e = e.next {
			erase(e)
		}
	}
	for _, e := range c.free {
		erase(e)
	}
	*c = cache{turn: c.turn}
}
