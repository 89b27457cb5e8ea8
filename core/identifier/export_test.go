package identifier

// FindPlain is Find without the reading of disguises, to measure what that costs.
func (s *Set) FindPlain(text []byte, jurisdiction string, dst []Match) []Match {
	f := finder{s: s, text: text, stop: len(text), from: len(dst), home: landsOf(jurisdiction), region: regionOf(jurisdiction)}
	return f.settle(f.all(dst))
}
