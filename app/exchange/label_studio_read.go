//go:build !page

package exchange

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// labelstudioReader reads the tasks of a file.
type labelstudioReader struct {
	in    *Input
	take  func(*Doc) error
	tasks int
	// usual is where in the data of tasks the text was found, by the name of the
	// object that results are on.
	usual map[string]string
	left  asides
}

func readLabelStudio(in *Input, take func(*Doc) error) error {
	for _, f := range in.Files {
		r := &labelstudioReader{in: in, take: take, usual: map[string]string{}}
		if err := in.records(f, r.task); err != nil {
			return err
		}
		r.left.say(in, place{file: f.Name})
	}
	return nil
}

// task reads a task, a record of JSON-MIN, or data by itself.
func (r *labelstudioReader) task(n *node) error {
	r.tasks++
	r.left.at(n.place())
	if !n.object() {
		return nil
	}
	t := &labelstudioTask{labelstudioReader: r, at: n.place(), data: n.key("data"), key: n.key("id").plain()}
	if t.key == "" {
		t.key = "task " + strconv.Itoa(r.tasks)
	}
	switch {
	case t.data.there() && !t.data.object():
		return nil
	case n.key("annotation_id").there():
		t.data = n
		t.minimal(n)
	case !t.data.there():
		if slices.ContainsFunc(labelstudioLists, func(list string) bool { return n.key(list).there() }) {
			t.data.problem("The task was left out.", "A task has no data.")
			return nil
		}
		t.data = n
	default:
		t.work(n)
	}
	return t.finish()
}

// labelstudioTask is a task that is being read.
type labelstudioTask struct {
	*labelstudioReader
	at    place
	key   string
	data  *node
	texts labelstudioTexts
	jobs  []*labelstudioJob
	docs  []*Doc
}

// labelstudioJob is what one person, or a model, made of a task.
type labelstudioJob struct {
	*labelstudioTask
	key              string // unlike that of other jobs of the task
	creator          string
	created, changed time.Time
	regions          []*labelstudioRegion
	byID             map[string]*labelstudioRegion
	relations        []*node
}

// work reads what stands in a task besides its data. Predictions are read where
// no person worked: elsewhere people saw them, and what they thought right is in
// their own results.
func (t *labelstudioTask) work(n *node) {
	for _, list := range labelstudioLists[:2] {
		for _, a := range n.key(list).all() {
			t.annotation(a)
		}
	}
	t.others(n, "Fields of tasks were left out", "meta")
	for _, d := range n.key("drafts").all() {
		t.left.add("Drafts were left out", d.key("user").plain())
	}
	for _, p := range n.key("predictions").all() {
		if !p.object() {
			continue
		}
		model := p.key("model_version").plain()
		if len(t.jobs) > 0 {
			t.left.add("Predictions were left out where people worked on the task", model)
			continue
		}
		if model == "" {
			model = "prediction"
		}
		t.job(p, model)
	}
}

// annotation reads what one person made of a task. What was skipped is no work.
func (t *labelstudioTask) annotation(n *node) {
	if !n.object() {
		return
	}
	if n.key("was_cancelled").truth() || n.key("skipped").truth() {
		t.left.add("Annotations that were skipped (was_cancelled) were left out", "")
		return
	}
	if n.key("ground_truth").truth() {
		t.left.add("Annotations lost their being marked as ground truth", "")
	}
	t.others(n, "Fields of annotations were left out", "lead_time", "reviews", "comments", "history")
	t.job(n, labelstudioCreator(n))
}

// others notes that an object has fields with something in them for which there
// is no place.
func (r *labelstudioReader) others(n *node, what string, keys ...string) {
	for _, key := range keys {
		switch v := n.key(key).value.(type) {
		case nil:
			continue
		case string:
			if v == "" {
				continue
			}
		case []any:
			if len(v) == 0 {
				continue
			}
		case map[string]any:
			if len(v) == 0 {
				continue
			}
		}
		r.left.add(what, key)
	}
}

func (t *labelstudioTask) job(n *node, creator string) {
	j := &labelstudioJob{
		labelstudioTask: t, key: n.name, creator: creator, byID: map[string]*labelstudioRegion{},
		created: foreignTime(n.key("created_at")), changed: foreignTime(n.key("updated_at")),
	}
	t.jobs = append(t.jobs, j)
	for _, item := range n.key("result").all() {
		j.item(item)
	}
}

// labelstudioCreator is what a person is called: by mail address, since it is
// unlike others and is what the importer knows people by; by name; by number.
func labelstudioCreator(n *node) string {
	who := n.key("completed_by")
	named := strings.TrimSpace(n.key("created_username").text())
	if _, is := who.value.(map[string]any); is {
		if mail := who.key("email").text(); mail != "" {
			return mail
		}
		if name := strings.TrimSpace(who.key("first_name").text() + " " + who.key("last_name").text()); name != "" {
			return name
		}
		who = who.key("id")
	}
	number := who.plain()
	switch {
	case number == "":
		if who.there() {
			who.problem("The marks are nobody's.", "A number or a mail address is expected here.")
		}
		return n.key("created_username").text()
	case strings.HasSuffix(named, ", "+number):
		return strings.TrimSpace(strings.TrimSuffix(named, ", "+number))
	case named != "":
		return named
	}
	return labelstudioPerson(who)
}

// labelstudioPerson is somebody known by a number, or by a mail address.
func labelstudioPerson(n *node) string {
	if _, is := n.value.(json.Number); is {
		return "Annotator " + n.plain()
	}
	return n.plain()
}

// minimal reads a record of JSON-MIN. Its regions have no ids; answers on the
// same piece of text under other names belong to one region.
func (t *labelstudioTask) minimal(n *node) {
	object := n.value.(map[string]any)
	j := &labelstudioJob{
		labelstudioTask: t, key: n.key("annotation_id").plain(), creator: labelstudioPerson(n.key("annotator")),
		byID:    map[string]*labelstudioRegion{},
		created: foreignTime(n.key("created_at")), changed: foreignTime(n.key("updated_at")),
	}
	t.jobs = append(t.jobs, j)
	for _, name := range slices.Sorted(maps.Keys(object)) {
		if _, is := object[name].([]any); !is {
			continue
		}
		count := map[string]int{}
		for _, value := range n.key(name).all() {
			if !value.key("start").there() {
				continue
			}
			id := value.key("start").plain() + "-" + value.key("end").plain()
			count[id]++
			j.answer(value, labelstudioItem{at: value, id: id + "#" + strconv.Itoa(count[id]), from: name, kind: labelstudioKind(value)})
		}
	}
}
