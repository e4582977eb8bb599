// Package web holds the files of the program as a browser gets them.
//
// Site is what a server needs: the built site, whole. Articles is for programs
// that want the built-in articles without a browser.
package web

import (
	"embed"
	"errors"
	"io/fs"
)

// Both patterns match in a clean clone too: dist then holds only its marker file.
//
//go:embed all:dist
var dist embed.FS

//go:embed articles
var articles embed.FS

// ErrNotBuilt says that the program for the browser is not part of this binary.
var ErrNotBuilt = errors.New("the browser program is not built into this binary")

// Site returns the built site: index.html and everything it loads, with
// precompressed copies beside the files (name.br, name.gz). It returns
// ErrNotBuilt when the binary was compiled before the site was built.
func Site() (fs.FS, error) {
	site, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil, err
	}
	if _, err := fs.Stat(site, "app.wasm"); err != nil {
		return nil, ErrNotBuilt
	}
	return site, nil
}

// Articles returns the built-in articles: index.json and the texts it names.
func Articles() fs.FS {
	sub, err := fs.Sub(articles, "articles")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	return sub
}
