//go:build js

// Command porter is the program that a Web Worker runs beside the page: it reads
// files of all kinds and writes those of other programs; see package porter.
package main

import (
	"crypto/rand"
	"encoding/json"
	"runtime/debug"
	"time"

	"github.com/google/uuid"

	"claimlight/app/browser"
	"claimlight/app/parcel"
	"claimlight/app/porter"
)

func main() {
	// What it makes of a class or a corpus is much at once, and then little for long:
	// collecting garbage half as often saves a tenth of the time.
	debug.SetGCPercent(200)
	var p porter.Porter
	browser.Serve(func(order []byte, bodies [][]byte, told func(done, total int)) ([]byte, [][]byte) {
		var o parcel.Order
		_ = json.Unmarshal(order, &o) // of the same version: what cannot be read asks for nothing
		reply, out := p.Do(o, bodies, porter.Env{Now: time.Now(), Mint: uuid.NewString, Random: rand.Reader, Decode: browser.DecodeText, Pace: func(done, total int) error {
			told(done, total)
			return nil
		}})
		words, _ := json.Marshal(reply) // strings and numbers
		return words, out
	})
}
