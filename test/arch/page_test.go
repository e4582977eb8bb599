package arch

import (
	"slices"
	"strings"
	"testing"
)

// The program of the page, which is built with the tag page, is without the
// formats of other programs and the libraries that only they need: those are
// the porter's, which is loaded when it is asked for.
func TestThePageIsWithoutThePortersWork(t *testing.T) {
	deps := imported(t, []string{"GOOS=js", "GOARCH=wasm"}, "-tags", "page", "./app")
	for _, heavy := range []string{"archive/zip", "encoding/xml", module + "/app/reader", module + "/app/porter"} {
		if slices.Contains(deps, heavy) {
			t.Errorf("the program of the page imports %s", heavy)
		}
	}
	if !slices.Contains(deps, module+"/app/exchange") {
		t.Fatalf("it does not even import app/exchange: %s", strings.Join(deps, " "))
	}
}
