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
func Enclosed() string {
	if !js.Global().Get("claimlightCarried").Truthy() {
		return ""
	}
	return document().Call("querySelector", `meta[name="claimlight-lesson"]`).Get("content").String()
}

// EnclosedFile is the file of that project. It waits, and must not be called on
// the UI goroutine.
func EnclosedFile(ctx context.Context) ([]byte, error) {
	data, err := ownFile(ctx, onefile.LessonName)
	if err != nil {
		failed := problem.Newf("enclosed", "Copy it, or download it, once more.", "The lesson in this page could not be read.")
		failed.Cause = err
		return nil, failed
	}
	return data, nil
}

// MakePage writes a page that is one file, with a lesson in it, out of what this
// page is made of itself. It waits, and must not be called on the UI goroutine.
// The error is one for people, or the context's.
func MakePage(ctx context.Context, w io.Writer, l onefile.Lesson) error {
	shell, err := ownFile(ctx, onefile.ShellName)
	if err != nil {
		return partMissing(ctx, err)
	}
	program, err := settleBoot(ctx, "packed", onefile.ProgramName)
	if err != nil {
		return partMissing(ctx, err)
	}
	return onefile.Write(w, l, onefile.Parts{
		Shell: shell, Program: &slowly{ctx, bytesIn(program), 0},
		Pack: func(data []byte) ([]byte, error) {
			array := js.Global().Get("Uint8Array").New(len(data))
			js.CopyBytesToJS(array, data)
			packed, err := settleBoot(ctx, "pack", array)
			if err != nil {
				return nil, partMissing(ctx, err)
			}
			return copied(packed), nil
		},
	})
}

func partMissing(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	failed := problem.Newf("page", "Check the connection, load Claimlight again, and try once more.", "The page was not made: a part of the program for it could not be had.")
	failed.Cause = err
	return failed
}

// settleBoot calls a method of web/boot.js and waits for what it promises.
func settleBoot(ctx context.Context, method string, arg any) (js.Value, error) {
	return settle(ctx, js.Global().Get("claimlightShell").Call(method, arg))
}

// ownFile is a file of the program, or one that the page carries.
func ownFile(ctx context.Context, name string) ([]byte, error) {
	response, err := settleBoot(ctx, "part", name)
	if err != nil {
		return nil, err
	}
	buffer, err := settle(ctx, response.Call("arrayBuffer"))
	if err != nil {
		return nil, err
	}
	return copied(buffer), nil
}

func copied(buffer js.Value) []byte {
	array := bytesIn(buffer)
	data := make([]byte, array.Length())
	js.CopyBytesToGo(data, array)
	return data
}

func bytesIn(buffer js.Value) js.Value { return js.Global().Get("Uint8Array").New(buffer) }

// slowly reads bytes out of the memory of JavaScript, of which Go then needs no
// copy, and lets the browser have its turn.
type slowly struct {
	ctx   context.Context
	array js.Value
	at    int
}

func (r *slowly) Read(p []byte) (int, error) {
	if err := Breathe(r.ctx); err != nil {
		return 0, err
	}
	n := js.CopyBytesToGo(p, r.array.Call("subarray", r.at))
	if r.at += n; n == 0 && len(p) > 0 {
		return 0, io.EOF
	}
	return n, nil
}
