package classroom

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"claimlight/app/problem"
)

// sealRounds is how slow a passphrase is to try: OWASP's figure of 2023 for
// PBKDF2 with SHA-256, about a second in the page.
const sealRounds = 600_000

// mostRounds bounds what a file can make the program do to open it.
const mostRounds = 5_000_000

// SealedKey is the key of a lesson as it travels: sealed with a passphrase, or
// open, and then anybody who looks into the file can read it.
type SealedKey struct {
	Open []KeyMark `json:"open,omitempty"`
	// Sealed is the JSON of the marks under AES-256-GCM (NIST SP 800-38D), of
	// which the key is PBKDF2-HMAC-SHA-256 (RFC 8018) of the passphrase.
	Sealed []byte `json:"sealed,omitempty"`
	Salt   []byte `json:"salt,omitempty"`
	Nonce  []byte `json:"nonce,omitempty"`
	Rounds int    `json:"rounds,omitempty"`
}

// Seal seals a key with a passphrase. The salt and the nonce are drawn from
// random, which must not be guessable.
//
// A passphrase in which nobody sees anything is a slip: "passphrase".
func Seal(marks []KeyMark, passphrase string, random io.Reader) (*SealedKey, error) {
	if looks(strings.TrimSpace(passphrase)) == "" {
		return nil, problem.Newf("passphrase", "Write something in it, or leave it empty for a key that anybody can read.", "The passphrase is made of spaces only.")
	}
	s := &SealedKey{Salt: make([]byte, 16), Nonce: make([]byte, 12), Rounds: sealRounds}
	for _, b := range [][]byte{s.Salt, s.Nonce} {
		if _, err := io.ReadFull(random, b); err != nil {
			return nil, err
		}
	}
	plain, err := json.Marshal(marks)
	if err != nil {
		return nil, err
	}
	gcm, err := s.cipher(passphrase)
	if err != nil {
		return nil, err
	}
	s.Sealed = gcm.Seal(nil, s.Nonce, plain, nil)
	return s, nil
}

// Marks opens the key. The error is a *problem.Error with code "passphrase"
// where the passphrase is another one, or the key was changed since.
func (s *SealedKey) Marks(passphrase string) ([]KeyMark, error) {
	return s.MarksBy(passphrase, func(s *SealedKey, passphrase string) ([]byte, error) {
		gcm, err := s.cipher(passphrase)
		if err != nil {
			return nil, err
		}
		return gcm.Open(nil, s.Nonce, s.Sealed, nil)
	})
}

// MarksBy is Marks with another one's AES-GCM and PBKDF2, such as a browser's.
// An error of open that is no *problem.Error says that the passphrase is
// another one.
func (s *SealedKey) MarksBy(passphrase string, open func(s *SealedKey, passphrase string) ([]byte, error)) (marks []KeyMark, err error) {
	if len(s.Sealed) == 0 {
		return s.Open, nil
	}
	if len(s.Nonce) != 12 || s.Rounds < 1 || s.Rounds > mostRounds {
		return nil, problem.Newf("sealed", "Get the lesson again from whoever made it.", "The key is sealed in a way that this program does not know.")
	}
	plain, err := open(s, passphrase)
	if problem.Code(err) != "" || errors.Is(err, context.Canceled) {
		return nil, err
	}
	if err != nil {
		return nil, problem.Newf("passphrase", "Look at capitals and spaces. Nobody can open it without the passphrase.", "That passphrase does not open the key.")
	}
	err = json.Unmarshal(plain, &marks)
	return marks, err
}

func (s *SealedKey) cipher(passphrase string) (cipher.AEAD, error) {
	secret, err := pbkdf2.Key(sha256.New, passphrase, s.Salt, s.Rounds, 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(secret)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}
