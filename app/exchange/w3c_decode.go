package exchange

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"

	"claimlight/app/annotation"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// decodeW3C reads our own files exactly, and of those of other programs what
// stands on articles we have.
func decodeW3C(r io.Reader, env Env) (project.Project, []problem.Problem, error) {
	d := newW3CReader(env)
	data, err := slurp(r, env.Pace.Part(0, 5, 100))
	if err != nil {
		return project.Project{}, nil, err
	}
	whole, err := scanJSON(data, d.report, env.Pace.Part(5, 35, 100))
	if err != nil {
		return project.Project{}, nil, err
	}
	top, err := readTop(whole)
	if err != nil {
		return project.Project{}, nil, err
	}
	if err := d.version(top); err != nil {
		return project.Project{}, nil, err
	}
	if err := d.head(top, env.Pace.Part(35, 40, 100)); err != nil {
		return project.Project{}, nil, err
	}
	if err := d.items(top, env.Pace.Part(40, 95, 100)); err != nil {
		return project.Project{}, nil, err
	}
	d.relate()
	p, err := d.project(env.Pace.Part(95, 100, 100))
	return p, d.report.problems(), err
}

// w3cReader is the state of reading one file.
type w3cReader struct {
	gather
	own     bool // whether our extension terms are there
	infos   []*project.Info
	later   []version
	ids     map[annotation.ID]standing
	reads   []*project.Reading
	class   []*project.ClassRecord
	records map[string]bool // keys of class
	links   []link          // relations of which the ends are not yet looked for

	digits map[string]bool // keys that tags have
	quick  quickReader
}

// standing is where an annotation stands in the file.
type standing struct {
	list  string // the pointer of the list
	index int    // in it; -1 for an annotation that is the whole file
}

func (s standing) String() string {
	if s.index < 0 {
		return s.list
	}
	return s.list + "/" + strconv.Itoa(s.index)
}

func newW3CReader(env Env) *w3cReader {
	return &w3cReader{gather: newGather(env), ids: map[annotation.ID]standing{}, digits: map[string]bool{}, records: map[string]bool{}}
}

// fields is a JSON object of which the values are not yet parsed.
type fields map[string]value

// listKey is in fields made of a file that is a list; it is no key of JSON-LD.
const listKey = "@list of annotations"

// readTop reads the outermost value: an object, or a list of annotations,
// which counts as a page.
func readTop(whole value) (fields, error) {
	switch whole.raw[0] {
	case '[':
		return fields{"items": whole, listKey: {}}, nil
	case '{':
		return fieldsOf(whole), nil
	}
	return nil, problem.Newf("not-json", "Check that it is the file that was exported.", "The file holds nothing but a single value, such as null or a number.")
}

func fieldsOf(object value) fields {
	f := make(fields, len(object.keys))
	for i, key := range object.keys {
		f[key] = object.kids[i]
	}
	return f
}

// node parses one field; absent if the object does not have it.
func (d *w3cReader) node(object fields, at, name string) *node {
	n := &node{name: at + "/" + name, report: d.report}
	if v, ok := object[name]; ok {
		n.value, _ = parse(v.raw) // cannot fail: the whole is sound
	}
	return n
}

// version refuses files of a newer program than this.
func (d *w3cReader) version(top fields) error {
	n := d.node(top, "", "cl:version")
	if !n.there() {
		return nil
	}
	d.own = true
	number, ok := n.value.(json.Number)
	version, err := strconv.ParseFloat(string(number), 64)
	if !ok || err != nil {
		n.problem("", "The version of the file is not a number; it is read as version %d.", Version)
		return nil
	}
	if version >= Version+1 {
		return problem.Newf("too-new", "Update Claimlight and open the file again.",
			"The file was written by a newer Claimlight (version %s of the file format; this program reads up to %d).", number, Version)
	}
	return nil
}

// head reads everything but the annotations.
func (d *w3cReader) head(top fields, pace project.Pace) error {
	if !d.own {
		return nil
	}
	// Our own files say everything, and call nothing by its name only.
	d.env.Tags, d.env.Attributes, d.env.People = nil, nil, nil
	if err := d.texts(top["cl:articles"], pace); err != nil {
		return err
	}
	d.versions()
	for _, n := range d.node(top, "", "cl:people").all() {
		d.person(n)
	}
	d.info(top)
	for _, n := range d.node(top, "", "cl:codebook").all() {
		d.tag(n)
	}
	for _, n := range d.node(top, "", "cl:attributes").all() {
		d.attribute(n)
	}
	for _, n := range d.node(top, "", "cl:readings").all() {
		d.reading(n)
	}
	for _, n := range d.node(top, "", "cl:class").all() {
		d.classRecord(n)
	}
	return nil
}

// texts reads the articles one by one.
func (d *w3cReader) texts(list value, pace project.Pace) error {
	parent := &node{name: "/cl:articles", report: d.report}
	if len(list.raw) > 0 && list.raw[0] != '[' {
		parent.value, _ = parse(list.raw)
		for _, n := range parent.all() {
			d.article(n)
		}
	}
	for i, kid := range list.kids {
		if list.raw[0] != '[' {
			break
		}
		v, _ := parse(kid.raw)
		d.article(&node{value: v, parent: parent, name: strconv.Itoa(i), report: d.report})
		if err := pace.At(i, len(list.kids)); err != nil {
			return err
		}
	}
	return nil
}

// info reads what is said of the project as a whole and makes it sound.
func (d *w3cReader) info(top fields) {
	n := d.node(top, "", "cl:project")
	if !n.there() || !n.object() {
		return
	}
	i := &project.Info{
		ID: d.id(d.node(top, "", "id")), Name: n.key("cl:name").label(),
		Closed: n.key("cl:closed").truth(), Created: d.time(n.key("created")),
	}
	if i.Name == "" {
		i.Name = "Project"
		n.key("cl:name").problem("It was called “"+i.Name+"”.", "The project has no name.")
	}
	if i.Created.IsZero() {
		i.Created = d.now()
	}
	if who := n.key("cl:annotator"); who.there() {
		i.Annotator = annotation.PersonID(d.id(who))
		if d.people[i.Annotator] == nil {
			who.problem("The person was added without a name.", "The annotator is not among the people of the file.")
			d.meet(i.Annotator, "", "")
		}
	}
	d.infos = append(d.infos, i)
}

// items finds the annotations: in an embedded page, in a page by itself, in a
// list, or one alone.
func (d *w3cReader) items(top fields, pace project.Pace) error {
	page, at := top, ""
	switch kind := d.node(top, "", "type"); {
	case bytes.HasPrefix(top["first"].raw, []byte("{")):
		page, at = fieldsOf(top["first"]), "/first"
	case kind.has("AnnotationCollection"):
		return d.noPage(top)
	case kind.has("Annotation"):
		d.single(top)
		return nil
	}
	raw, ok := page["items"]
	if !ok {
		return problem.Newf("no-annotations", "Check that it is the file that was exported.", "The file is JSON, but it holds no annotations.")
	}
	items := raw.kids
	if raw.raw[0] != '[' {
		items = []value{raw}
	}
	if len(items) > maxRecords {
		return problem.Newf("too-many", "Divide the project and export it in parts.", "The file holds more than %d annotations.", maxRecords)
	}
	if next := d.node(page, at, "next"); next.there() {
		next.problem("Export it from the other program with all its pages in one.", "The annotations go on on another page, which is not in the file.")
	}
	d.total(top, len(items))
	if _, ok := top[listKey]; !ok {
		at += "/items"
	}
	return d.each(items, at, pace)
}

// single reads a file that is one annotation.
func (d *w3cReader) single(top fields) {
	whole := map[string]any{}
	for name, v := range top {
		whole[name], _ = parse(v.raw)
	}
	d.annotation(&node{value: whole, report: d.report}, standing{"", -1})
}

// noPage is a collection without an embedded page: right if it is empty.
func (d *w3cReader) noPage(top fields) error {
	if _, ok := top["first"]; ok {
		d.node(top, "", "first").problem("Export it from the other program with its annotations embedded.", "The annotations are not in the file but on a page elsewhere.")
		return nil
	}
	d.total(top, 0)
	return nil
}

func (d *w3cReader) total(top fields, found int) {
	n := d.node(top, "", "total")
	if total, ok := n.number(); ok && total != found {
		n.problem("Some may have been lost on the way.", "The file should hold %d annotations, but it holds %d.", total, found)
	}
}

// each reads the annotations one by one.
func (d *w3cReader) each(items []value, at string, pace project.Pace) error {
	d.annotations = make([]*annotation.Annotation, 0, len(items))
	for i, item := range items {
		if i%itemsAtOnce == 0 {
			if err := pace.At(i, len(items)); err != nil {
				return err
			}
		}
		if d.quickly(item.raw, standing{at, i}) {
			continue
		}
		v, _ := parse(item.raw) // cannot fail: the whole is sound
		d.annotation(&node{value: v, name: at + "/" + strconv.Itoa(i), report: d.report}, standing{at, i})
	}
	return nil
}

// itemsAtOnce is how many annotations are read or written between two pauses.
const itemsAtOnce = 16

func (d *w3cReader) project(pace project.Pace) (project.Project, error) {
	p, err := d.gather.project(pace)
	p.Infos = project.TableOf(d.infos...)
	p.Readings = project.TableOf(d.reads...)
	p.Class = project.TableOf(d.class...)
	return p, err
}
