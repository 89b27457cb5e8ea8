package pack

// Categories of findings, as LABELS.md names them.
var Categories = []string{
	"boundary", "confidential-workplace", "conflict-of-interest", "disparagement", "identifier.age", "identifier.contact",
	"identifier.date", "identifier.name", "identifier.number", "identifier.place", "jurisdiction", "medical-advice",
	"misinformation", "patient-media", "patient-mention", "reidentification", "unprofessional",
}
