//go:build !page

package exchange

import (
	"archive/zip"
	"compress/flate"
	"io"
)

// pack writes files into a ZIP archive, one after the other, always the same
// bytes for the same files. The first error is kept and returned by close.
type pack struct {
	z   *zip.Writer
	err error
}

func newPack(w io.Writer) *pack {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	return &pack{z: z}
}

// file writes a file whole.
func (p *pack) file(name, content string) {
	p.from(name, func(w io.Writer) error {
		_, err := io.WriteString(w, content)
		return err
	})
}

// from writes a file that write writes.
func (p *pack) from(name string, write func(io.Writer) error) {
	if p.err != nil {
		return
	}
	w, err := p.z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
	if err == nil {
		err = write(w)
	}
	p.err = err
}

// close ends the archive.
func (p *pack) close() error {
	if err := p.z.Close(); p.err == nil {
		p.err = err
	}
	return p.err
}
