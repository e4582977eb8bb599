package main

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

const siteHelp = `
Usage: claimlight site -o FOLDER

Writes the program as plain files for any web server, in any folder of it. The
server should send .wasm as application/wasm and use https; it can send the .br
and .gz copies to browsers that take them.

Example:
  claimlight site -o public
`

func runSite(ctx context.Context, args []string, io stdio) error {
	f := flag.NewFlagSet("site", flag.ContinueOnError)
	out := f.String("o", "", "`folder` to write to; made if it is not there")
	if err := parse(f, args, io, siteHelp); err != nil {
		return err
	}
	if *out == "" || f.NArg() > 0 {
		return usageError("site needs one folder to write to", "claimlight site -o public")
	}
	files, err := siteFiles("")
	if err != nil {
		return err
	}
	n, err := copyFiles(ctx, files, *out)
	if err != nil {
		return failure("not_written", fmt.Sprintf("the site could not be written: %v", err), "is there room, and may this account write there?")
	}
	fmt.Fprintf(io.out, "%d files written to %s\n", n, *out)
	return nil
}

// copyFiles writes the site below a folder and returns how many files that
// were. The build's own dot files are left out.
func copyFiles(ctx context.Context, files fs.FS, out string) (n int, err error) {
	err = fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || ctx.Err() != nil {
			return firstError(err, ctx.Err())
		}
		to := filepath.Join(out, filepath.FromSlash(name))
		if d.IsDir() {
			return os.MkdirAll(to, 0o755)
		}
		if strings.HasPrefix(path.Base(name), ".") {
			return nil
		}
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		n++
		return os.WriteFile(to, content, 0o644)
	})
	return n, err
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
