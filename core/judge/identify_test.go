package judge_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bedside-md/bedside/core/judge"
)

// Whose an identifier is decides, not its form alone.
func TestWhoseAnIdentifierIs(t *testing.T) {
	for _, c := range []struct {
		name, draft, category string
		want                  uint8
	}{
		{"a relative's phone", "Her daughter's number is 416-555-0148, nobody answers.", "identifier.contact", judge.Stop},
		{"a patient's phone in French", "Son numéro est le 418 555-0172, elle dort l'après-midi.", "identifier.contact", judge.Stop},
		{"a disguised phone", "Call his wife on four one six five five five oh one four eight.", "identifier.contact", judge.Stop},
		{"a practice's phone", "Booking is open, ring our practice on 01632 960142.", "identifier.contact", judge.Clear},
		{"the author's address", "Slides from the workshop: write to me, j.bell@teaching.example.", "identifier.contact", judge.Clear},
		{"where somebody lives", "She is at 114 Almer Street, no buzzer.", "identifier.place", judge.Stop},
		{"where a practice is", "Find our practice at 240 Mill Street from Monday.", "identifier.place", judge.Clear},
		{"a bed with somebody in it", "Mr Delacroix in bed 14 sang to us.", "identifier.place", judge.Caution},
		{"a village", "My patient, 62M, was stabbed in Digby last night.", "identifier.place", judge.Caution},
		{"a city", "My patient, 62M, was stabbed in Toronto last night.", "identifier.place", judge.Clear},
		{"a hotel room", "Room 214, ice machine view, one working burner.", "identifier.place", judge.Clear},
		{"a birth date", "DOB 14/02/1961, still driving.", "identifier.date", judge.Caution},
		{"a day of admission", "She was admitted on 9 February with a cough.", "identifier.date", judge.Caution},
		{"an event", "Congress on 9 February 2025, register now.", "identifier.date", judge.Clear},
		{"a day of nobody's", "The new fee schedule starts on 1 July.", "identifier.date", judge.Clear},
		{"a great age", "She's 98 and beat me at cribbage.", "identifier.age", judge.Caution},
		{"the author's grandmother", "My grandma turned 97 today!", "identifier.age", judge.Clear},
		{"a hospital's", "Our hospital turned 90 on Monday.", "identifier.age", judge.Clear},
		{"a labelled number", "MRN 44712009 is still on the list.", "identifier.number", judge.Stop},
		{"a mistyped number among clinical words", "Suboxone script left in the canteen printer, health card number 6210 448 903 KT.", "identifier.number", judge.Stop},
		{"a mistyped number of nothing clinical", "The form wants a health card number such as 6210 448 903 KT.", "identifier.number", judge.Clear},
		{"a clinician's number, in a public register", "For the payer who keeps bouncing me: my NPI is 1245319599.", "identifier.number", judge.Clear},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := findings(t, c.draft)
			assert.Equal(t, c.want, got[c.category], "%v", got)
		})
	}
}
