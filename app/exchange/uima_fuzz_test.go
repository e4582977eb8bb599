package exchange

import (
	"io"
	"testing"
)

// uimaSurvives reads any bytes; what was read can be written for INCEpTION.
func uimaSurvives(t *testing.T, f Format, data []byte) {
	_, env := fuzzEnv(t)
	read, err := f.ReadFiles([]File{InMemory("folder/doc.txt/fuzz"+f.Ext, data)}, env)
	if !owed(t, read, err) {
		return
	}
	if _, err := WebAnnoTSV.WriteTo(io.Discard, read.Project, Env{}); err != nil {
		t.Fatalf("what was read cannot be written: %v", err)
	}
}

func FuzzCASJSON(f *testing.F) {
	foreignSeeds(f, CASJSON.ID)
	f.Fuzz(func(t *testing.T, data []byte) { uimaSurvives(t, CASJSON, data) })
}

func FuzzXMI(f *testing.F) {
	foreignSeeds(f, XMI.ID)
	f.Fuzz(func(t *testing.T, data []byte) { uimaSurvives(t, XMI, data) })
}

func FuzzWebAnnoTSV(f *testing.F) {
	foreignSeeds(f, WebAnnoTSV.ID)
	f.Fuzz(func(t *testing.T, data []byte) { uimaSurvives(t, WebAnnoTSV, data) })
}
