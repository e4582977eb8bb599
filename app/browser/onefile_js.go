package browser

import (
	"context"
	"io"
	"syscall/js"

	"claimlight/app/onefile"
	"claimlight/app/problem"
)

// Enclosed is the ID of the project that the page carries; "" where it carries
// none, as a page that came from a server. See package onefile.
func Enclosed() string { return stringOf(js.Global().Get("claimlightProject")) }

// EnclosedFile is the file of that project. It waits, and must not be called on
// the UI goroutine.
func EnclosedFile(ctx context.Context) ([]byte, error) {
	bytes, err := settle(ctx, js.Global().Get("claimlightCarried").Call("bytes", onefile.LessonName))
	if err != nil {
		failed := problem.Newf("enclosed", "Copy this page, or download it, once more.", "The lesson in this page could not be read.")
		failed.Cause = err
		return nil, failed
	}
	return copied(bytes), nil
}

// MakePage writes a page that is one file, with a lesson in it, out of what this
// page is made of itself. It waits, and must not be called on the UI goroutine.
// The error is one for people, or the context's.
func MakePage(ctx context.Context, w io.Writer, project, title string, lesson []byte) error {
	parts, err := settle(ctx, js.Global().Get("claimlightShell").Call("parts", jsBytes(lesson)))
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		failed := problem.Newf("page", "Check the connection, load Claimlight again, and try once more.", "The page was not made: a part of the program for it could not be had.")
		failed.Cause = err
		return failed
	}
	return onefile.Write(w, onefile.Page{
		Project: project, Title: title, Shell: copied(parts.Get("shell")),
		Part: func(name string) io.Reader { return &slowly{ctx, parts.Get(name), 0} },
	})
}

// copied is what a Uint8Array holds.
func copied(array js.Value) []byte {
	data := make([]byte, array.Length())
	js.CopyBytesToGo(data, array)
	return data
}

// slowly reads a Uint8Array, of which Go then needs no copy, and lets the browser
// have its turn.
type slowly struct {
	ctx   context.Context
	array js.Value
	at    int
}

// Read implements io.Reader.
func (r *slowly) Read(p []byte) (int, error) {
	if err := Breathe(r.ctx); err != nil {
		return 0, err
	}
	n := js.CopyBytesToGo(p, r.array.Call("subarray", r.at))
	if r.at += n; n == 0 {
		return 0, io.EOF
	}
	return n, nil
}
