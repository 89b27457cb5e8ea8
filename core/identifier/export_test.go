package identifier

// Matches reports whether the pattern of format i, with what stands before it,
// matches all of v; checksums aside.
func (s *Set) Matches(i int, v []byte) bool {
	return s.machines[s.formats[i].machine].whole(v)
}
