package browser

import "syscall/js"

// whenLetGo draws now, or once no button is down on the board: what is drawn anew
// between pressing and letting go takes the press with it.
func (b *Board) whenLetGo(draw func()) {
	if b.down {
		b.late = append(b.late, draw)
		return
	}
	draw()
}

// letGo draws what has waited, after the click that letting go makes.
func (b *Board) letGo() {
	if !b.down {
		return
	}
	b.down = false
	if len(b.late) == 0 {
		return
	}
	var after js.Func
	after = js.FuncOf(func(js.Value, []js.Value) any {
		after.Release()
		late := b.late
		if b.down { // again already
			return nil
		}
		b.late = nil
		for _, draw := range late {
			draw()
		}
		return nil
	})
	js.Global().Call("setTimeout", after)
}
