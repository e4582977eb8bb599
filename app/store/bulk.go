package store

import (
	"encoding/binary"
	"hash/crc32"
	"maps"
	"slices"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
)

// Put takes in the next part of a row. The data is good until it returns.
type Put func(data []byte) error

// Part returns a part of a row by its number, from 0. The data must be good
// until it is called again.
type Part func(i int) ([]byte, error)

// bulk are the changes of records of which there may be very many.
type bulk struct {
	articles  []project.Delta[*article.Article]
	marks     [][]project.Delta[*annotation.Annotation] // by article
	relations []project.Delta[*annotation.Relation]
	class     []project.Delta[*project.ClassRecord]
}

// bulkWriter writes records in parts.
type bulkWriter struct {
	partWriter
	put   Put
	pace  project.Pace
	infos []partInfo
	done  int
	total int
}

func (w *bulkWriter) part(kind string, n int) error {
	w.infos = append(w.infos, partInfo{kind, n, crc32.Checksum(w.buf, castagnoli)})
	if err := w.put(w.buf); err != nil {
		return err
	}
	w.done += n
	return w.pace.At(w.done, w.total)
}

func (w *bulkWriter) articles(list []project.Delta[*article.Article]) error {
	for len(list) > 0 {
		w.reset()
		n := 0
		for n < min(len(list), partRecords) && len(w.buf) < partText {
			delta(&w.partWriter, list[n], w.article)
			n++
		}
		if err := w.part(articlePart, n); err != nil {
			return err
		}
		list = list[n:]
	}
	return nil
}

func (w *bulkWriter) annotations(list []project.Delta[*annotation.Annotation]) error {
	for some := range slices.Chunk(list, partRecords) {
		w.reset()
		w.counts(some)
		for _, d := range some {
			delta(&w.partWriter, d, w.annotation)
		}
		if err := w.part(annotationPart, len(some)); err != nil {
			return err
		}
	}
	return nil
}

func (w *bulkWriter) relations(list []project.Delta[*annotation.Relation]) error {
	for some := range slices.Chunk(list, partRecords) {
		w.reset()
		for _, d := range some {
			delta(&w.partWriter, d, w.relation)
		}
		if err := w.part(relationPart, len(some)); err != nil {
			return err
		}
	}
	return nil
}

// class writes records of the classroom: what each part says of them, and then
// their bodies.
func (w *bulkWriter) class(list []project.Delta[*project.ClassRecord]) error {
	for len(list) > 0 {
		w.reset()
		n := 0
		for size := 0; n < min(len(list), partRecords) && size < partBodies; n++ {
			delta(&w.partWriter, list[n], w.classRecord)
			size += bodiesOf(list[n])
		}
		w.buf = slices.Insert(w.buf, 0, binary.AppendVarint(nil, int64(len(w.buf)))...)
		for _, d := range list[:n] {
			for _, r := range [...]*project.ClassRecord{d.From, d.To} {
				if r != nil {
					w.buf = append(w.buf, r.Body...)
				}
			}
		}
		if err := w.part(classPart, n); err != nil {
			return err
		}
		list = list[n:]
	}
	return nil
}

// bodiesOf is how many bytes a change of a record of the classroom has to keep.
func bodiesOf(d project.Delta[*project.ClassRecord]) (n int) {
	for _, r := range [...]*project.ClassRecord{d.From, d.To} {
		if r != nil {
			n += len(r.Body)
		}
	}
	return n
}

// counts writes what a reader has to make room for.
func (w *bulkWriter) counts(some []project.Delta[*annotation.Annotation]) {
	records, pieces, tags, values := 0, 0, 0, 0
	for _, d := range some {
		for _, a := range [...]*annotation.Annotation{d.From, d.To} {
			if a != nil {
				records, pieces, tags, values = records+1, pieces+len(a.Pieces), tags+len(a.Tags), values+len(a.Values)
			}
		}
	}
	for _, n := range [...]int{records, pieces, tags, values} {
		w.number(n)
	}
}

// writeBulk writes what there is much of in a project, or in a change to one,
// and returns what the row has to say of the parts.
func writeBulk(b bulk, put Put, pace project.Pace) ([]partInfo, error) {
	w := &bulkWriter{put: put, pace: pace, total: len(b.articles) + len(b.relations) + len(b.class)}
	for _, g := range b.marks {
		w.total += len(g)
	}
	if err := w.articles(b.articles); err != nil {
		return nil, err
	}
	if err := w.marks(b.marks); err != nil {
		return nil, err
	}
	if err := w.relations(b.relations); err != nil {
		return nil, err
	}
	err := w.class(b.class)
	return w.infos, err
}

// marks writes the annotations of articles.
func (w *bulkWriter) marks(groups [][]project.Delta[*annotation.Annotation]) error {
	var waiting []project.Delta[*annotation.Annotation]
	for _, g := range groups {
		// Few of one article and few of the next share a part.
		if waiting = append(waiting, g...); len(waiting) < partRecords {
			continue
		}
		whole := len(waiting) / partRecords * partRecords
		if err := w.annotations(waiting[:whole]); err != nil {
			return err
		}
		waiting = append(waiting[:0:0], waiting[whole:]...)
	}
	return w.annotations(waiting)
}

// grouped puts the annotations of each article together, so that what they
// have alike is written once a part.
func grouped(marks func(func(project.Delta[*annotation.Annotation]) bool), n int, pace project.Pace) ([][]project.Delta[*annotation.Annotation], error) {
	byArticle := map[article.ID][]project.Delta[*annotation.Annotation]{}
	i := 0
	var err error
	for d := range marks {
		an := d.To
		if an == nil {
			an = d.From
		}
		byArticle[an.Article] = append(byArticle[an.Article], d)
		if i++; i%partRecords == 0 {
			if err = pace.At(0, n); err != nil {
				return nil, err
			}
		}
	}
	groups := make([][]project.Delta[*annotation.Annotation], 0, len(byArticle))
	for _, id := range slices.Sorted(maps.Keys(byArticle)) {
		groups = append(groups, byArticle[id])
	}
	return groups, nil
}

// taker are functions for what is read.
type taker struct {
	article  func(project.Delta[*article.Article])
	mark     func(project.Delta[*annotation.Annotation])
	relation func(project.Delta[*annotation.Relation])
	class    func(project.Delta[*project.ClassRecord])
}

// readBulk calls one of the functions for each change in the parts.
func readBulk(infos []partInfo, part Part, pace project.Pace, on taker) error {
	done, total := 0, 0
	for _, info := range infos {
		total += info.N
	}
	for i, info := range infos {
		data, err := part(i)
		if err != nil {
			return err
		}
		r, err := openPart(data, info)
		if err != nil {
			return err
		}
		switch info.Kind {
		case articlePart:
			deltas(r, info.N, r.article, on.article)
		case annotationPart:
			r.annotations(info.N, on.mark)
		case relationPart:
			deltas(r, info.N, r.relation, on.relation)
		case classPart:
			deltas(r, info.N, r.classRecord, on.class)
		default:
			return errPart
		}
		if r.err != nil || r.rest != "" || len(r.bodies) > 0 {
			return errPart
		}
		done += info.N
		if err := pace.At(done, total); err != nil {
			return err
		}
	}
	return nil
}

func (r *partReader) annotations(n int, on func(project.Delta[*annotation.Annotation])) {
	records := make([]annotation.Annotation, r.count())
	r.pieces = make([]annotation.Piece, r.count())
	r.tags = make([]annotation.TagID, r.count())
	r.values = make([]annotation.Value, r.count())
	next := func() *annotation.Annotation {
		if len(records) == 0 {
			r.fail()
			return nil
		}
		a := &records[0]
		records = records[1:]
		r.annotation(a)
		return a
	}
	deltas(r, n, next, on)
}

// deltas reads n changes by the function for their kind of record; it is the
// other side of delta.
func deltas[T any](r *partReader, n int, record func() T, on func(project.Delta[T])) {
	for range n {
		var d project.Delta[T]
		sides := r.side()
		if sides&hasFrom != 0 {
			d.From = record()
		}
		if sides&hasTo != 0 {
			d.To = record()
		}
		if r.err != nil || sides == 0 || sides > hasFrom|hasTo {
			r.fail()
			return
		}
		on(d)
	}
}
