package source

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// formatWidth is how many characters a line may take before a list or mapping
// on it is broken into lines.
const formatWidth = 118

// order sorts the keys of rules.
func (p *part) order() {
	for _, k := range p.parts {
		k.order()
	}
	if p.kind == mapPart && !slices.ContainsFunc(p.parts, func(k *part) bool { return !slices.Contains(ruleKeys, k.key) }) {
		slices.SortStableFunc(p.parts, func(a, b *part) int { return slices.Index(ruleKeys, a.key) - slices.Index(ruleKeys, b.key) })
	}
}

func (f *formatter) document(root *part) {
	if root != nil {
		root.order()
		f.children(root, 0, "")
	}
	for _, c := range f.foot {
		if c.blank {
			f.out.WriteByte('\n')
		}
		f.out.WriteString(c.text + "\n")
	}
}

// ruleKeys is the order of a rule's keys.
var ruleKeys = strings.Fields("id fact category severity lang jurisdictions title why cites match needs unless edits flags passes")

// children writes the parts of a mapping or list, one a line. first stands in
// place of the first line's indent, when it is not "".
func (f *formatter) children(p *part, indent int, first string) {
	for i, k := range p.parts {
		lead := strings.Repeat(" ", indent)
		if i == 0 && first != "" {
			lead = first
		} else {
			f.leading(k, indent)
		}
		f.entryLine(p, k, lead, indent)
	}
}

// leading writes the blank line and comments before a part.
func (f *formatter) leading(k *part, indent int) {
	if k.blank && f.out.Len() > 0 {
		f.out.WriteByte('\n')
	}
	for i, c := range k.lead {
		if c.blank && i > 0 {
			f.out.WriteByte('\n')
		}
		f.out.WriteString(strings.Repeat(" ", indent) + c.text + "\n")
	}
}

// entryLine writes one part of p, with what it holds.
func (f *formatter) entryLine(p, k *part, lead string, indent int) {
	if p.kind == listPart {
		lead += "- "
	} else {
		lead += k.key + ":"
	}
	in := indent + 2
	space := ""
	if p.kind == mapPart {
		space = " "
	}
	if one, ok := k.oneLine(); ok {
		if one == "" {
			space = ""
		}
		note := k.notes()
		if k.kind == scalarPart || len(k.parts) == 0 || k.flow && !k.broken && utf8.RuneCountInString(lead+space+one) <= formatWidth {
			f.out.WriteString(strings.TrimRight(lead+space+one+note, " ") + "\n")
			for _, l := range k.block {
				f.out.WriteString(strings.TrimRight(strings.Repeat(" ", in)+l, " ") + "\n")
			}
			return
		}
		if k.kind == listPart && k.flow && !k.broken && k.words() {
			f.fill(k, lead+space, indent)
			return
		}
	}
	if p.kind == listPart {
		// The first entry of what the item holds stands beside its dash; comments
		// before that entry go above the item.
		f.lift(k, indent)
		f.children(k, in, lead)
		return
	}
	f.out.WriteString(lead + suffix(k.trailed) + "\n")
	f.children(k, in, "")
}

// lift writes the comments that stand between a dash and what follows it.
func (f *formatter) lift(k *part, indent int) {
	if len(k.parts) == 0 {
		return
	}
	for _, c := range k.parts[0].lead {
		f.out.WriteString(strings.Repeat(" ", indent) + c.text + "\n")
	}
	k.parts[0].lead = nil
}

func suffix(comment string) string {
	if comment == "" {
		return ""
	}
	return "  " + comment
}

// notes gathers the comments beside a part that goes on one line.
func (p *part) notes() string {
	s := suffix(p.trailed)
	for _, k := range p.parts {
		s += k.notes()
	}
	return s
}

// oneLine writes a part on one line, as it stands after its key or dash.
func (p *part) oneLine() (string, bool) {
	switch p.kind {
	case scalarPart:
		return p.scalar, true
	case listPart, mapPart:
		parts := make([]string, len(p.parts))
		for i, k := range p.parts {
			s, ok := k.oneLine()
			if !ok || len(k.block) > 0 {
				return "", false
			}
			if p.kind == mapPart {
				s = strings.TrimRight(k.key+": "+s, " ")
			}
			parts[i] = s
		}
		if p.kind == listPart {
			return "[" + strings.Join(parts, ", ") + "]", true
		}
		return "{" + strings.Join(parts, ", ") + "}", true
	}
	return "", false
}

// words reports whether a list holds many short words, to be filled into lines
// rather than written one a line.
func (p *part) words() bool {
	sum := 0
	for _, k := range p.parts {
		one, _ := k.oneLine()
		if k.kind == listPart {
			return false
		}
		sum += len(one)
	}
	return len(p.parts) >= 6 && sum <= 30*len(p.parts)
}

// fill writes a list of words as many to a line as fit.
func (f *formatter) fill(k *part, lead string, indent int) {
	f.out.WriteString(strings.TrimRight(lead, " ") + " [\n")
	line := strings.Repeat(" ", indent+2)
	for i, w := range k.parts {
		s, _ := w.oneLine()
		if i < len(k.parts)-1 {
			s += ","
		}
		if strings.TrimSpace(line) != "" {
			if utf8.RuneCountInString(line+" "+s) > formatWidth {
				f.out.WriteString(line + "\n")
				line = strings.Repeat(" ", indent+2)
			} else {
				line += " "
			}
		}
		line += s
	}
	f.out.WriteString(line + "\n" + strings.Repeat(" ", indent) + "]" + k.notes() + "\n")
}
