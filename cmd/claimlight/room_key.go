package main

import (
	"context"
	"errors"
	"os"
	"strings"

	"claimlight/app/classroom"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// openKey reads the key, if one was named or a passphrase opens that of the
// lesson, and scores the class.
func (r *room) openKey(ctx context.Context, o roomFlags, term stdio) error {
	key, err := r.keyOf(ctx, o, term)
	if err != nil || key == nil {
		return err
	}
	r.key, r.keyNotes = classroom.PlaceKey(r.lesson, key)
	r.scores, err = r.class.ScoreAt(r.key, o.weights, paceOf(ctx, "Comparing with the key", term.err))
	return err
}

// keyOf is the key to compare with, nil if there is to be none.
func (r *room) keyOf(ctx context.Context, o roomFlags, term stdio) ([]classroom.KeyMark, error) {
	if o.key == "" {
		return r.lessonsKey(o.passphrase, term)
	}
	p, err := projectIn(ctx, o.key, term)
	if err != nil {
		return nil, err
	}
	key, err := classroom.KeyOf(*p)
	if problem.Code(err) == "sealed" {
		key, err = unsealed(keyIn(*p), o.passphrase)
	} else if err == nil && o.passphrase != "" {
		printLine(term.err, o.key+": its key is not sealed, so the passphrase was not needed.")
	}
	if e, ok := errors.AsType[*problem.Error](err); ok {
		return nil, failure(e.Code, o.key+": "+e.Message, e.Hint)
	}
	return key, err
}

// lessonsKey is the key that the lesson carries, if there is a passphrase for it.
func (r *room) lessonsKey(passphrase string, term stdio) ([]classroom.KeyMark, error) {
	sealed := r.sealed != nil && len(r.sealed.Sealed) > 0
	switch {
	case passphrase == "" && sealed:
		printLine(term.err, "The lesson carries a sealed key. --passphrase-file FILE opens it, and compares the class with it.")
		return nil, nil
	case passphrase == "":
		return nil, nil
	case !sealed:
		return nil, usageError("the lesson has no sealed key for the passphrase to open", "name the file with the key: --key FILE")
	}
	key, err := unsealed(r.sealed, passphrase)
	if e, ok := errors.AsType[*problem.Error](err); ok {
		return nil, failure(e.Code, "the lesson’s key: "+e.Message, e.Hint)
	}
	return key, err
}

// keyIn is the key that the lesson of a project carries, nil if none.
func keyIn(p project.Project) *classroom.SealedKey {
	if l := classroom.LessonOf(p); l != nil {
		return l.Key
	}
	return nil
}

// unsealed opens a key with the passphrase in a file.
func unsealed(key *classroom.SealedKey, file string) ([]classroom.KeyMark, error) {
	if file == "" {
		return nil, usageError("the key is sealed", "name a file with its passphrase: --passphrase-file FILE")
	}
	pass, err := passphraseIn(file)
	if err != nil {
		return nil, err
	}
	return key.Marks(pass)
}

// passphraseIn is the first line of a file.
func passphraseIn(file string) (string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return "", failure("not_read", file+" could not be read", "it should hold the passphrase, on one line")
	}
	line, _, _ := strings.Cut(string(data), "\n")
	if line = strings.TrimSuffix(line, "\r"); line == "" {
		return "", failure("not_read", file+" has no passphrase in it", "it should hold the passphrase, on one line")
	}
	return line, nil
}
