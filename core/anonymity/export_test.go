package anonymity

import (
	"fmt"
	"strings"
)

// Tables renders the tables of this package as README.md shows them.
func Tables() string {
	var b strings.Builder
	row := func(cells ...any) {
		for _, c := range cells {
			fmt.Fprintf(&b, "| %v ", c)
		}
		b.WriteString("|\n")
	}
	head := func(title string, cells ...any) {
		b.WriteString("\n**" + title + "**\n\n")
		row(cells...)
		b.WriteString(strings.Repeat("|---", len(cells)) + "|\n")
	}
	kind := func(a *Ages) string {
		for _, s := range spreads {
			if s.Ages == a {
				return s.Name
			}
		}
		panic("ages without a name")
	}

	head("Ages", "spread", "0-9", "10-19", "20-29", "30-39", "40-49", "50-59", "60-69", "70-79", "80-89", "90+")
	for _, s := range append(spreads[:len(spreads):len(spreads)], struct {
		Name string
		Ages *Ages
	}{"women in each", &women}) {
		cells := []any{s.Name}
		for _, part := range s.Ages {
			cells = append(cells, part)
		}
		row(cells...)
	}
	head("Units", "unit", "people served", "patients a year for each", "days they stay", "ages", "women", "off by")
	for _, u := range units {
		row(u.Name[0], int(u.Serves), u.Yearly, u.Stay, kind(u.Ages), u.Women, u.Off)
	}
	head("Times", "words such as", "days")
	for _, w := range windows {
		row(first(w.words[0], 3)+", "+first(w.words[1], 2), w.Days)
	}
	head("Places without a name", "words such as", "people", "off by")
	row("none", int(places[Region].Part), places[Region].Off)
	for _, r := range regions {
		row("none, author in "+r.Country, int(r.People), places[Region].Off)
	}
	for _, p := range places[1:] {
		row(first(p.words[0], 3)+", "+first(p.words[1], 2), int(p.Part), p.Off)
	}
	head("Conditions", "English", "French", "of 100,000", "counted", "ages", "women")
	for _, c := range conditions {
		counted := "who live with it"
		if c.Acute {
			counted = "a year"
		}
		row(c.words[0], c.words[1], c.Per, counted, kind(c.Ages), c.Women)
	}
	head("Occupations", "English", "French", "one adult in")
	for _, o := range occupations {
		row(o.words[0], o.words[1], o.OneIn)
	}
	head("Classes of what has no row", "detail", "of", "ordinary", "telling", "rare", "nearly unique", "off by")
	for _, c := range []struct {
		name, of string
		class    [4]Share
	}{
		{"condition", "people", conditionClass}, {"event", "people, a year", eventClass}, {"occupation", "adults", occupationClass},
		{"relation", "people", relationClass}, {"trait", "people", traitClass},
	} {
		cells, off := []any{c.name, c.of}, []string{}
		for _, s := range c.class {
			cells = append(cells, s.Part)
			off = append(off, fmt.Sprint(s.Off))
		}
		row(append(cells, strings.Join(off, ", "))...)
	}
	return b.String()
}

// first returns the first n phrases of a list.
func first(list string, n int) string {
	phrases := strings.Split(list, ", ")
	return strings.Join(phrases[:min(n, len(phrases))], ", ")
}

// Spreads returns the sums of the spreads of ages, which are 1.
func Spreads() map[string]float64 {
	out := map[string]float64{}
	for _, s := range spreads {
		out[s.Name] = s.Ages.between(0, oldest)
	}
	return out
}
