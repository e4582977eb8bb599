package browser

import (
	"context"
	"syscall/js"

	"claimlight/app/classroom"
	"claimlight/app/problem"
)

// Unseal opens what was sealed with a passphrase, by the browser's own
// cryptography, which does not hold the page meanwhile. It waits. An error says
// that the passphrase is another one, or that this page may not use it.
func Unseal(ctx context.Context, s *classroom.SealedKey, passphrase string) ([]byte, error) {
	subtle := js.Global().Get("crypto").Get("subtle")
	if !subtle.Truthy() {
		return nil, problem.Newf("insecure", "Open it from https, from this machine, or as a lesson in one file.", "At this address the browser does not let pages open sealed keys.")
	}
	secret, err := settle(ctx, subtle.Call("importKey", "raw", jsBytes([]byte(passphrase)), "PBKDF2", false, []any{"deriveKey"}))
	if err != nil {
		return nil, err
	}
	how := map[string]any{"name": "PBKDF2", "hash": "SHA-256", "salt": jsBytes(s.Salt), "iterations": s.Rounds}
	key, err := settle(ctx, subtle.Call("deriveKey", how, secret, map[string]any{"name": "AES-GCM", "length": 256}, false, []any{"decrypt"}))
	if err != nil {
		return nil, err
	}
	plain, err := settle(ctx, subtle.Call("decrypt", map[string]any{"name": "AES-GCM", "iv": jsBytes(s.Nonce)}, key, jsBytes(s.Sealed)))
	if err != nil {
		return nil, err
	}
	return copied(js.Global().Get("Uint8Array").New(plain)), nil
}

// jsBytes copies bytes into the memory of JavaScript.
func jsBytes(data []byte) js.Value {
	array := js.Global().Get("Uint8Array").New(len(data))
	js.CopyBytesToJS(array, data)
	return array
}
