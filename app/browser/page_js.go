package browser

import (
	"strings"
	"syscall/js"
)

// Page is the document itself.
type Page struct{}

// SetTitle names the tab.
func (Page) SetTitle(title string) { document().Set("title", title) }

// Hash is the fragment of the address as it stands there, without its sign.
func (Page) Hash() string {
	return strings.TrimPrefix(js.Global().Get("location").Get("hash").String(), "#")
}

// OnHash calls changed whenever the fragment changes. It is for good.
func (Page) OnHash(changed func()) {
	var l listeners
	var told string
	// This comes as soon as the address is another one. What comes after it, with
	// the next frame, is for browsers that leave it out.
	l.add(js.Global(), "popstate", func(js.Value) {
		told = js.Global().Get("location").Get("href").String()
		changed()
	})
	l.add(js.Global(), "hashchange", func(event js.Value) {
		if event.Get("newURL").String() != told {
			changed()
		}
		told = ""
	})
}

// Replace puts another fragment, with its sign, into the address, without a step
// to go back to. Nobody is told.
func (Page) Replace(hash string) {
	js.Global().Get("history").Call("replaceState", nil, "", hash)
}

// SetRoot sets a data attribute of the root element, by which the style sheet
// knows what the reader likes.
func (Page) SetRoot(attribute, value string) {
	document().Get("documentElement").Get("dataset").Set(attribute, value)
}

// Focus puts the keyboard on an element, if it is there.
func (Page) Focus(id string) {
	if el := document().Call("getElementById", id); !el.IsNull() {
		el.Call("focus")
	}
}

// Value is what stands in a field; "" if there is no such field.
func (Page) Value(id string) string {
	if el := document().Call("getElementById", id); !el.IsNull() {
		return el.Get("value").String()
	}
	return ""
}

// SetValue writes into a field, if it is there. In the field that has the
// keyboard, space at the ends is left as it was typed.
func (Page) SetValue(id, value string) {
	el := document().Call("getElementById", id)
	if el.IsNull() {
		return
	}
	now := el.Get("value").String()
	if now == value || el.Equal(document().Get("activeElement")) && strings.TrimSpace(now) == strings.TrimSpace(value) {
		return
	}
	el.Set("value", value)
}

// SetText writes the text of an element that the furniture leaves alone.
func (Page) SetText(id, text string) {
	if el := document().Call("getElementById", id); !el.IsNull() && el.Get("textContent").String() != text {
		el.Set("textContent", text)
	}
}

// ShowDialog opens a dialog element over the page; what lies behind it sleeps. It
// answers no where there is none yet.
func (Page) ShowDialog(id string) bool {
	el := document().Call("getElementById", id)
	if el.IsNull() {
		return false
	}
	if !el.Get("open").Bool() {
		el.Call("showModal")
	}
	return true
}

// CloseDialog closes a dialog element.
func (Page) CloseDialog(id string) {
	if el := document().Call("getElementById", id); !el.IsNull() && el.Get("open").Bool() {
		el.Call("close")
	}
}

// OwnName is what this copy of the program goes by in the browser's storage:
// "claimlight" at the root of an origin, and with the path of its folder
// elsewhere. Copies in two folders may be of different versions, so that they
// share nothing: no database, no settings, no channel, no cached file.
//
// A page that carries a lesson goes by that: to browsers for which all files of
// the device are one origin, it is then the same in any folder and under any name.
func OwnName() string {
	if project := Enclosed(); project != "" {
		return "claimlight lesson " + project
	}
	folder := js.Global().Get("URL").New("./", document().Get("baseURI")).Get("pathname").String()
	if folder == "/" {
		return "claimlight"
	}
	return "claimlight" + folder
}

func document() js.Value { return js.Global().Get("document") }
