// Package classroom turns a project into a lesson, and collects what comes
// back.
//
// A teacher's project holds the lesson, and later the hand-ins of the class
// and what was settled over them, as records of the classroom (project.ClassRecord);
// so all of it is kept, undone and backed up like any other work. A Class is
// what is worked out of them: nothing of it is stored. Who hands the same files
// to a Class gets the same figures, in any order, in the page and on the
// command line.
//
// Most callers need HandOut and HandInOf, which make what travels; Collect, which
// takes in what came back; and NewClass, with its Figures and its Score against
// the key that KeyOf finds. A Study compares annotators where there is no lesson.
package classroom

import (
	"encoding/json"

	"claimlight/app/project"
)

// The kinds of records that the classroom keeps in a project.
const (
	KindLesson  = "lesson"  // one Lesson, under its kind
	KindAnswer  = "answer"  // an Answer, by the ID of its question
	KindHandIn  = "hand-in" // a Received, by its Check
	KindName    = "name"    // who a student really is, by the student's ID; never leaves the browser
	KindHanded  = "handed"  // one Handed, under its kind, in the project of a student
	KindKey     = "key"     // a KeyMark, by its ID
	KindSettled = "settled" // a Settled, by its ID
	KindWeights = "weights" // the Weights, under their kind
	KindBrought = "brought" // what there was to say about files that were collected together; never leaves the browser
)

// records are the bodies of all records of a kind, by ID. What cannot be read
// is left out: only another program, or damage, makes such a record.
func records[T any](p project.Project, kind string) map[string]T {
	out := map[string]T{}
	for r := range p.Class.Unordered() {
		if r.Kind != kind {
			continue
		}
		if body, ok := bodyOf[T](r); ok {
			out[r.ID] = body
		}
	}
	return out
}

// recordOf is the body of the record of a kind with an ID, if there is one that
// can be read.
func recordOf[T any](p project.Project, kind, id string) (body T, ok bool) {
	if r := p.ClassRecord(kind, id); r != nil {
		return bodyOf[T](r)
	}
	return body, false
}

// bodyOf is what stands in a record, if it can be read.
func bodyOf[T any](r *project.ClassRecord) (body T, ok bool) {
	err := json.Unmarshal(r.Body, &body)
	return body, err == nil
}

// record makes a record of the classroom. What stands in it can always be
// written as JSON.
func record(kind, id string, body any) *project.ClassRecord {
	r, err := project.NewClassRecord(kind, id, body)
	if err != nil {
		panic(err)
	}
	return r
}
