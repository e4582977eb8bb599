package main

import "testing"

func TestOldEncodingsAreDecoded(t *testing.T) {
	for label, data := range map[string]string{"windows-1252": "\x93Gr\xf6\xdfe\x94", "KOI8-R": "\xf0\xd2\xc9\xd7\xc5\xd4", "shift_jis": "\x93\xfa\x96\x7b"} {
		want := map[string]string{"windows-1252": "“Größe”", "KOI8-R": "Привет", "shift_jis": "日本"}[label]
		if got, err := decodeLegacy(label, []byte(data)); err != nil || got != want {
			t.Errorf("%s: %q %v", label, got, err)
		}
	}
	if _, err := decodeLegacy("no-such", []byte("a")); err == nil {
		t.Error("an unknown encoding was read")
	}
	if got, err := decodeLegacy("windows-1253", []byte("a\xffb")); err != nil || got != "a\uFFFDb" {
		t.Errorf("%q %v", got, err)
	}
}
