package browser

import "syscall/js"

// Download is a file on its way to the person, as an io.Writer. What is written
// goes to the memory of JavaScript piece by piece: that of Go never shrinks.
type Download struct {
	name, mime string
	pieces     js.Value
	buf        []byte
}

// pieceSize is how much crosses to JavaScript at a time, in bytes.
const pieceSize = 1 << 20

// NewDownload begins a file under the name.
func NewDownload(name, mime string) *Download {
	return &Download{name: name, mime: mime, pieces: js.Global().Get("Array").New(), buf: make([]byte, 0, pieceSize)}
}

// Write adds to the file. It cannot fail.
func (d *Download) Write(data []byte) (int, error) {
	n := len(data)
	for len(data) > 0 {
		some := min(len(data), pieceSize-len(d.buf))
		d.buf = append(d.buf, data[:some]...)
		data = data[some:]
		if len(d.buf) == pieceSize {
			d.cross()
		}
	}
	return n, nil
}

func (d *Download) cross() {
	piece := js.Global().Get("Uint8Array").New(len(d.buf))
	js.CopyBytesToJS(piece, d.buf)
	d.pieces.Call("push", piece)
	d.buf = d.buf[:0]
}

// Done offers the file as a download.
func (d *Download) Done() {
	d.cross()
	offer(d.name, js.Global().Get("Blob").New(d.pieces, map[string]any{"type": d.mime}))
	d.pieces, d.buf = js.Undefined(), nil
}
