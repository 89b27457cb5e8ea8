package core_test

import (
"bytes";"encoding/json"
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
func TestXX(t *testing.T){
	if os.Getenv("XX")=="" {t.Skip()}
	b,_,_:=source.Compile(rules.FS)
	p,_:=pack.Load(b)
	s:=scan.New(); s.Add(p)
	var d,e text.Doc
	d.Known=s.Known
	for _,n:=range []string{"general","conduct-1","everyday","professional","plain-voices","sensitive","pairs","french-1","short","stories"} {
		raw,_:=os.ReadFile("../testdata/posts/"+n+".jsonl")
		for line:=range bytes.Lines(raw){ var po labelled; json.Unmarshal(line,&po)
			d.Read([]byte(po.Text)); e.Read([]byte(po.Text))
			i,j:=0,0
			for i<len(d.Tokens)&&j<len(e.Tokens){
				if d.Tokens[i].Hash!=e.Tokens[j].Hash { fmt.Printf("%s: ",n); for q:=j;q<min(j+3,len(e.Tokens));q++{fmt.Printf("%s ",e.Written(int32(q)))}; fmt.Print("=> "); for q:=i;q<min(i+3,len(d.Tokens));q++{fmt.Printf("%s ",d.Spelling(int32(q)))}; fmt.Println(); break}
				i++;j++
			}
		}
	}
}
