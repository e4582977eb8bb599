package browser

import "syscall/js"

// whenLetGo draws now, or once no button is down on the board: what is drawn anew
// between pressing and letting go takes the press with it. What waits is drawn in
// the order in which it came.
func (b *Board) whenLetGo(draw func()) {
	if b.down || len(b.late) > 0 {
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
	var after js.Func
	after = js.FuncOf(func(js.Value, []js.Value) any {
		after.Release()
		for !b.down && len(b.late) > 0 { // else it is down again already
			draw := b.late[0]
			b.late = b.late[1:]
			draw()
		}
		return nil
	})
	js.Global().Call("setTimeout", after)
}
