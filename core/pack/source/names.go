package source

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/bedside-md/bedside/core/identifier"
	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/text"
)

// names resolves pattern names against the pack being built.
type names struct {
	c    *compiler
	lang string
}

func (n names) Word(folded string) uint32 {
	id := n.c.b.Word(text.Hash([]byte(folded)))
	n.c.index.Words[id] = folded
	return id
}

// Class finds a lexicon or shape; one that narrows a shape is made when new.
func (n names) Class(name string) (uint16, error) {
	if name[0] != '#' {
		if i := slices.Index(n.c.b.Classes, name); i >= 0 {
			return uint16(i), nil
		}
		if id, ok := n.c.baseClass(name); ok {
			return id, nil
		}
		return 0, fmt.Errorf("there is no lexicon @%s%s", name, meant("@", name, append(sortedKeys(n.c.overlay.outline.Width), n.c.lex.names...)))
	}
	if i := slices.Index(n.c.b.Classes, name); i > 0 {
		return uint16(i), nil
	}
	if shape, rest, ok := pack.SplitShape(name); ok {
		if err := n.c.narrows(shape, rest); err != nil {
			return 0, err
		}
		n.c.b.Classes = append(n.c.b.Classes, name)
		return uint16(len(n.c.b.Classes) - 1), nil
	}
	base := name
	if i := strings.IndexAny(name, "<>=:"); i > 0 {
		base = name[:i]
	}
	return 0, fmt.Errorf("there is no shape %s%s", base, expected("", base, pack.Shapes[1:]))
}

// narrows reports what is wrong with what narrows a shape.
func (c *compiler) narrows(shape uint16, rest string) error {
	name := pack.Shapes[shape]
	if kind, ok := strings.CutPrefix(rest, ":"); ok {
		if shape != pack.ShapeID {
			return fmt.Errorf("%s takes no kind; only #id does, as in #id:us.ssn", name)
		}
		if c.formats == nil || slices.ContainsFunc(c.formats, func(f identifier.Format) bool { return f.Is(kind) }) {
			return nil
		}
		return fmt.Errorf("there is no identifier format or category %s%s", kind, meant("#id:", kind, c.formatNames()))
	}
	if !slices.Contains(pack.Counted, shape) {
		return fmt.Errorf("%s holds no number to compare; %s do", name, listed(c.counted(), "and"))
	}
	return nil
}

func (c *compiler) counted() []string {
	var out []string
	for _, s := range pack.Counted {
		out = append(out, pack.Shapes[s])
	}
	return out
}

// formatNames returns all that #id: may name: ids, their last parts, categories.
func (c *compiler) formatNames() []string {
	all := map[string]bool{}
	for _, f := range c.formats {
		all[f.ID] = true
		all[f.ID[strings.LastIndexByte(f.ID, '.')+1:]] = true
		all[strings.TrimPrefix(f.Category, "identifier.")] = true
	}
	return slices.Sorted(maps.Keys(all))
}

func (n names) ClassWidth(id uint16) int {
	if w, ok := n.c.lex.width[n.c.b.Classes[id]]; ok {
		return w
	}
	return 8
}

// ClassCost ranks shapes as dear: they stand everywhere. Narrowed, they are rarer.
func (n names) ClassCost(id uint16) int {
	if cost, ok := n.c.lex.cost[n.c.b.Classes[id]]; ok {
		return cost
	}
	if int(id) < len(pack.Shapes) {
		return 60
	}
	return 20
}

func (n names) Inflect(lemma string) ([]string, bool) { return inflect(lemma, n.lang) }
