package anonymity_test

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core"
)

// tables are those that README.md publishes, by title, row and column.
type tables map[string]map[string]map[string]string

func published(t *testing.T) tables {
	t.Helper()
	b, err := os.ReadFile(page)
	require.NoError(t, err)
	out := tables{}
	var title string
	var columns []string
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "**") && strings.HasSuffix(line, "**"):
			title, columns = strings.Trim(line, "*"), nil
			out[title] = map[string]map[string]string{}
		case title == "" || !strings.HasPrefix(line, "| "):
		default:
			cells := strings.Split(strings.Trim(line, "|"), "|")
			for i := range cells {
				cells[i] = strings.TrimSpace(cells[i])
			}
			if columns == nil {
				columns = cells
				continue
			}
			row := map[string]string{}
			for i, c := range columns {
				row[c] = cells[i]
			}
			out[title][cells[0]] = row
		}
	}
	return out
}

// cell returns the number in the row of a table that begins with the words.
func (p tables) cell(t *testing.T, table, row, column string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(p.text(t, table, row, column), 64)
	require.NoError(t, err)
	return x
}

func (p tables) text(t *testing.T, table, row, column string) string {
	t.Helper()
	for name, cells := range p[table] {
		if slices.Contains(strings.Split(name, ", "), row) {
			require.Contains(t, cells, column)
			return cells[column]
		}
	}
	require.Fail(t, "no such row", "%s: %s", table, row)
	return ""
}

// described is a description whose true k follows from the tables.
type described struct {
	draft     string
	place     string // as the lexicons spell it, "" for none
	age       int    // 0 for none
	sex       string // "woman", "man" or ""
	condition string // first English words of its row, "" for none
	job       string // first English words of its row, "" for none
	jobClass  string // of one that has no row: a column of the classes
	event     string // a column of the classes
	trait     string // a column of the classes
	unit      string // name of its row, "" for none
	days      float64
}

// truth counts who fits, from the published tables and formula alone.
func (p tables) truth(t *testing.T, d described, people map[string]float64) float64 {
	t.Helper()
	lives, yearly := 0., 0.
	ages, women := "everyone", 0.
	if d.condition != "" {
		part := p.cell(t, "Conditions", d.condition, "of 100,000") / 100_000
		if p.text(t, "Conditions", d.condition, "counted") == "a year" {
			yearly = part
		} else {
			lives = part
		}
		ages, women = p.text(t, "Conditions", d.condition, "ages"), p.cell(t, "Conditions", d.condition, "women")
	}
	if d.event != "" {
		yearly = p.cell(t, "Classes of what has no row", "event", d.event)
	}
	job := 1.
	switch {
	case d.job != "":
		job = 1 / p.cell(t, "Occupations", d.job, "one adult in")
	case d.jobClass != "":
		job = p.cell(t, "Classes of what has no row", "occupation", d.jobClass)
	}
	if job < 1 && d.age == 0 {
		job *= 0.8
	}
	who := func(ages string, women float64) float64 {
		part := job
		if d.trait != "" {
			part *= p.cell(t, "Classes of what has no row", "trait", d.trait)
		}
		if d.age > 0 {
			decade := fmt.Sprintf("%d-%d", d.age/10*10, d.age/10*10+9)
			part *= max(p.cell(t, "Ages", ages, decade), p.cell(t, "Ages", "everyone", decade)/20) / 10
			if women == 0 && d.condition == "" {
				women = p.cell(t, "Ages", "women in each", decade)
			}
		}
		if women == 0 && d.condition == "" {
			women = 0.5
		}
		women = min(max(women, .01), .99)
		switch d.sex {
		case "woman":
			part *= women
		case "man":
			part *= 1 - women
		}
		return part
	}
	days := d.days
	if days == 0 {
		days = 1000
	}

	public := p.cell(t, "Places without a name", "none", "people")
	if d.place != "" {
		public = people[d.place]
		require.NotZero(t, public, d.place)
	}
	if yearly > 0 {
		public *= yearly * days / 365
	}
	if lives > 0 {
		public *= lives
	}
	public *= who(ages, women)

	unit := d.unit
	switch {
	case unit != "":
	case yearly > 0:
		unit = "your emergency department"
	default:
		unit = "where you work"
	}
	serves, stay := p.cell(t, "Units", unit, "people served"), p.cell(t, "Units", unit, "days they stay")
	if d.place != "" {
		serves = min(serves, max(2*people[d.place], 3000))
	}
	known := serves * p.cell(t, "Units", unit, "patients a year for each") / 365 * (days + stay)
	if yearly > 0 {
		known = min(known, serves*yearly/365*(days+stay))
	}
	if lives > 0 {
		known *= min(1, 3*lives)
	}
	if d.condition == "" {
		ages, women = p.text(t, "Units", unit, "ages"), p.cell(t, "Units", unit, "women")
	}
	known *= who(ages, women)
	return max(1, min(public, known))
}

// censuses are the populations of places, from the lexicons' sources.
func censuses(t *testing.T) map[string]float64 {
	t.Helper()
	out := map[string]float64{}
	files, err := filepath.Glob("../pack/rules/lexicons/place*.txt")
	require.NoError(t, err)
	require.Len(t, files, 2)
	for _, name := range files {
		f, err := os.Open(name)
		require.NoError(t, err)
		for s := bufio.NewScanner(f); s.Scan(); {
			if name, rest, ok := strings.Cut(s.Text(), "\t"); ok {
				if _, pop, ok := strings.Cut(rest, "pop="); ok {
					n, err := strconv.ParseFloat(pop, 64)
					require.NoError(t, err)
					out[name] = n
				}
			}
		}
		require.NoError(t, f.Close())
	}
	return out
}

// descriptions writes the cells of the tables out as drafts, in both languages. Every
// list is walked at its own pace, so that the pairings differ.
func descriptions() []described {
	type named struct{ row, en, fr string }
	type timed struct {
		en, fr string
		days   float64
	}
	places := []named{
		{"toronto", "Toronto", "Toronto"}, {"leeds", "Leeds", "Leeds"}, {"halifax", "Halifax", "Halifax"}, {"sudbury", "Sudbury", "Sudbury"},
		{"lyon", "Lyon", "Lyon"}, {"moncton", "Moncton", "Moncton"}, {"rimouski", "Rimouski", "Rimouski"}, {"dubbo", "Dubbo", "Dubbo"},
		{"sept-îles", "Sept-Îles", "Sept-Îles"}, {"stornoway", "Stornoway", "Stornoway"}, {"thunder bay", "Thunder Bay", "Thunder Bay"},
	}
	chronic := []named{
		{"diabetes", "diabetes", "du diabète"}, {"lupus", "lupus", "d'un lupus"}, {"hypertension", "hypertension", "d'hypertension"},
		{"multiple sclerosis", "multiple sclerosis", "d'une sclérose en plaques"}, {"epilepsy", "epilepsy", "d'épilepsie"},
		{"crohn's", "Crohn's disease", "de la maladie de Crohn"}, {"asthma", "asthma", "d'asthme"}, {"parkinson's", "Parkinson's disease", "de la maladie de Parkinson"},
		{"rheumatoid arthritis", "rheumatoid arthritis", "de polyarthrite rhumatoïde"}, {"breast cancer", "breast cancer", "d'un cancer du sein"},
		{"copd", "COPD", "d'une MPOC"}, {"depression", "depression", "de dépression"}, {"lymphoma", "lymphoma", "d'un lymphome"},
		{"cancer", "cancer", "d'un cancer"}, {"heart failure", "heart failure", "d'insuffisance cardiaque"},
	}
	acute := []named{
		{"stemi", "STEMI", "STEMI"}, {"stroke", "stroke", "AVC"}, {"appendicitis", "appendicitis", "appendicite"}, {"pneumonia", "pneumonia", "pneumonie"},
		{"cardiac arrest", "cardiac arrest", "arrêt cardiaque"}, {"pancreatitis", "pancreatitis", "pancréatite"}, {"sepsis", "sepsis", "choc septique"},
		{"kidney stone", "kidney stone", "colique néphrétique"}, {"chest pain", "chest pain", "douleur thoracique"}, {"heart attack", "heart attack", "crise cardiaque"},
		{"overdose", "overdose", "surdose"}, {"abdominal pain", "abdominal pain", "douleur abdominale"},
	}
	jobs := []named{
		{"teacher", "teacher", "enseignante"}, {"truck driver", "truck driver", "camionneuse"}, {"electrician", "electrician", "électricienne"},
		{"hairdresser", "hairdresser", "coiffeuse"}, {"police officer", "police officer", "policière"}, {"lawyer", "lawyer", "avocate"},
		{"plumber", "plumber", "plombière"}, {"baker", "baker", "boulangère"}, {"accountant", "accountant", "comptable"}, {"welder", "welder", "soudeuse"},
		{"cashier", "cashier", "caissière"}, {"mechanic", "mechanic", "mécanicienne"},
	}
	classed := []named{
		{"telling", "journalist", "journaliste"}, {"telling", "barista", "barista"}, {"rare", "florist", "fleuriste"}, {"rare", "pianist", "pianiste"},
		{"nearly unique", "luthier", "luthière"},
	}
	events := []named{
		{"telling", "a hit and run", ""}, {"rare", "a house fire", ""}, {"rare", "a stabbing", ""}, {"rare", "a knife attack", ""},
		{"nearly unique", "a shark attack", ""}, {"telling", "a road accident", ""},
	}
	traits := []named{{"telling", "deaf", ""}, {"rare", "Amish", ""}, {"telling", "Syrian", ""}, {"rare", "one-armed", ""}, {"telling", "transgender", ""}}
	units := []named{
		{"your emergency department", "our ED", "aux urgences"}, {"your intensive care unit", "our ICU", "aux soins intensifs"},
		{"your ward", "our ward", "en médecine interne"}, {"your practice", "my clinic", "en clinique"},
	}
	times := []timed{
		{"today", "aujourd'hui", 1}, {"last night", "hier soir", 1}, {"this week", "cette semaine", 7}, {"last month", "le mois dernier", 30}, {"yesterday", "hier", 1},
	}
	ages := []int{34, 62, 47, 71, 28, 55, 83, 39, 66}

	var out []described
	add := func(d described, draft string, args ...any) {
		d.draft = fmt.Sprintf(draft, args...)
		out = append(out, d)
	}
	for i := range 45 {
		age, place, job := ages[i%len(ages)], places[i%len(places)], jobs[i%len(jobs)]
		lives, hurt := chronic[i%len(chronic)], acute[i%len(acute)]
		event, trait := events[i%len(events)], traits[i%len(traits)]
		class, unit, when := classed[i%len(classed)], units[i%len(units)], times[i%len(times)]
		sex := [...]string{"woman", "man"}[i/2%2]
		letter := [...]string{"F", "M"}[i/2%2]
		un := [...]string{"une femme", "un homme"}[i/2%2]
		if lives.row == "breast cancer" {
			sex, un = "woman", "une femme"
		}

		add(described{place: place.row, age: age, sex: sex, condition: lives.row},
			"I look after a %d-year-old %s from %s with %s.", age, sex, place.en, lives.en)
		add(described{place: place.row, sex: sex, condition: lives.row},
			"I saw a %s from %s with %s.", sex, place.en, lives.en)
		add(described{place: place.row, age: age, sex: sex, condition: lives.row},
			"J'ai soigné %s de %d ans, de %s, qui souffre %s.", un, age, place.fr, lives.fr)
		add(described{place: place.row, sex: sex, condition: lives.row},
			"J'ai vu %s de %s qui souffre %s.", un, place.fr, lives.fr)
		add(described{age: age, sex: sex, condition: hurt.row, unit: "your emergency department", days: when.days},
			"%d%s, %s, in our ED %s.", age, letter, hurt.en, when.en)
		add(described{age: age, sex: sex, condition: hurt.row, days: when.days},
			"Saw a %d-year-old %s with %s %s.", age, sex, hurt.en, when.en)
		add(described{age: age, sex: sex, condition: hurt.row, unit: "your emergency department"},
			"J'ai vu aux urgences %s de %d ans : %s.", un, age, hurt.fr)
		add(described{sex: sex, unit: unit.row, days: when.days},
			"Saw a %s in %s %s who made me laugh.", sex, unit.en, when.en)
		add(described{job: job.row, place: place.row, unit: "your ward"},
			"We admitted %s from %s to our ward.", article(job.en), place.en)
		add(described{age: age, job: job.row, place: place.row, sex: "woman"},
			"Ma patiente de %d ans, %s à %s, va enfin mieux.", age, job.fr, place.fr)
		add(described{jobClass: class.row, place: place.row, days: when.days},
			"Treated %s from %s %s.", article(class.en), place.en, when.en)
		add(described{sex: sex, condition: lives.row, unit: unit.row, days: when.days},
			"J'ai vu %s %s %s qui souffre %s.", when.fr, unit.fr, un, lives.fr)
		add(described{sex: sex, place: place.row, event: event.row},
			"Treated a %s from %s after %s.", sex, place.en, event.en)
		add(described{sex: sex, unit: unit.row, days: when.days, trait: trait.row},
			"Saw %s %s in %s %s.", article(trait.en), sex, unit.en, when.en)
		add(described{age: age, sex: sex, condition: lives.row},
			"I look after a %d-year-old %s with %s.", age, sex, lives.en)
	}
	return out
}

func article(noun string) string {
	if strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}

func TestEstimatesAreNearTheTruthOfTheTables(t *testing.T) {
	p, people, a := published(t), censuses(t), analyzer(t)
	all := descriptions()
	distinct := map[string]bool{}
	for _, d := range all {
		distinct[d.draft] = true
	}
	require.GreaterOrEqual(t, len(distinct), 300)
	var off, few []float64
	unheard, worst := 0, ""
	most, spread := 0., map[int]int{}
	for _, d := range all {
		truth := p.truth(t, d, people)
		spread[int(math.Log10(truth))]++
		r := a.Analyze([]byte(d.draft), core.Options{})
		if r.Anonymity == nil {
			unheard++
			off = append(off, math.Inf(1))
			t.Logf("not heard as a story: %s", d.draft)
			continue
		}
		e := math.Abs(math.Log10(float64(r.Anonymity.K)) - math.Log10(truth))
		off = append(off, e)
		if truth > 1.5 {
			few = append(few, e)
		}
		if e > most {
			most, worst = e, fmt.Sprintf("%s: %d for %.1f", d.draft, r.Anonymity.K, truth)
		}
		if e > 0.3 {
			t.Logf("off by %.2f: %s: %d for %.1f (%s)", e, d.draft, r.Anonymity.K, truth, r.Anonymity.Where)
		}
	}
	slices.Sort(off)
	slices.Sort(few)
	median := off[len(off)/2]
	t.Logf("%d descriptions (%d distinct), %d not heard; median error %.3f, of the %d whose k is above 1 %.3f; nine of ten within %.3f; worst %s (by power of ten: %v)",
		len(all), len(distinct), unheard, median, len(few), few[len(few)/2], off[len(off)*9/10], worst, spread)
	assert.LessOrEqual(t, median, 0.3)
	assert.LessOrEqual(t, few[len(few)/2], 0.3, "those that tell more than nobody from somebody")
	assert.Greater(t, len(few), len(all)/2)
}
