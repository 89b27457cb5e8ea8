package identifier_test

import (
	"strings"
	"testing"
	"time"

	"github.com/bedside-md/bedside/core/identifier"
)

// benchDrafts are drafts of the usual length and of kinds that cost most.
var benchDrafts = []struct{ name, text string }{
	{"prose of 280", "Thinking tonight about the patient who taught me how to listen. We rush through rounds, we click boxes, we forget that the person in the bed is somebody's whole world. Be kind to each other out there, and drink some water. Night shift again tomorrow, wish me luck. #MedTwitter ❤"},
	{"clinical of 280", "62M, HTN, T2DM, 3/52 of chest pain, 5/10 now. BP 120/80, HR 92, SpO2 93% on RA, troponin 0.04 q6h, Na 139, plt 210. Echo EF 45%. Cath tomorrow at 07:30. POD2 from a hip. What would you do? Asking 12 of my closest friends. NEJM 2023;389:1234-45 says wait. #cardiotwitter #FOAMed"},
	{"identifiers of 280", "DOB 14/02/1961, OHIP 9876 543 217, son's cell 416-555-0123, lives at 14 Maple Grove Road K1A 0B1, email j.patient@example.com, seen 3 July 2024 BP 120/80 HR 92 SpO2 93% on RA, plt 45, Na 139, troponin 0.04, POD2, pacemaker S/N PM-4471920. MRN 00482913. Anyone else? #tipsfornewdocs"},
	{"hostile 10k dots", strings.Repeat("a.", 5000) + "@"},
	{"hostile 10k digits in groups", strings.Repeat("123-456 ", 1250)},
	{"hostile 10k labels", strings.Repeat("MRN chart SIN ", 715)},
}

func BenchmarkFind(b *testing.B) {
	set := builtIn(b)
	for _, c := range benchDrafts {
		b.Run(c.name, func(b *testing.B) {
			draft := []byte(c.text)
			found := make([]identifier.Match, 0, 4096)
			b.ReportAllocs()
			for b.Loop() {
				found = set.Find(draft, "CA-ON", found[:0])
			}
		})
	}
}

// BenchmarkDisguises says how many times as long Find takes because it also looks
// for disguises: the fastest of many runs each way, taken in turn.
func BenchmarkDisguises(b *testing.B) {
	set := builtIn(b)
	for _, c := range benchDrafts[:3] {
		b.Run(c.name, func(b *testing.B) {
			draft := []byte(c.text)
			found := make([]identifier.Match, 0, 64)
			const batch = 20
			fastest := func(best time.Duration, find func([]byte, string, []identifier.Match) []identifier.Match) time.Duration {
				start := time.Now()
				for range batch {
					found = find(draft, "CA-ON", found[:0])
				}
				if d := time.Since(start); best == 0 || d < best {
					return d
				}
				return best
			}
			var with, without time.Duration
			for b.Loop() {
				with, without = fastest(with, set.Find), fastest(without, set.FindPlain)
			}
			b.ReportMetric(float64(with)/float64(without), "times")
			b.ReportMetric(float64(with.Nanoseconds())/batch, "ns/find")
		})
	}
}

func BenchmarkLoad(b *testing.B) {
	blob, err := compiled()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := identifier.Load(blob); err != nil {
			b.Fatal(err)
		}
	}
}
