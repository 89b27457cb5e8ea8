package anonymity

// Condition is one whose frequency is well known.
type Condition struct {
	Per   float64 // people in 100,000: who live with it, or of an Acute one whom it befalls in a year
	Acute bool    // it brings people in when it happens
	Ages  *Ages
	Women float64 // share of those who have it
	words [2]string
}

// namedOff is the factor by which the figures of this table may be off.
const namedOff = 2

// conditions are orders of magnitude for high-income countries; README.md names the
// sources. Of conditions that are not here the class in the lexicons counts.
var conditions = []Condition{
	// What brings people in, a year.
	{60, true, older, .3, [2]string{"stemi, st elevation, st-elevation", "stemi, sus-décalage, sca st+"}},
	{250, true, older, .38, [2]string{"heart attack, myocardial infarction, mi, nstemi, acute coronary syndrome, acs", "crise cardiaque, infarctus, nstemi, syndrome coronarien"}},
	{90, true, older, .38, [2]string{"cardiac arrest, asystole, vfib, vf arrest", "arrêt cardiaque, acr, arrêt cardio-respiratoire"}},
	{200, true, older, .5, [2]string{"stroke, cva", "avc, accident vasculaire cérébral"}},
	{80, true, older, .5, [2]string{"pe, pulmonary embolism, pulmonary embolus", "embolie pulmonaire, embolie"}},
	{100, true, older, .5, [2]string{"dvt, deep vein thrombosis", "phlébite, thrombose veineuse"}},
	{5, true, older, .35, [2]string{"aortic dissection", "dissection aortique"}},
	{100, true, young, .45, [2]string{"appendicitis, appendectomy, appy", "appendicite, appendicectomie"}},
	{100, true, frail, .7, [2]string{"hip fracture, broken hip, neck of femur, nof", "fracture de la hanche, hanche cassée, col du fémur"}},
	{250, true, everyone, .6, [2]string{"broken wrist, wrist fracture, colles fracture", "poignet cassé, fracture du poignet"}},
	{300, true, patients, .48, [2]string{"sepsis, septic, septic shock", "sepsis, choc septique, septicémie"}},
	{500, true, patients, .48, [2]string{"pneumonia", "pneumonie, pneumopathie"}},
	{60, true, young, .5, [2]string{"dka, diabetic ketoacidosis", "acidocétose"}},
	{150, true, middle, .4, [2]string{"overdose, overdosed, od", "surdose, overdose"}},
	{200, true, young, .6, [2]string{"suicide attempt, self-harm, self harm, tried to kill herself, tried to kill himself", "tentative de suicide, automutilation"}},
	{50, true, young, .5, [2]string{"anaphylaxis, anaphylactic shock", "anaphylaxie, choc anaphylactique"}},
	{2, true, young, .5, [2]string{"bacterial meningitis, meningitis, meningococcal", "méningite"}},
	{200, true, bearing, 1, [2]string{"miscarriage, miscarried, missed miscarriage", "fausse couche"}},
	{6, true, bearing, 1, [2]string{"stillbirth, stillborn", "mort-né, mort-née, mortinaissance"}},
	{1000, true, bearing, 1, [2]string{"delivered a, delivered her, delivered twins, delivered triplets, gave birth, in labour, in labor", "accouchement, accouché"}},
	{280, true, bearing, 1, [2]string{"c-section, caesarean, cesarean, caesarean section", "césarienne"}},
	{80, true, newborns, .46, [2]string{"preemie, premature, preterm, preterm birth", "prématuré, prématurée, prématurité"}},
	{20, true, bearing, 1, [2]string{"ectopic, ectopic pregnancy", "grossesse extra-utérine, geu"}},
	{40, true, bearing, 1, [2]string{"preeclampsia, pre-eclampsia", "prééclampsie, pré-éclampsie"}},
	{50, true, bearing, 1, [2]string{"pph, postpartum haemorrhage, postpartum hemorrhage", "hémorragie du post-partum"}},
	{200, true, middle, .4, [2]string{"kidney stone, renal colic", "colique néphrétique, calcul rénal"}},
	{35, true, middle, .47, [2]string{"pancreatitis", "pancréatite"}},
	{100, true, older, .45, [2]string{"gi bleed, upper gi bleed", "hémorragie digestive"}},
	{4, true, young, 0, [2]string{"testicular torsion", "torsion testiculaire, torsion du testicule"}},
	{1.5, true, middle, .42, [2]string{"guillain-barre, guillain barre, gbs", "guillain-barré"}},
	{.4, true, middle, .65, [2]string{"ttp", "purpura thrombotique"}},
	{.15, true, older, .5, [2]string{"creutzfeldt-jakob, cjd", "creutzfeldt-jakob"}},
	{2000, true, older, .5, [2]string{"chest pain, cp", "douleur thoracique"}},
	{3000, true, everyone, .57, [2]string{"abdominal pain, abdo pain, belly pain", "douleur abdominale, mal de ventre"}},
	{1000, true, middle, .65, [2]string{"headache, migraine", "céphalée, migraine, mal de tête"}},
	{1800, true, everyone, .38, [2]string{"laceration, lac", "plaie, coupure, lacération"}},
	{500, true, young, .48, [2]string{"mva, mvc, rta, rtc, car accident, car crash", "accident de voiture, accident de la route"}},

	// What people live with.
	{9000, false, older, .46, [2]string{"diabetes, diabetic, t2dm, type 2 diabetes", "diabète, diabétique, diabète de type 2"}},
	{500, false, young, .47, [2]string{"type 1 diabetes, t1dm, type 1 diabetic", "diabète de type 1"}},
	{24000, false, older, .5, [2]string{"hypertension, htn, high blood pressure", "hypertension, haute pression"}},
	{8000, false, everyone, .55, [2]string{"asthma, asthmatic", "asthme, asthmatique"}},
	{5000, false, older, .48, [2]string{"copd", "mpoc, bpco"}},
	{1700, false, frail, .47, [2]string{"heart failure, chf, hfref, hfpef", "insuffisance cardiaque"}},
	{2000, false, frail, .44, [2]string{"afib, a fib, atrial fibrillation, af", "fibrillation auriculaire, fibrillation atriale"}},
	{1300, false, frail, .63, [2]string{"dementia, alzheimer's, alzheimer's disease", "démence, alzheimer"}},
	{250, false, older, .4, [2]string{"parkinson's, parkinson's disease", "parkinson, maladie de parkinson"}},
	{200, false, middle, .74, [2]string{"multiple sclerosis", "sclérose en plaques"}},
	{700, false, everyone, .49, [2]string{"epilepsy, epileptic", "épilepsie, épileptique"}},
	{400, false, middle, .42, [2]string{"schizophrenia, schizophrenic", "schizophrénie, schizophrène"}},
	{1000, false, middle, .52, [2]string{"bipolar, bipolar disorder", "bipolaire, trouble bipolaire"}},
	{5000, false, middle, .63, [2]string{"depression, depressed", "dépression, dépressif, dépressive"}},
	{70, false, middle, .9, [2]string{"lupus, sle", "lupus"}},
	{700, false, older, .7, [2]string{"rheumatoid arthritis", "polyarthrite rhumatoïde, polyarthrite"}},
	{250, false, middle, .52, [2]string{"crohn's, crohn's disease, crohn", "crohn, maladie de crohn"}},
	{250, false, middle, .48, [2]string{"ulcerative colitis", "rectocolite, colite ulcéreuse"}},
	{200, false, middle, .25, [2]string{"hiv, hiv positive", "vih, séropositif, séropositive"}},
	{500, false, middle, .37, [2]string{"hepatitis c, hep c", "hépatite c"}},
	{30, false, young, .5, [2]string{"sickle cell, sickle cell disease", "drépanocytose, anémie falciforme"}},
	{12, false, young, .48, [2]string{"cystic fibrosis", "fibrose kystique, mucoviscidose"}},
	{65, false, young, .47, [2]string{"down syndrome, down's syndrome", "trisomie 21"}},
	{200, false, young, .43, [2]string{"cerebral palsy", "paralysie cérébrale"}},
	{6, false, older, .42, [2]string{"als, motor neurone disease, mnd", "sla, sclérose latérale amyotrophique, maladie de charcot"}},
	{10, false, middle, .5, [2]string{"huntington's, huntington's disease", "huntington, maladie de huntington"}},
	{20, false, older, .55, [2]string{"myasthenia, myasthenia gravis", "myasthénie"}},
	{4, false, young, 0, [2]string{"duchenne, duchenne muscular dystrophy", "duchenne, myopathie de duchenne"}},
	{10, false, young, .05, [2]string{"haemophilia, hemophilia, haemophiliac, hemophiliac", "hémophilie, hémophile"}},
	{20, false, young, .5, [2]string{"marfan, marfan syndrome", "marfan, syndrome de marfan"}},
	{10, false, middle, .6, [2]string{"addison's, addison's disease", "addison, maladie d'addison"}},
	{6, false, middle, .52, [2]string{"acromegaly", "acromégalie"}},
	{80, false, older, .4, [2]string{"on dialysis", "dialysé, dialysée"}},
	{750, false, bearing, 1, [2]string{"pregnant, pregnancy", "enceinte, grossesse"}},
	{1000, false, older, .99, [2]string{"breast cancer", "cancer du sein"}},
	{800, false, older, 0, [2]string{"prostate cancer", "cancer de la prostate"}},
	{500, false, older, .47, [2]string{"colon cancer, bowel cancer, colorectal cancer", "cancer du côlon, cancer colorectal"}},
	{150, false, older, .5, [2]string{"lung cancer", "cancer du poumon"}},
	{400, false, older, .5, [2]string{"melanoma", "mélanome"}},
	{120, false, everyone, .44, [2]string{"leukaemia, leukemia", "leucémie"}},
	{200, false, older, .46, [2]string{"lymphoma", "lymphome"}},
	{40, false, older, .45, [2]string{"myeloma, multiple myeloma", "myélome"}},
	{70, false, older, 1, [2]string{"ovarian cancer", "cancer de l'ovaire"}},
	{20, false, older, .48, [2]string{"pancreatic cancer", "cancer du pancréas"}},
	{8, false, older, .42, [2]string{"glioblastoma, gbm", "glioblastome"}},
	{4000, false, older, .53, [2]string{"cancer", "cancer"}},
}

// Occupation is one that a census counts.
type Occupation struct {
	OneIn float64 // adults of whom one has it
	words [2]string
}

// occupations are from the census of Canada in 2021, rounded; of those that are not
// here the class in the lexicons counts.
var occupations = []Occupation{
	{70, [2]string{"teacher, schoolteacher, school teacher", "enseignant, enseignante, professeur, professeure, prof, instituteur, institutrice"}},
	{100, [2]string{"truck driver, trucker, lorry driver, long-haul trucker", "camionneur, camionneuse, chauffeur de camion, routier"}},
	{330, [2]string{"electrician", "électricien, électricienne"}},
	{400, [2]string{"hairdresser, hair stylist, hairstylist, barber", "coiffeur, coiffeuse"}},
	{450, [2]string{"police officer, cop, policeman, policewoman", "policier, policière"}},
	{1000, [2]string{"firefighter, fireman", "pompier, pompière"}},
	{300, [2]string{"lawyer, solicitor", "avocat, avocate"}},
	{150, [2]string{"farmer", "agriculteur, agricultrice, fermier, fermière"}},
	{215, [2]string{"carpenter, joiner", "charpentier, menuisier, menuisière"}},
	{550, [2]string{"plumber", "plombier, plombière"}},
	{400, [2]string{"welder", "soudeur, soudeuse"}},
	{330, [2]string{"bus driver", "chauffeur d'autobus, chauffeuse d'autobus, chauffeur de bus"}},
	{600, [2]string{"baker", "boulanger, boulangère"}},
	{1400, [2]string{"butcher", "boucher, bouchère"}},
	{3000, [2]string{"librarian", "bibliothécaire"}},
	{2300, [2]string{"vet, veterinarian", "vétérinaire"}},
	{1700, [2]string{"pilot, airline pilot", "pilote, pilote de ligne"}},
	{1200, [2]string{"fisherman, fisherwoman, fisher", "pêcheur, pêcheuse"}},
	{1200, [2]string{"miner, coal miner, gold miner", "mineur, mineur de fond"}},
	{210, [2]string{"mechanic, car mechanic", "mécanicien, mécanicienne, garagiste"}},
	{150, [2]string{"accountant", "comptable"}},
	{90, [2]string{"engineer", "ingénieur, ingénieure"}},
	{115, [2]string{"cashier", "caissier, caissière"}},
	{500, [2]string{"chef", "chef cuisinier, cuisinier, cuisinière"}},
}
