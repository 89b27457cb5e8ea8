// Package pattern is the language rules are written in: patterns over tokens,
// not characters, parsed and compiled to small programs, and matched in time
// bounded by program length times window. It knows nothing of rules or medicine.
//
// README.md beside this file is the reference of the language, with an example
// of every construct; a test runs them all.
package pattern

// Op is a program instruction.
type Op uint32

// Instructions. X is the argument named in the comment.
const (
	OpMatch     Op = iota
	OpWord         // one token whose word id is X
	OpClass        // one mention of class X, however many tokens long
	OpAny          // one token
	OpSplit        // try the next instruction first, then X
	OpJump         // go on at X
	OpOpen         // capture starts here
	OpClose        // capture ends here
	OpBegin        // at the sentence's first token
	OpEnd          // past the sentence's last token
	OpNotWord      // the token here, if any, is not word X
	OpNotClass     // no mention of class X starts here
	OpLikeClass    // the token here is covered by a mention of class X (takes none)
	OpAhead        // the next instruction, OpNotWord or OpNotClass, tests the X tokens after this one too
	OpBehind       // the next instruction tests what ends up to X tokens before this one instead
	OpNear         // an order-free set; X is Near.Pack
	OpItem         // a member of the set begins; X is Item.Pack
	OpItemEnd      // a member of the set ends
	OpOneOf        // one token whose word id is among the X that follow as OpAmong
	OpAmong        // not run; its X are in rising order
	ops
)

// Inst is one instruction; its layout is the one in compiled packs.
type Inst struct {
	Op Op
	X  uint32
}

// Near is the argument of OpNear: where the program goes on after the set, and
// the tokens from the start of the first member to the end of the last.
type Near struct{ End, Window uint32 }

// Pack returns n as an instruction's argument.
func (n Near) Pack() uint32 { return n.End | n.Window<<16 }

// UnpackNear is the inverse of Near.Pack.
func UnpackNear(x uint32) Near { return Near{x & 0xffff, x >> 16} }

// Item is the argument of OpItem: where the next member, or the end of the set,
// is, and whether this member is the capture.
type Item struct {
	Next    uint32
	Capture bool
}

// Pack returns i as an instruction's argument.
func (i Item) Pack() uint32 {
	if i.Capture {
		return i.Next | 1<<16
	}
	return i.Next
}

// UnpackItem is the inverse of Item.Pack.
func UnpackItem(x uint32) Item { return Item{x & 0xffff, x>>16&1 == 1} }

// Mention is a lexicon entry or shape found in the text, Len tokens long.
type Mention struct {
	Class uint16
	Len   uint8
	Attr  uint8 // lexicon attribute, e.g. how identifying an occupation is (0-3)
}

// Input is a draft as the matcher sees it: word ids and mentions by token.
type Input struct {
	Words    []uint32  // word id of each token, 0 for words no pack knows
	Offsets  []int32   // len(Words)+1: token -> its mentions in Mentions
	Mentions []Mention // mentions in token order

	signs []Signs // by token, and past the last one: what stands there
	after []Signs // by token: what may stand after what begins there
}

// At returns the mentions that start at token i.
func (in *Input) At(i int32) []Mention { return in.Mentions[in.Offsets[i]:in.Offsets[i+1]] }

// Match is where a pattern matched: tokens [First, Last), and the capture
// [Open, Close), which is the whole match when the pattern marks none.
type Match struct {
	First, Last, Open, Close int32
}

// Limits of the language, all of which bound what a match may cost.
const (
	maxProgram = 1 << 12 // instructions; larger patterns are refused
	maxWindow  = 63      // tokens a match may span: with both ends, the bits of a word
	maxGap     = 30      // tokens of one gap, or of one order-free set
	maxMembers = 6       // members of an order-free set
	maxMention = 16      // tokens of a mention that a look behind or & still sees
)
