package browser

import (
	"context"
	"strings"
	"syscall/js"

	"claimlight/app/problem"
)

// maxDropped is how many files of folders are taken in at a time.
const maxDropped = 20_000

// dropped gets the files of a drop, those of folders with the names of these
// before their own. The browser lets go of what was dropped when its event is
// over, so what is asked for in it is asked for here, and the rest by got's
// goroutine.
func dropped(data js.Value, limit int64, got func([]File)) {
	entries := entriesOf(data.Get("items"))
	if !hasFolder(entries) {
		if files := filesOf(data.Get("files"), limit); len(files) > 0 {
			got(files)
		}
		return
	}
	go func() {
		w := walk{limit: limit}
		for _, e := range entries {
			w.entry(e)
		}
		if files := w.taken(); len(files) > 0 {
			got(files)
		}
	}()
}

// entriesOf are what was dropped, as files and folders (File and Directory
// Entries API); none where the browser does not tell.
func entriesOf(items js.Value) (entries []js.Value) {
	for i := range items.Length() {
		item := items.Index(i)
		if item.Get("webkitGetAsEntry").Type() != js.TypeFunction {
			return nil
		}
		if e := item.Call("webkitGetAsEntry"); e.Truthy() {
			entries = append(entries, e)
		}
	}
	return entries
}

func hasFolder(entries []js.Value) bool {
	for _, e := range entries {
		if e.Get("isDirectory").Truthy() {
			return true
		}
	}
	return false
}

// walk goes through folders and gathers the files in them.
type walk struct {
	limit int64
	files []File
	full  bool // there are more than are taken in at a time
}

// taken are the files, and one that says so where there were more.
func (w *walk) taken() []File {
	if !w.full {
		return w.files
	}
	return append(w.files, unread("More files", problem.Newf("too-many-files", "Drop the other folders by themselves.",
		"More than %d files were dropped: the first %d were taken, the others were left out.", maxDropped, maxDropped)))
}

// unread is a file of which there is nothing but why it could not be read, so
// that it is listed among those that were not.
func unread(name string, why *problem.Error) File {
	return File{Name: name, Read: func(context.Context) ([]byte, error) { return nil, why }}
}

// entry adds a file, or those of a folder and of the folders in it. What
// begins with a dot is left out. It waits.
func (w *walk) entry(e js.Value) {
	name := stringOf(e.Get("name"))
	if w.full || strings.HasPrefix(name, ".") {
		return
	}
	if e.Get("isFile").Truthy() {
		if w.full = len(w.files) >= maxDropped; !w.full {
			w.files = append(w.files, entryFile(e, w.limit))
		}
		return
	}
	reader := e.Call("createReader")
	for !w.full { // the browser gives them in handfuls, an empty one at the end
		list, err := called(context.Background(), reader, "readEntries")
		if err != nil {
			w.files = append(w.files, unread(name, &problem.Error{
				Code: "folder-unreadable", Message: "Not all of the folder " + name + " could be listed.", Cause: err,
				Hint: "Drop the files in it by themselves.",
			}))
			return
		}
		if list.Length() == 0 {
			return
		}
		for i := range list.Length() {
			w.entry(list.Index(i))
		}
	}
}

// entryFile is a file of a folder; its size is known when it is read.
func entryFile(e js.Value, limit int64) File {
	name := strings.TrimPrefix(stringOf(e.Get("fullPath")), "/")
	return File{Name: name, Read: func(ctx context.Context) ([]byte, error) {
		f, err := called(ctx, e, "file")
		if err != nil {
			return nil, &problem.Error{Code: "file-unreadable", Message: name + " could not be read.", Cause: err}
		}
		if size := wholeNumber(f.Get("size")); size > limit {
			return nil, problem.Newf("file-too-big", "", "%s is too big: files up to %s can be read.", name, megabytes(limit))
		}
		return readFile(ctx, f, name)
	}}
}

// called calls a method that tells its outcome to one of two functions, and
// waits for it.
func called(ctx context.Context, on js.Value, method string) (js.Value, error) {
	var run js.Func
	run = js.FuncOf(func(_ js.Value, args []js.Value) any {
		run.Release()
		on.Call(method, args[0], args[1])
		return nil
	})
	return settle(ctx, js.Global().Get("Promise").New(run))
}
