package core_test

import (
	"fmt"
	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/pack/rules"
	"github.com/bedside-md/bedside/core/pack/source"
	"github.com/bedside-md/bedside/core/scan"
	"github.com/bedside-md/bedside/core/text"
	"os"
	"testing"
)

func TestYY(t *testing.T) {
	if os.Getenv("YY") == "" {
		t.Skip()
	}
	b, _, _ := source.Compile(rules.FS)
	p, _ := pack.Load(b)
	s := scan.New()
	s.Add(p)
	var d, e text.Doc
	d.Known = s.Known
	e.Known = s.Known
	n := 0
	for _, po := range labelledPosts(t, 4) {
		if !po.open {
			continue
		}
		for _, x := range disguises {
			if x.name == os.Getenv("YY") {
				r := rewrite(po.Text, x)
				d.Read([]byte(po.Text))
				e.Read([]byte(r.text))
				for k := range d.Tokens {
					if k >= len(e.Tokens) || d.Tokens[k].Hash != e.Tokens[k].Hash || d.Tokens[k].Flags != e.Tokens[k].Flags || d.Tokens[k].Sentence != e.Tokens[k].Sentence {
						n++
						if n > 160 {
							return
						}
						lo, hi := max(k-3, 0), min(k+4, len(d.Tokens), len(e.Tokens))
						for q := lo; q < hi; q++ {
							fmt.Printf("%s/%x ", d.Spelling(int32(q)), d.Tokens[q].Flags)
						}
						fmt.Print("  <>  ")
						for q := lo; q < hi; q++ {
							fmt.Printf("%s/%x ", e.Spelling(int32(q)), e.Tokens[q].Flags)
						}
						fmt.Println()
						break
					}
				}
			}
		}
	}
}
func TestZZ(t *testing.T) {
	if os.Getenv("ZZ") == "" {
		t.Skip()
	}
	b, _, _ := source.Compile(rules.FS)
	p, _ := pack.Load(b)
	s := scan.New()
	s.Add(p)
	var d text.Doc
	d.Known = s.Known
	d.Read([]byte(os.Getenv("ZZ")))
	for i := range d.Sentences {
		fmt.Print(d.Sentences[i].Lang, " ")
		for k := d.Sentences[i].First; k < d.Sentences[i].Last; k++ {
			fmt.Printf("[%s|%s %v]", d.Spelling(k), d.Written(k), s.Known(d.Tokens[k].Hash))
		}
		fmt.Println()
	}
	fmt.Printf("%q\n", d.Clean)
}
