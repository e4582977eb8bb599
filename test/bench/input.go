package main

import (
	"errors"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
)

// Step is something that hands do, as the page's scripts ask for it.
type Step struct {
	Drag  []float64 `json:"drag"`  // from x, y to x, y
	Click []float64 `json:"click"` // x, y
	Key   string    `json:"key"`
	Wait  int       `json:"wait"` // ms
}

// Gesture is what does something: Before makes it possible, and the event of
// the type Commit that comes of Steps starts the clock.
type Gesture struct {
	Before []Step `json:"before"`
	Steps  []Step `json:"steps"`
	Commit string `json:"commit"`
}

func (b *Browser) perform(steps []Step) error {
	for _, s := range steps {
		var err error
		switch {
		case len(s.Drag) == 4:
			err = b.drag(s.Drag[0], s.Drag[1], s.Drag[2], s.Drag[3])
		case len(s.Click) == 2:
			err = b.click(s.Click[0], s.Click[1])
		case s.Key != "":
			err = b.press(s.Key)
		}
		time.Sleep(time.Duration(s.Wait) * time.Millisecond)
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *Browser) mouse(kind input.DispatchMouseEventType, x, y float64) error {
	params := input.DispatchMouseEventParams{Type: kind, X: x, Y: y}
	if kind != input.DispatchMouseEventTypeMouseMoved {
		params.Button, params.ClickCount = input.MouseButtonLeft, 1
	}
	return send(b, input.DispatchMouseEvent, params)
}

// hold moves the mouse with its button pressed.
func (b *Browser) hold(x, y float64) error {
	return send(b, input.DispatchMouseEvent, input.DispatchMouseEventParams{
		Type: input.DispatchMouseEventTypeMouseMoved, X: x, Y: y, Button: input.MouseButtonLeft, Buttons: 1})
}

func (b *Browser) click(x, y float64) error {
	return errors.Join(
		b.mouse(input.DispatchMouseEventTypeMouseMoved, x, y),
		b.mouse(input.DispatchMouseEventTypeMousePressed, x, y),
		b.mouse(input.DispatchMouseEventTypeMouseReleased, x, y),
	)
}

func (b *Browser) drag(x0, y0, x1, y1 float64) error {
	return errors.Join(
		b.mouse(input.DispatchMouseEventTypeMouseMoved, x0, y0),
		b.mouse(input.DispatchMouseEventTypeMousePressed, x0, y0),
		b.hold((x0+x1)/2, (y0+y1)/2),
		b.hold(x1, y1),
		b.mouse(input.DispatchMouseEventTypeMouseReleased, x1, y1),
	)
}

// control is Ctrl in the modifiers of the protocol.
const control = 2

// codes are the virtual key codes of keys that are no letters or digits.
var codes = map[string]int64{"Escape": 27, "Delete": 46, "Backspace": 8, "F8": 119}

// press presses a key: a digit, one of codes, or "Ctrl+" and a letter.
func (b *Browser) press(key string) error {
	params := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeRawKeyDown, Key: key, Code: key}
	letter, held := strings.CutPrefix(key, "Ctrl+")
	code, ok := codes[key]
	switch {
	case held:
		params.Modifiers = control
		params.Key, params.Code, code = letter, "Key"+strings.ToUpper(letter), int64(strings.ToUpper(letter)[0])
	case !ok:
		params.Type, params.Text, params.Code, code = input.DispatchKeyEventTypeKeyDown, key, "Digit"+key, int64(key[0])
	}
	params.WindowsVirtualKeyCode = code
	if err := send(b, input.DispatchKeyEvent, params); err != nil {
		return err
	}
	params.Type, params.Text = input.DispatchKeyEventTypeKeyUp, ""
	return send(b, input.DispatchKeyEvent, params)
}

// choose does something that opens the file chooser, and chooses the files.
func (b *Browser) choose(open func() error, files ...string) error {
	if err := send(b, page.SetInterceptFileChooserDialog, page.SetInterceptFileChooserDialogParams{Enabled: true}); err != nil {
		return err
	}
	if err := open(); err != nil {
		return err
	}
	select {
	case params := <-b.choosers:
		params.Files = files
		return send(b, dom.SetFileInputFiles, params)
	case <-time.After(deadAfter):
		return errors.New("no file chooser opened")
	}
}

// collectGarbage leaves only what is held on to.
func (b *Browser) collectGarbage() error {
	for range 2 {
		if err := send(b, heapprofiler.CollectGarbage, cdp.Empty{}); err != nil {
			return err
		}
	}
	return nil
}
