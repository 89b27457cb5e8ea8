package identifier

import "strings"

// Is reports whether the format is of a kind as rules name it: its id or a run
// of whole parts of it ("ca.on.hcn", "hcn", "ca"), or its category with or
// without "identifier." ("contact").
func (f Format) Is(kind string) bool {
	return kind == f.Category || "identifier."+kind == f.Category ||
		kind != "" && strings.Contains("."+f.ID+".", "."+kind+".")
}
