package e2e

import "testing"

// An address that cannot be parsed leads to the list of articles, and ends
// nothing: neither in the open program nor at its start.
func TestAddressThatIsNone(t *testing.T) {
	site := Start(t)
	tab := site.Browser(t, NewProfile(t))
	openArticle(tab, "2")
	for _, hash := range []string{"#/read/100%", "#%", "#/tags%zz", "#%E0%A4%A", "#/read/../../x", "#/nowhere"} {
		tab.Eval(`location.hash = `+quote(hash), nil)
		tab.WaitTrue(`!!document.querySelector("#articles") || !!document.querySelector("#paper > *")`)
		tab.Eval(`location.hash = "#/tags"`, nil)
		tab.WaitFor("main h1")
		tab.WaitText("main h1", "Tags")
	}
	tab.Eval(`history.replaceState(null, "", "#/read/100%")`, nil)
	tab.Reload()
	tab.WaitReady()
	tab.WaitFor("#articles")
	tab.AssertClean(t)
}
