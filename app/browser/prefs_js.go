package browser

import "syscall/js"

// Prefs are small things that this browser keeps at once, in localStorage:
// settings, which it is no loss to lose, and, as a last resort, work that the
// database had no time for, which it is. Where there is no localStorage, as in
// some private windows, or no room in it, they last as long as the program.
type Prefs struct {
	prefix string            // of the keys in localStorage
	memory map[string]string // what could not be stored
}

// NewPrefs returns the settings of the copy of the program that goes by the
// prefix; see OwnName.
func NewPrefs(prefix string) *Prefs { return &Prefs{prefix + ":", map[string]string{}} }

// Get returns a setting, "" if it was never made.
func (p *Prefs) Get(key string) string {
	if value, ok := p.memory[key]; ok {
		return value
	}
	value := ""
	_ = catch(func() error {
		if v := global("localStorage").Call("getItem", p.prefix+key); v.Type() == js.TypeString {
			value = v.String()
		}
		return nil
	})
	return value
}

// Set makes a setting; an empty value takes it back. It returns false if that
// lasts no longer than the program.
func (p *Prefs) Set(key, value string) (kept bool) {
	delete(p.memory, key)
	err := catch(func() error {
		s := global("localStorage")
		if value == "" {
			s.Call("removeItem", p.prefix+key)
		} else {
			s.Call("setItem", p.prefix+key, value)
		}
		return nil
	})
	if err != nil {
		p.memory[key] = value
	}
	return err == nil
}
