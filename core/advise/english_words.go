package advise

import "strings"

// set returns the words of a list as a set.
func set(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}

// pairs returns a map from lists "a|b=to; c=to".
func pairs(list string) map[string]string {
	m := map[string]string{}
	for _, line := range strings.Split(list, ";") {
		from, to, _ := strings.Cut(strings.TrimSpace(line), "=")
		for _, w := range strings.Split(from, "|") {
			m[strings.TrimSpace(w)] = to
		}
	}
	return m
}

// English words, folded, that say what may stand beside them.
var (
	determiners = set(`a an the this that my our your his her their its another some any every each one no`)
	possessives = set(`my our your his her their its`)
	copulas     = set(`is was are were be been being 's s m am im hes shes only just about nearly almost barely`)
	// spans say, after the day is gone, how long or when.
	spans      = pairs(`since|from=for a while; until|till|til=for some time; by|before=soon; after=afterwards`)
	places     = set(`in at from near outside around of to through into across`)
	pronouns   = set(`i we he she they you it`)
	adjectives = set(`young old older elderly little middle-aged aged teenage tiny retired former local lovely sweet poor nice big small
		great good new favourite favorite brave beautiful dear tired premature adult single pregnant`)
	// follows are words after which no adjective has its noun.
	follows = set(`who whose with w c came comes coming in and or but is was has had have on of from today just s post presented presents presenting
		after at for to by brought found shot stabbed this that died dies dead walked walks arrived arrives went goes got gets says said asked
		tonight yesterday last so because if when while then than as i we he she they you it his her their my our your not never did does do
		will would could can should may might must were are be been being am lost lying sat sitting fell falling told tells thought hit made
		makes still now here there out up off over under about again too also who's ran took takes made left came turned woke spoke felt keeps kept
		wants wanted needs needed started stopped tried into onto through without since until till before during per like per w/ via gone being
		wakes gave gives brings brought crashed coded codes collapsed`)
	dayparts   = set(`morning afternoon evening night matin soir`)
	weekdays   = set(`monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun`)
	localTails = set(`county street road township island`)
	placeTails = set(`county street road township island general hospital infirmary medical memorial regional university health centre center clinic`)
	plurals    = set(`people children parents relatives patients babies`)
	kin        = set(`mother mom mum mam mama mommy mummy father dad daddy papa parent parent son daughter child kid husband wife spouse partner
		brother sister sibling twin aunt uncle niece nephew cousin grandmother grandma nana granny gran grandfather grandpa grandad
		granddad grandparent grandson granddaughter grandchild stepmother stepfather stepson stepdaughter boyfriend girlfriend fiance fiancee
		widow widower family in-law`)
	people = pairs(`man|woman|lady|gentleman|guy|bloke|fella|dude|gal|widow|widower|lad|lass=person; men|women|ladies|guys|gentlemen=people;
		boy|girl=child; boys|girls=children; mother|mom|mum|mam|mama|mommy|mummy|father|dad|daddy=parent; moms|mums|dads|mothers|fathers=parents;
		grandmother|grandma|nana|granny|gran|grandfather|grandpa|grandad|granddad=grandparent; son|daughter|grandson|granddaughter=child;
		sons|daughters=children; husband|wife|boyfriend|girlfriend=partner; brother|sister=sibling; aunt|uncle|niece|nephew=relative`)
	// conditions are plain names for groups of diagnoses.
	conditions = pairs(`stemi|nstemi|mi|infarct|infarction=heart attack; stroke|cva=stroke; leukemia|leukaemia|lymphoma|melanoma|sarcoma|
		neuroblastoma|glioblastoma|carcinoma|osteosarcoma|mesothelioma|retinoblastoma|tumour|tumor|cancer=cancer diagnosis;
		overdose|od=medical emergency; fracture|amputation=serious injury; sepsis|meningitis|tetanus|malaria|tuberculosis|tb|leprosy|rabies|
		botulism|measles|hiv=serious infection; dissection|pe|embolism|aneurysm=blood vessel problem; transplant=operation`)
)
