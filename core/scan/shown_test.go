package scan_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bedside-md/bedside/core/scan"
)

// people returns the names of a draft that may be a private person's.
func people(s *scan.Scanner, draft string) []string {
	var f scan.Facts
	s.Next()
	s.Read([]byte(draft), "", &f)
	var out []string
	for _, n := range f.Names {
		if n.Role == scan.Person {
			d := f.Doc
			out = append(out, string(d.Clean[d.Tokens[n.First].Start:d.Tokens[n.Last-1].End]))
		}
	}
	return out
}

func TestNamesShowByWhatIsSaidOfTheirBearers(t *testing.T) {
	s := scanner(t)
	for draft, want := range map[string][]string{
		"Mason sat like a champ for two fillings.":         {"Mason"},
		"our Ivy turned five on the ward":                  {"Ivy"},
		"Finished the op note for Pruszynski.":             {"Pruszynski"},
		"Jonesy from dialysis brought cake.":               {"Jonesy"},
		"Okonjo-Bellweather, bed 4, needs a line.":         {"Okonjo-Bellweather"},
		"Room 12 (Hendricks) wants his dinner.":            {"Hendricks"},
		"the Pettigrew boy came in last night":             {"Pettigrew"},
		"Baby Girl Montrose is 800 g":                      {"Baby Girl Montrose"},
		"Maria del Carmen Fuentes needs a ride home":       {"Maria del Carmen Fuentes"},
		"MB, 34, on the psych floor.":                      {"MB"},
		"Hank the Tank got his trach out":                  {"Hank the Tank"},
		"congratulations to Priya on her IVF twins":        {"Priya"},
		"Thanks to Priya for covering.":                    nil,
		"Hope is a good breakfast.\n\t\t-- Daniel Okafor":  nil,
		"\"Hope is breakfast.\" — Daniel Okafor, Letters":  nil,
		"I burn books.\n-- Daniel Okafor in <d@news.test>": nil,
		"Old wood.\n\t-- Larry Wall in <d@news.test>":      nil,
		"Coffee!\n-- Capt. Kathryn Holt, \"The Cloud\"":    nil,
		"Don't run!\n-- Mrs. Emily Holt, June 16, 1954":    nil,
		"Rounds:\n- Daniel Okafor\n- Ivy Holt":             {"Daniel Okafor", "Ivy Holt"},
		"So proud — Daniel Okafor walked out":              {"Daniel Okafor"},
		"Rounds.\n— Daniel Okafor, 62, bed 4":              {"Daniel Okafor"},
		"Rounds. — Daniel Okafor walked out of the unit.":  {"Daniel Okafor"},
		"Daniel: Give me a beer.":                          nil,
		"Mr Okafor: home today.":                           {"Mr Okafor"},
		"STEMI in bay 2, cath lab is coming.":              nil,
		"M&M rounds at noon.":                              nil,
		"IMPORTANT: Wash Your Hands Before Lunch":          nil,
		"Started Eliquis and stopped Coumadin.":            nil,
		"A Kaposi sarcoma and a Hodgkin lymphoma.":         nil,
		"Foley out, NG out, Hickman stays.":                nil,
		"Epic is down. Zoom was down all morning.":         nil,
		"Told Siri to call the bank.":                      nil,
		"The Glasgow score is 15. The Apgar was 9.":        nil,
		"Results on Thursday, MRI on Friday.":              nil,
		"Christmas came early on the ward.":                nil,
		"Grand Rounds, Tuesday: Sepsis Then And Now":       nil,
		"Our Lady of Mercy hosts the clinic for Ramadan.":  nil,
	} {
		assert.Equal(t, want, people(s, draft), draft)
	}
}
