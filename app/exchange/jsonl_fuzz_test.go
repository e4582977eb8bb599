package exchange

import "testing"

// fuzzForeign reads any bytes as a file of the format, with a text open that its
// words may be those of.
func fuzzForeign(f *testing.F, format Format) {
	foreignSeeds(f, format.ID)
	f.Fuzz(func(t *testing.T, data []byte) {
		_, env := fuzzEnv(t)
		foreignSurvives(t, format, data, env)
	})
}

func FuzzDoccano(f *testing.F)     { fuzzForeign(f, Doccano) }
func FuzzProdigy(f *testing.F)     { fuzzForeign(f, Prodigy) }
func FuzzSpaCy(f *testing.F)       { fuzzForeign(f, SpaCy) }
func FuzzGLiNER(f *testing.F)      { fuzzForeign(f, GLiNER) }
func FuzzHuggingFace(f *testing.F) { fuzzForeign(f, HuggingFace) }
func FuzzCoNLL(f *testing.F)       { fuzzForeign(f, CoNLL) }
