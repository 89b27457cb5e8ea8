package identifier_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core"
)

// Each class of 45 CFR 164.514(b)(2)(i) is answered: by a format, or, where no format
// can tell (names, faces), by a rule.
func TestHIPAAClasses(t *testing.T) {
	set := builtIn(t)
	letters := map[string]string{}
	for _, f := range set.Formats() {
		letters[f.ID] = f.HIPAA
	}
	a := core.New()
	_, err := a.Load(packed(t))
	require.NoError(t, err)
	for _, c := range []struct{ class, name, draft, answer string }{
		{"A", "names", "My patient Mrs Holloway had her surgery.", "identifier.name"},
		{"B", "places smaller than a state", "she lives at 19 Gull Terrace", "identifier.place.address.street.en"},
		{"C", "dates", "he was admitted on 9 February", "identifier.date.date.text.en"},
		{"C", "ages over 89", "a 97-year-old chess master", "identifier.age.age.90plus"},
		{"D", "telephone numbers", "her cell is 416-555-0148", "identifier.contact.phone.nanp"},
		{"E", "fax numbers", "fax 613-555-0162", "identifier.contact.phone.nanp"},
		{"F", "e-mail addresses", "write to m.okoro@post.example", "identifier.contact.email"},
		{"G", "Social Security numbers", "SSN 219-09-4417", "identifier.number.us.ssn"},
		{"H", "medical record numbers", "MRN 44712009", "identifier.number.mrn.labelled"},
		{"I", "health plan numbers", "Medicare 2CF7-GH4-JK39", "identifier.number.us.mbi"},
		{"J", "account numbers", "account 4471200933", "identifier.number.account.generic"},
		{"K", "certificate and licence numbers", "medical licence number MD 44712", "identifier.number.license.labelled"},
		{"L", "vehicles", "plate BXKR 447", "identifier.number.plate.labelled"},
		{"M", "devices", "pacemaker S/N PJN447120", "identifier.number.device.serial"},
		{"N", "URLs", "https://www.example.org/obituary/philomena-tighe", "identifier.number.url.person"},
		{"O", "IP addresses", "login from IP 192.0.2.44", "identifier.number.ip.v4"},
		{"P", "biometric identifiers", "fingerprint ID 4471-2009", "identifier.number.biometric"},
		{"Q", "photographs of faces", "Here is a photo of my patient's face before the graft.", "patient-media"},
		{"R", "any other unique number", "passport: N1204417", "identifier.number.gov.labelled"},
	} {
		t.Run(c.class+" "+c.name, func(t *testing.T) {
			var rules []string
			for _, f := range a.Analyze([]byte(c.draft), core.Options{Strict: true}).Findings {
				rules = append(rules, f.Rule)
				if c.answer == f.Category {
					rules = append(rules, f.Category)
				}
			}
			assert.Contains(t, rules, c.answer)
			for _, prefix := range []string{"identifier.place.", "identifier.date.", "identifier.age.", "identifier.contact.", "identifier.number."} {
				if id, ok := strings.CutPrefix(c.answer, prefix); ok {
					assert.Contains(t, letters[id], c.class, "the class that %s says it is of", id)
				}
			}
		})
	}
}

// The page on formats names every one of them.
func TestThePageNamesEveryFormat(t *testing.T) {
	page, err := os.ReadFile("README.md")
	require.NoError(t, err)
	for _, f := range builtIn(t).Formats() {
		assert.Contains(t, string(page), "`"+f.ID+"`")
	}
}
