package text_test

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/text"
)

func TestLanguageOfShortAndMixedSentences(t *testing.T) {
	for _, c := range []struct {
		in   string
		want string // language of each sentence
	}{
		{"Ma patiente est venue avec sa fille. The daughter was with her.", "fr en"},
		{"Merci beaucoup!", "fr"},
		{"Journée difficile.", "fr"},
		{"Quelle garde épuisante...", "fr"},
		{"Tough night. Everyone survived.", "en en"},
		{"Née à Québec en 1950", "fr"},
		{"The résumé and the café were fine", "en"},
		{"Une belle journée avec mes collègues. Merci!", "fr fr"},
		{"She was seen by Dr Tremblay at the Hôtel-Dieu de Québec", "en"},
		{"Il est venu à l'urgence. Chest pain, STEMI.", "fr fr"},
		{"62M c/o CP", "en"},
		{"#médecine #urgences Quel courage", "fr"},
		{"pt très gentil, on rit bien", "fr"},
		{"On call again. Bonne nuit!", "en en"},
	} {
		var d text.Doc
		d.Read([]byte(c.in))
		var got []string
		for _, s := range d.Sentences {
			got = append(got, s.Lang.String())
		}
		assert.Equal(t, c.want, strings.Join(got, " "), c.in)
	}
}

// The labelled posts say which language each is in.
func TestLanguageOfLabelledPosts(t *testing.T) {
	files, err := filepath.Glob("../../testdata/posts/*.jsonl")
	require.NoError(t, err)
	var right, posts, sentences, same, byItself, rightAlone int
	var alone text.Doc
	for _, f := range files {
		for _, p := range readPosts(t, f) {
			var d text.Doc
			d.Read([]byte(p.Text))
			posts++
			if d.Lang.String() == p.Lang {
				right++
			}
			for _, s := range d.Sentences {
				sentences++
				if s.Lang.String() == p.Lang {
					same++
				}
				if s.Last-s.First >= 4 {
					from, to := d.TokenSpan(s.First, s.Last)
					alone.Read([]byte(string(utf16.Decode(utf16.Encode([]rune(p.Text))[from:to]))))
					byItself++
					if alone.Lang.String() == p.Lang {
						rightAlone++
					}
				}
			}
		}
	}
	t.Logf("sentences of four tokens or more read by themselves %.4f of %d", float64(rightAlone)/float64(byItself), byItself)
	t.Logf("draft's language right in %d of %d posts, %.4f; sentences in it %.4f of %d", right, posts, float64(right)/float64(posts),
		float64(same)/float64(sentences), sentences)
	assert.Greater(t, float64(right)/float64(posts), 0.995)
	assert.Greater(t, float64(rightAlone)/float64(byItself), 0.98)
	assert.Greater(t, float64(same)/float64(sentences), 0.985)
}
