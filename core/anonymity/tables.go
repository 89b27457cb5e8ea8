package anonymity

// Ages is how people spread over the decades of life: 0-9, 10-19 … 90 and over.
// Each spread sums to 1.
type Ages [10]float64

// Spreads of ages. The first is Canada's at the census of 2021, which those of the
// United States, the United Kingdom, Australia and France resemble within a fifth;
// the others are the shapes of who falls ill of what.
var (
	everyone = &Ages{.105, .11, .13, .14, .13, .135, .125, .083, .035, .007}
	children = &Ages{.70, .30}
	young    = &Ages{.05, .25, .30, .20, .10, .05, .03, .02}
	middle   = &Ages{0, .03, .10, .17, .22, .22, .15, .08, .025, .005}
	older    = &Ages{0, 0, .01, .04, .11, .21, .26, .22, .125, .025}
	frail    = &Ages{0, 0, 0, 0, .01, .04, .12, .28, .40, .15}
	bearing  = &Ages{0, .02, .44, .50, .04}
	newborns = &Ages{1}
	patients = &Ages{.06, .04, .09, .12, .10, .13, .16, .17, .105, .025}
)

// spreads names the shapes for the page.
var spreads = []struct {
	Name string
	Ages *Ages
}{
	{"everyone", everyone}, {"patients", patients}, {"children", children}, {"young", young}, {"middle", middle},
	{"older", older}, {"frail", frail}, {"bearing", bearing}, {"newborns", newborns},
}

// women is the share of women in each decade of life.
var women = Ages{.49, .49, .49, .5, .5, .5, .51, .53, .58, .70}

// oldest is the greatest age counted, years.
const oldest = 110

// year returns the share of people who are y years old. From 90 on each year holds a
// quarter fewer than the one before.
func (a *Ages) year(y int) float64 {
	if y < 90 {
		return a[y/10] / 10
	}
	part := a[9] / 4
	for ; y > 90; y-- {
		part *= .75
	}
	return part
}

// between returns the share of people from low to high years old, both included.
func (a *Ages) between(low, high int) float64 {
	var sum float64
	for y := max(low, 0); y <= min(high, oldest); y++ {
		sum += a.year(y)
	}
	return sum
}

// Unit is a kind of place where patients are seen.
type Unit struct {
	Name   [2]string // as the report says it, English and French
	Serves float64   // people it draws on
	Yearly float64   // patients a year for each of them
	Stay   float64   // days they are there beyond the first
	Off    float64
	Ages   *Ages
	Women  float64 // share of its patients
	words  [2]string
}

// Anywhere is the name of the unit where the draft tells of none.
var Anywhere = [2]string{"where you work", "là où vous travaillez"}

// units are the kinds of unit. The first is where the draft does not say.
var units = []Unit{
	{Anywhere, 75_000, .44, 0, 4, everyone, .5, [2]string{}},
	{[2]string{"your emergency department", "votre service d'urgence"}, 150_000, .40, 0, 2, everyone, .51, [2]string{
		"ed, er, emergency room, emergency department, emerg, a&e, a and e, resus, resus bay, trauma bay, trauma room, casualty, triage",
		"l'urgence, notre urgence, mon urgence, urgences, service d'urgence, salle d'urgence, déchoc, déchocage, déchoquage, salle de déchocage, triage"}},
	{[2]string{"your intensive care unit", "vos soins intensifs"}, 150_000, .006, 4, 2, older, .42, [2]string{
		"icu, itu, micu, sicu, cvicu, ccu, hdu, intensive care, critical care, high dependency, coronary care",
		"soins intensifs, réanimation, réa, usi, usic, soins critiques, soins continus, unité coronarienne"}},
	{[2]string{"your ward", "votre unité de soins"}, 16_000, .09, 6, 2, patients, .52, [2]string{
		"ward, the ward, wards, on the floor, medical ward, surgical ward, stroke unit, stroke ward, step-down, stepdown, telemetry, tele floor, ward round",
		"étage, médecine interne, chirurgie, gériatrie, cardiologie, cardio, neurologie, neuro, orthopédie, pneumo"}},
	{[2]string{"your hospital", "votre hôpital"}, 150_000, .50, 1, 2, patients, .52, [2]string{
		"hospital, our hospital, infirmary, medical centre, medical center, code blue", "hôpital, chu, chr, centre hospitalier, hosto"}},
	{[2]string{"your labour ward", "votre salle de naissance"}, 200_000, .010, 2, 2, bearing, 1, [2]string{
		"l&d, labour ward, labor ward, labour and delivery, labor and delivery, delivery room, delivery suite, birthing suite, birth centre, birth center, maternity, maternity ward, postnatal ward, postpartum unit, antenatal clinic",
		"salle d'accouchement, salle de naissance, maternité, mater, salle de travail, suite de couches, obstétrique"}},
	{[2]string{"your neonatal unit", "votre néonatologie"}, 200_000, .001, 14, 2, newborns, .46, [2]string{
		"nicu, scbu, neonatal unit, special care nursery", "néonat, néonatologie, réa néonat, unité néonatale"}},
	{[2]string{"your children's ward", "votre pédiatrie"}, 150_000, .010, 3, 2, children, .46, [2]string{
		"picu, children's ward, paediatric ward, pediatric ward, paeds ward, peds ward, paediatrics, pediatrics, peds, paeds",
		"pédiatrie, urgences pédiatriques"}},
	{[2]string{"your operating rooms", "votre bloc opératoire"}, 150_000, .08, 0, 2, patients, .54, [2]string{
		"operating room, operating theatre, theatre, the or, scrubbed in, scrubbed in on, pacu, recovery room, day surgery",
		"bloc, bloc opératoire, au bloc, salle d'opération, salle d'op, salle de réveil, sspi"}},
	{[2]string{"your catheter lab", "votre salle d'hémodynamie"}, 150_000, .006, 0, 2, older, .34, [2]string{
		"cath lab, angio suite", "hémodynamie, salle d'hémodynamie, hémodyn"}},
	{[2]string{"your psychiatric unit", "votre psychiatrie"}, 150_000, .006, 18, 2, middle, .48, [2]string{
		"psych unit, psych ward, psychiatric ward, psychiatric unit, inpatient psych, locked unit, secure unit, detox unit",
		"psychiatrie, psy, pédopsychiatrie, urgence psychiatrique"}},
	{[2]string{"your practice", "votre cabinet"}, 8_000, 4, 0, 2, patients, .57, [2]string{
		"clinic, gp, my practice, our practice, gp practice, gp surgery, walk-in clinic, urgent care, family practice, general practice, outpatient clinic, outpatients, consulting room",
		"cabinet, clinique, consultation, consultations, clsc, gmf, sans rendez-vous, maison médicale, centre de santé, dispensaire"}},
	{[2]string{"your ambulance service", "votre service ambulancier"}, 150_000, .13, 0, 2, patients, .52, [2]string{
		"ambulance, ems, paramedic, paramedics, in the rig, on scene, medic unit, air ambulance", "ambulance, ambulancier, ambulanciers, paramédic, paramédics, smur, samu"}},
	{[2]string{"your care home", "votre résidence"}, 100, .4, 900, 1.5, frail, .67, [2]string{
		"nursing home, care home, ltc, long-term care, long term care, assisted living, aged care, retirement home, retirement residence",
		"chsld, ehpad, maison de retraite, résidence pour aînés, rpa, long séjour"}},
	{[2]string{"your dialysis unit", "votre dialyse"}, 150_000, .0003, 1000, 2, older, .4, [2]string{
		"dialysis, dialysis unit, haemodialysis, hemodialysis, hemodialysis unit, renal unit", "dialyse, hémodialyse, centre de dialyse"}},
	{[2]string{"your cancer centre", "votre oncologie"}, 150_000, .08, 0, 3, older, .52, [2]string{
		"chemo suite, chemo unit, infusion center, infusion centre, oncology ward, onc floor, cancer centre, cancer center, radiotherapy",
		"oncologie, onco, hémato, hématologie, radiothérapie, hôpital de jour"}},
	{[2]string{"your palliative unit", "vos soins palliatifs"}, 150_000, .0015, 14, 2, frail, .52, [2]string{
		"hospice, palliative care unit, palliative ward", "soins palliatifs, maison de soins palliatifs, usp"}},
	{[2]string{"your pharmacy", "votre pharmacie"}, 8_000, 10, 0, 2, patients, .56, [2]string{"pharmacy, drugstore, chemist's", "pharmacie, officine"}},
	{[2]string{"your dental practice", "votre cabinet dentaire"}, 4_000, 1.3, 0, 2, everyone, .53, [2]string{
		"dental practice, dental office, dental clinic, dentist's office", "cabinet dentaire, clinique dentaire"}},
}

// The units that the code asks for.
const (
	anyUnit   = 0
	emergency = 1
	ambulance = 12
)

// served is the catchment of a hospital for which units are described, people.
const served = 150_000

// windows say how long a time told reaches back, days.
var windows = []struct {
	Days  float64
	words [2]string
}{
	{1, [2]string{
		"today, today's, tonight, tonight's, this morning, this morning's, this afternoon, this evening, this arvo, this aft, this am, this pm, last night, yesterday, yesterday's, overnight, just now, earlier, on my shift, end of my shift, minutes ago, moments ago, hours ago, an hour ago, the day before yesterday, two nights ago, two days ago",
		"aujourd'hui, ce matin, ce soir, cet après-midi, cette nuit, ce midi, hier, hier soir, hier matin, avant-hier, à l'instant, tantôt, tout à l'heure, à soir, à matin, la nuit dernière, la nuit passée"}},
	{7, [2]string{
		"this week, this week's, monday, tuesday, wednesday, thursday, friday, saturday, sunday, the weekend, this weekend, last weekend, this past weekend, this past week, days ago, a week ago, last week, on christmas, christmas day, christmas eve",
		"cette semaine, lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche, ce week-end, en fin de semaine, il y a quelques jours, il y a trois jours, semaine dernière, semaine passée, le week-end dernier"}},
	{30, [2]string{
		"this month, last month, this past month, a month ago, weeks ago, the other day, the other night, the other week, the other morning, recently, a fortnight ago",
		"ce mois-ci, le mois dernier, le mois passé, l'autre jour, l'autre nuit, l'autre soir, récemment, il y a deux semaines, il y a quinze jours, il y a un mois"}},
	{365, [2]string{"this year, months ago, last summer, last winter, last spring, last autumn, last fall", "cette année, l'été dernier, l'hiver dernier, le printemps dernier, l'automne dernier"}},
	{3650, [2]string{"years ago, decades ago, a long time ago, last year", "il y a des années, il y a longtemps, l'an dernier, l'année dernière"}},
}

const (
	untold  = 1000. // days considered where the draft does not say when: what colleagues remember
	aWeek   = 7.    // … and where it does in words the windows do not know
	longOff = 4     // the factor by which either may be off
)

// Place is a sort of place where none of known size is named.
type Place uint8

// Sorts of place.
const (
	Region  Place = iota // nothing is told: the region a hospital serves
	Village              // a village, an island
	Town                 // a small town, "our only arena"
	Rural                // a rural hospital
)

// places are the people of each sort of place. Of Region they go by jurisdiction.
var places = [...]struct {
	Share
	words [2]string
}{
	Region:  {Share{350_000, 4}, [2]string{}},
	Village: {Share{1_500, 3}, [2]string{"village, hamlet, tiny town, island, reserve, outpost, nursing station", "village, hameau, île"}},
	Town: {Share{8_000, 3}, [2]string{
		"small town, small-town, little town, our town, my town, town of ours, small community, our only, only one in town, whole town, everybody in town",
		"petite ville, petite communauté, notre seul, notre seule, toute la ville"}},
	Rural: {Share{15_000, 3}, [2]string{"rural, bush hospital, cottage hospital, community hospital, county hospital", "rural, rurale, petit hôpital, hôpital local, en région"}},
}

// regions are the people whom a hospital region serves, by country.
var regions = []struct {
	Country string
	People  float64
}{
	{"CA", 380_000}, {"US", 330_000}, {"UK", 450_000}, {"AU", 200_000}, {"FR", 500_000},
}

// Shares by class: how identifying the lexicons hold an entry, 0 to 3. Those of
// conditions are common, uncommon, rare and ultra-rare.
var (
	conditionClass  = [4]Share{{.1, 3}, {3e-3, 4}, {1e-4, 5}, {3e-6, 5}}              // of people
	eventClass      = [4]Share{{1e-2, 5}, {2e-3, 4}, {1e-4, 5}, {3e-6, 5}}            // of people, a year
	occupationClass = [4]Share{{1. / 60, 2}, {1. / 400, 3}, {1. / 4e3, 4}, {2e-5, 5}} // of adults
	relationClass   = [4]Share{{.3, 2}, {1. / 50, 3}, {1e-3, 4}, {3e-5, 5}}           // of people
	traitClass      = [4]Share{{.1, 3}, {1. / 50, 3}, {5e-4, 4}, {1e-5, 5}}           // of people
)

var (
	// adults is the share of people of an age to have an occupation, or to have had one.
	adults = Share{.8, 1.1}
	// oneCause is what a second reason to be seen leaves when the first is counted: as a
	// rule one came of the other (a stabbing, a collapsed lung).
	oneCause = Share{.2, 3}
	// sicker is how many times likelier than anybody a patient is to have a lasting
	// condition.
	sicker = Share{3, 2}
	// reaches is how many times the people of a place its own hospital serves at most,
	// and the fewest that it does.
	reaches, fewest = 2., 3_000.
)

// stages are the years of age that words tell.
var stages = []struct {
	Low, High int
	words     [2]string
}{
	{0, 0, [2]string{"newborn, neonate, infant, baby, baby boy, baby girl, preemie, premie", "nouveau-né, nouveau-née, nourrisson, bébé, prématuré, prématurée"}},
	{1, 4, [2]string{"toddler, preschooler, very young", "bambin, bambine, tout-petit, très jeune"}},
	{2, 12, [2]string{
		"kid, child, boy, girl, little boy, little girl, wee boy, wee girl, schoolboy, schoolgirl, kiddo, young child", "enfant, garçonnet, fillette, petit garçon, petite fille, écolier, écolière, jeune enfant, gamin, gamine"}},
	{13, 19, [2]string{"teen, teenager, teenage, adolescent", "ado, adolescent, adolescente"}},
	{18, 39, [2]string{"young man, young woman, young lady, young patient, young adult, young mother, young father", "jeune homme, jeune femme, jeune adulte, jeune maman, jeune papa"}},
	{40, 64, [2]string{"middle-aged, middle aged", "d'âge moyen, d'âge mûr"}},
	{65, 99, [2]string{
		"elderly, older, old man, old lady, old woman, older man, older woman, older lady, senior, pensioner, little old lady, grandmother, grandfather, grandma, grandpa, granny",
		"âgé, âgée, vieux monsieur, vieille dame, vieil homme, vieillard, petite vieille, petit vieux, grand-mère, grand-père, mamie, papi"}},
}

// sexes are words that tell a sex; the last are pronouns, which tell it only where
// no other word does.
var sexes = []struct {
	Woman, Pronoun bool
	words          [2]string
}{
	{true, false, [2]string{
		"woman, lady, girl, female, gal, widow, mother, mum, mom, grandmother, grandma, granny, daughter, lass, schoolgirl, bride, old lady, old woman, young woman, young lady, older lady, older woman, little girl, wee girl, little old lady, baby girl, young mother, actress, waitress",
		"femme, dame, fille, fillette, patiente, madame, maman, mère, veuve, grand-mère, mamie, vieille dame, jeune femme, jeune maman, petite fille, petite vieille"}},
	{false, false, [2]string{
		"man, gentleman, boy, male, guy, lad, bloke, chap, widower, father, dad, grandfather, grandpa, son, schoolboy, fisherman, fireman, old man, young man, older man, little boy, wee boy, baby boy, young father",
		"homme, monsieur, garçon, garçonnet, gars, papa, père, veuf, grand-père, papi, vieux monsieur, vieil homme, jeune homme, jeune papa, petit garçon, petit vieux"}},
	{true, true, [2]string{"she, her, hers, herself", "elle"}},
	{false, true, [2]string{"he, him, his, himself", "il"}},
}
