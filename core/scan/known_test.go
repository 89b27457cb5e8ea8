package scan_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bedside-md/bedside/core/text"
)

// What is written with digits in medicine is no word in disguise, whatever the
// built-in packs know.
func TestCodesAreNoDisguise(t *testing.T) {
	s := scanner(t)
	var d, plain text.Doc
	d.Known = s.Known
	for _, code := range strings.Fields(`T2DM t2dm H1N1 h1n1 B12 b12 34yo 62M G2P1 g2p1 g1p0 G3P2002 A1C a1c HbA1c hba1c SpO2 spo2 FiO2 PaCO2 CYP2D6 cyp3a4 P2Y12 5FU
		5HT3 L4L5 l4l5 C5C6 T1N0 t1n0m0 BRCA1 HER2 CD4 COX2 GLP1 SGLT2 PD1 PDL1 CA125 FEV1 fev1 H5N1 N95 MP3 K9 S1Q3T3 CHA2DS2 q4h q6h q8h x3 10mg 5ml 3cm 2x4 D10
		4B 12A B3 5A 4W 3am 7pm 12h 3x 2nd 4th 1er 3e PM10 O2 CO2 IL6 TNF1 C3 C4 T4 TSH4 IgG4 HLA27 HPV16 EBV1 HIV1 HSV2 COVID19 SARS2 M1 M3 S3 A2 P53 p53 G6PD
		MRN00482913 AUR77B114920 C118204 K1A0B1 SW1A1AA 00482913 416-555-0199 2024 1984 90s 60s 3D 4x4 1st`) {
		plain.Read([]byte(code + " seen"))
		d.Read([]byte(code + " seen"))
		for i := range d.Tokens {
			if len(d.Tokens) != len(plain.Tokens) || d.Tokens[i].Hash != plain.Tokens[i].Hash {
				assert.Fail(t, "taken for a disguise", "%s is read as %q", code, d.Spelling(int32(i)))
				break
			}
		}
		assert.Equal(t, string(plain.Clean), string(d.Clean))
	}
}
