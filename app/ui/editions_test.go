package ui

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/uuid"

	"claimlight/app/classroom"
	"claimlight/app/classview"
	"claimlight/app/parcel"
	"claimlight/app/porter"
	"claimlight/app/project"
	"claimlight/test/dice"
)

// However the project goes to and fro, what the porter is told is what it can go by,
// and it shows what a porter shows that is told all.
func TestThePorterIsToldWhatItCanGoBy(t *testing.T) {
	r := rand.New(rand.NewPCG(dice.Seed(t), 5))
	env := porter.Env{Now: time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC), Mint: uuid.NewString}
	ask := func(w *porter.Porter, e *editions, p project.Project, verb, arg string) (html string, after project.Project) {
		t.Helper()
		told := e.tell(p)
		head, bodies, err := project.Pack(told.change)
		if err != nil {
			t.Fatal(err)
		}
		o := parcel.Order{Do: parcel.Class, Class: &parcel.ClassOrder{From: told.from, To: told.to, Next: e.fresh(), Verb: verb, Arg: arg, View: json.RawMessage(`{}`)}}
		reply, out := w.Do(o, [][]byte{head, bodies}, env)
		if reply.Error != nil || reply.Class.Stale {
			t.Fatalf("from %d to %d: %+v", told.from, told.to, reply)
		}
		e.knows(told.to, p)
		after = p
		if reply.Class.Change != "" {
			d, err := project.Unpack(p, out[1], out[2])
			if err == nil {
				after, err = p.Apply(d)
			}
			if err != nil {
				t.Fatal(err)
			}
			e.knows(o.Class.Next, after)
		}
		return string(out[0]), after
	}
	var w porter.Porter
	var e editions
	past := []project.Project{{}}
	for i := range 200 {
		p := past[r.IntN(len(past))]
		switch r.IntN(3) {
		case 0: // another step, without the porter
			changed, err := p.Apply(classroom.NameStudent(p, "x", fmt.Sprint("Name ", i)))
			if err != nil {
				t.Fatal(err)
			}
			p = changed
		case 1: // a step that the porter makes
			_, p = ask(&w, &e, p, classview.DoName, fmt.Sprintf("student-%d Name %d", r.IntN(3), i))
		}
		shown, _ := ask(&w, &e, p, "", "")
		anew, _ := ask(&porter.Porter{}, &editions{}, p, "", "")
		if shown != anew {
			t.Fatalf("step %d: %s\nand not\n%s", i, shown, anew)
		}
		past = append(past, p)
	}
	if n := len(e.tell(past[len(past)-1]).change.Class); n != 0 {
		t.Errorf("of what was shown last %d records are told again", n)
	}
}
