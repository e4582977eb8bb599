package main

import (
	"errors"
	"os"
	"strings"

	"claimlight/app/classroom"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// openKey reads the key, if one was named, and scores the class.
func (r *room) openKey(o roomFlags, term stdio) error {
	if o.key == "" {
		return nil
	}
	p, err := projectIn(o.key, term)
	if err != nil {
		return err
	}
	key, err := classroom.KeyOf(*p)
	if problem.Code(err) == "sealed" {
		key, err = unsealed(*p, o.passphrase)
	}
	if e, ok := errors.AsType[*problem.Error](err); ok {
		return failure(e.Code, o.key+": "+e.Message, e.Hint)
	}
	if err != nil {
		return err
	}
	r.key, r.keyNotes = classroom.PlaceKey(r.lesson, key)
	r.scores = r.class.Score(r.key, o.weights)
	return nil
}

// unsealed opens the key of a lesson with the passphrase in a file.
func unsealed(p project.Project, file string) ([]classroom.KeyMark, error) {
	if file == "" {
		return nil, usageError("the key is sealed", "name a file with its passphrase: --passphrase-file FILE")
	}
	pass, err := passphraseIn(file)
	if err != nil {
		return nil, err
	}
	return classroom.LessonOf(p).Key.Marks(pass)
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
