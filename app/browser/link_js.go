package browser

import (
	"context"
	"encoding/base64"
	"strings"
	"syscall/js"

	"claimlight/app/problem"
)

// Links turns lessons into addresses of this page and back: gzip in base64
// (RFC 4648, 5) in the fragment, which no browser sends to a server.
type Links struct{}

// mostLinked bounds what a link may hold when it is unpacked, in bytes.
const mostLinked = 16 << 20

// Make returns the address of this page with the lesson in it. It waits.
func (Links) Make(ctx context.Context, lesson []byte) (string, error) {
	packed, err := settle(ctx, js.Global().Get("claimlightShell").Call("packed", jsBytes(lesson)))
	if err != nil {
		return "", err
	}
	page, _, _ := strings.Cut(js.Global().Get("location").Get("href").String(), "#")
	return page + "#/lesson/" + base64.RawURLEncoding.EncodeToString(copied(packed)), nil
}

// Read returns the lesson of a link. It waits. The error says that the link is
// damaged.
func (Links) Read(ctx context.Context, packed string) ([]byte, error) {
	damaged := problem.Newf("link", "It may have been cut off; ask for it again, or for the lesson as a file.", "This link does not hold a whole lesson.")
	data, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(packed, "="))
	if err != nil {
		damaged.Cause = err
		return nil, damaged
	}
	buffer, err := settle(ctx, js.Global().Get("claimlightShell").Call("unpack", jsBytes(data), mostLinked))
	if err != nil {
		damaged.Cause = err
		return nil, damaged
	}
	return copied(buffer), nil
}
