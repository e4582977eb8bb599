package browser

import "syscall/js"

// Prefs are this browser's settings: small things it is no loss to lose, in
// localStorage. Where there is none, as in some private windows, they last as
// long as the program.
type Prefs struct {
	memory map[string]string // what could not be stored
}

// NewPrefs returns the settings.
func NewPrefs() *Prefs { return &Prefs{map[string]string{}} }

const prefsPrefix = "claimlight:"

// Get returns a setting, "" if it was never made.
func (p *Prefs) Get(key string) string {
	if value, ok := p.memory[key]; ok {
		return value
	}
	value := ""
	_ = catch(func() error {
		if v := global("localStorage").Call("getItem", prefsPrefix+key); v.Type() == js.TypeString {
			value = v.String()
		}
		return nil
	})
	return value
}

// Set makes a setting; an empty value takes it back.
func (p *Prefs) Set(key, value string) {
	delete(p.memory, key)
	err := catch(func() error {
		s := global("localStorage")
		if value == "" {
			s.Call("removeItem", prefsPrefix+key)
		} else {
			s.Call("setItem", prefsPrefix+key, value)
		}
		return nil
	})
	if err != nil {
		p.memory[key] = value
	}
}
