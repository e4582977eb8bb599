package browser

import (
	"context"
	"strconv"
	"syscall/js"
	"time"

	"claimlight/app/problem"
)

// File is a file that a person has chosen or dropped here.
type File struct {
	Name string
	Size int64 // bytes
	// Read returns what is in it. It waits, and so must not be called from an
	// event handler. The error is a *problem.Error with the code file-too-big
	// or file-unreadable, or the context's.
	Read func(ctx context.Context) ([]byte, error)
}

// revokeAfter is how long a browser may take to start a download.
const revokeAfter = time.Minute

// offer offers a Blob as a download under the name.
func offer(name string, blob js.Value) {
	urls := js.Global().Get("URL")
	url := urls.Call("createObjectURL", blob)
	a := document().Call("createElement", "a")
	a.Set("href", url)
	a.Set("download", name)
	a.Set("hidden", true)
	body := document().Get("body")
	body.Call("append", a) // Firefox wants it in the page
	a.Call("click")
	a.Call("remove")
	time.AfterFunc(revokeAfter, func() { urls.Call("revokeObjectURL", url) })
}

// picking is the choice of files that is going on, if one is.
var picking struct {
	input js.Value
	on    listeners
}

// Pick lets the person choose files: of the kinds in accept, as the attribute
// of an input, or any if it is empty. Reading more than limit bytes of one is
// an error. It must be called while a click or a key press is handled. got is
// not called if nothing is chosen.
func Pick(accept string, multiple bool, limit int64, got func([]File)) {
	endPick() // a browser may not tell that the last one was given up
	input := document().Call("createElement", "input")
	input.Set("type", "file")
	input.Set("accept", accept)
	input.Set("multiple", multiple)
	input.Set("hidden", true)
	picking.input = input
	picking.on.add(input, "change", func(js.Value) {
		files := filesOf(input.Get("files"), limit)
		endPick()
		if len(files) > 0 {
			got(files)
		}
	})
	picking.on.add(input, "cancel", func(js.Value) { endPick() })
	document().Get("body").Call("append", input) // some browsers forget one that is not in the page
	input.Call("click")
}

func endPick() {
	picking.on.release()
	if !picking.input.IsUndefined() {
		picking.input.Call("remove")
		picking.input = js.Undefined()
	}
}

// OnDrop takes files and folders that are dropped anywhere on the window. over is told
// when files come over it and when they leave; got gets them. Other things
// that are dragged, such as selected text, are left alone. The function that
// is returned ends it.
func OnDrop(limit int64, over func(bool), got func([]File)) (stop func()) {
	var on listeners
	window := js.Global()
	inside := false
	tell := func(now bool) {
		if now != inside {
			inside = now
			over(now)
		}
	}
	whenFiles := func(event string, f func(e js.Value)) {
		on.add(window, event, func(e js.Value) {
			if hasFiles(e) {
				e.Call("preventDefault")
				f(e)
			}
		})
	}
	whenFiles("dragenter", func(js.Value) { tell(true) })
	whenFiles("dragover", func(js.Value) { tell(true) })
	whenFiles("dragleave", func(e js.Value) { tell(e.Get("relatedTarget").Truthy()) })
	whenFiles("drop", func(e js.Value) {
		tell(false)
		dropped(e.Get("dataTransfer"), limit, got)
	})
	return on.release
}

func hasFiles(e js.Value) bool {
	data := e.Get("dataTransfer")
	return data.Truthy() && data.Get("types").Call("includes", "Files").Bool()
}

func filesOf(list js.Value, limit int64) []File {
	files := make([]File, list.Length())
	for i := range files {
		f := list.Index(i)
		size := int64(f.Get("size").Float())
		name := f.Get("name").String()
		files[i] = File{Name: name, Size: size, Read: func(ctx context.Context) ([]byte, error) {
			if size > limit {
				return nil, problem.Newf("file-too-big", "", "%s is too big: files up to %s can be read.", name, megabytes(limit))
			}
			return readFile(ctx, f, name)
		}}
	}
	return files
}

func megabytes(n int64) string {
	if n < 1_000_000 {
		return strconv.FormatInt(n/1000, 10) + " KB"
	}
	return strconv.FormatInt(n/1_000_000, 10) + " MB"
}

func readFile(ctx context.Context, f js.Value, name string) ([]byte, error) {
	buffer, err := settle(ctx, f.Call("arrayBuffer"))
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, &problem.Error{
			Code: "file-unreadable", Message: name + " could not be read.", Cause: err,
			Hint: "It may have been moved or changed, or it is a folder.",
		}
	}
	bytes := js.Global().Get("Uint8Array").New(buffer)
	data := make([]byte, bytes.Length())
	js.CopyBytesToGo(data, bytes)
	return data, nil
}
