package ui

import (
	"context"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/annotation"
	"claimlight/app/parcel"
	"claimlight/app/project"
)

// offers are the formats of other programs, and the project for which what each
// leaves out was counted.
type offers struct {
	of      project.Project
	formats []parcel.Format
}

// offer asks the porter for the formats of other programs, and shows them.
func (m *Model) offer() {
	m.settle()
	p := m.project()
	ctx, j := m.begin(context.Background(), "Counting what each format would hold", true)
	m.ctx.Async(func() {
		pace := m.pace(ctx, j)
		reply, _, err := m.orderOn(ctx, parcel.Order{Do: parcel.Formats}, p, pace)
		m.dispatch(func() {
			m.end(j)
			moved := m.moved(j, "nothing was counted")
			switch {
			case wasStopped(err):
			case moved != nil:
				m.fail(moved)
			case err != nil:
				m.fail(err)
			default:
				m.showInTurn(func() {
					m.offers = &offers{p, reply.Formats}
					m.openSheet(sheetExport, func() {})
				})
			}
		})
	})
}

// orderOn hands something to the porter together with a project.
func (m *Model) orderOn(ctx context.Context, o parcel.Order, p project.Project, pace project.Pace) (parcel.Reply, [][]byte, error) {
	packed, err := m.packed(p, pace.Part(0, 3, 10))
	if err != nil {
		return parcel.Reply{}, nil, err
	}
	o.Known = true
	return m.order(ctx, o, [][]byte{packed}, pace.Part(3, 10, 10))
}

// exportOther saves the project in a format of another program.
func (m *Model) exportOther(f parcel.Format) {
	p := m.offers.of
	m.closeSheet()
	ctx, j := m.begin(context.Background(), "Saving a file", true)
	m.ctx.Async(func() {
		reply, out, err := m.orderOn(ctx, parcel.Order{Do: parcel.Write, Format: f.ID}, p, m.pace(ctx, j))
		m.dispatch(func() {
			if !m.ended(j, err, "no file was saved") {
				return
			}
			name := annotation.FileName(p.Info().Name, ownName) + f.Ext
			m.download(name, f.MIME, out[0])
			text := "Saved as " + name
			if len(reply.Lost) > 0 {
				text += ". This format leaves out or changes: " + strings.Join(reply.Lost, ", ") + "."
			}
			m.tell(Toast{Text: text})
		})
	})
}

// exportView lists the formats of other programs.
type exportView struct {
	app.Compo
	m   *Model
	Rev int
}

// Render draws the sheet.
func (v *exportView) Render() app.UI {
	o := v.m.offers
	if v.m.sheet != sheetExport || o == nil {
		return app.Div().Hidden(true)
	}
	return v.m.sheetFrame(sheetExport).Body(
		app.H2().ID("export-head").Text("Take it out for another program"),
		app.P().Text("None of these holds everything. Keep a Claimlight file too: it is the only one that does."),
		app.Ul().Class("formats").Body(app.Range(o.formats).Slice(func(i int) app.UI {
			f := o.formats[i]
			lost := "Leaves nothing out of this project."
			if len(f.Lost) > 0 {
				lost = "Leaves out or changes: " + strings.Join(f.Lost, ", ") + "."
			}
			return app.Li().Body(
				app.Button().ID("export-"+f.ID).Class("button", "quiet").DataSet("format", f.ID).Aria("describedby", "about-"+f.ID).Text(f.Name).OnClick(v.onExport),
				app.P().ID("about-"+f.ID).Body(app.Text(f.About), app.Span().Class("aside").Text(lost)),
			)
		})),
		app.Div().Class("buttons").Body(app.Button().Class("button", "quiet").Text("Close").OnClick(v.onClose)),
	)
}

func (v *exportView) onExport(ctx app.Context, _ app.Event) {
	for _, f := range v.m.offers.formats {
		if f.ID == dataOf(ctx, "format") {
			v.m.exportOther(f)
			return
		}
	}
}

func (v *exportView) onClose(app.Context, app.Event) { v.m.closeSheet() }
