package scan

// Known reports whether some pack knows the word with this hash: a text.Doc whose
// Known it is reads words in disguise as the packs would.
func (s *Scanner) Known(hash uint64) bool {
	for _, l := range s.packs {
		if l.Word(hash) != 0 {
			return true
		}
	}
	return false
}
