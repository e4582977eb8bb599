package browser

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"syscall/js"

	"claimlight/app/problem"
)

// Shell is what stands around the program: the service worker with its updates,
// installing, and the room the browser gives us. It talks to the object that
// web/boot.js leaves in globalThis.claimlightShell; where there is none (a page
// of another making), nothing is offered and nothing fails.
//
// Callbacks run on the browser's event loop and must not block.
type Shell struct {
	boot js.Value // claimlightShell, or undefined

	mu            sync.Mutex
	onUpdate      []func()
	onInstallable []func(can bool)
	installable   bool
	told          bool // an update has been announced
}

// NewShell connects to the page's shell, for as long as the page lives.
func NewShell() *Shell {
	s := &Shell{boot: js.Global().Get("claimlightShell")}
	if s.boot.Truthy() {
		s.installable = s.CanInstall()
		var l listeners
		l.add(s.boot, "change", func(js.Value) { s.changed() })
	}
	return s
}

// changed compares what boot.js says now with what was last told.
func (s *Shell) changed() {
	s.mu.Lock()
	var calls []func()
	if s.updateReady() && !s.told {
		s.told = true
		calls = append(calls, s.onUpdate...)
	}
	if can := s.CanInstall(); can != s.installable {
		s.installable = can
		for _, f := range s.onInstallable {
			calls = append(calls, func() { f(can) })
		}
	}
	s.mu.Unlock()
	for _, call := range calls {
		call()
	}
}

func (s *Shell) is(property string) bool {
	return s.boot.Truthy() && s.boot.Get(property).Truthy()
}

// updateReady reports whether a newer version is stored whole and waits.
func (s *Shell) updateReady() bool { return s.is("updateReady") }

// OnUpdate calls f once when a newer version waits: at once if it does already.
func (s *Shell) OnUpdate(f func()) {
	s.mu.Lock()
	s.onUpdate = append(s.onUpdate, f)
	now := s.updateReady()
	s.told = s.told || now
	s.mu.Unlock()
	if now {
		f()
	}
}

// ApplyUpdate changes to the waiting version and loads the page again. Whatever
// must be kept has to be stored before. Other tabs stay as they are.
func (s *Shell) ApplyUpdate() {
	if s.boot.Truthy() {
		s.boot.Call("applyUpdate")
	}
}

// CanInstall reports whether the browser would install the program if asked.
func (s *Shell) CanInstall() bool { return s.is("installable") }

// OnInstallable calls f whenever CanInstall changes.
func (s *Shell) OnInstallable(f func(can bool)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.onInstallable = append(s.onInstallable, f)
}

// Install asks the person, in the browser's words, and reports whether they
// agreed; an error means that the browser did not ask. It waits for the answer:
// not for the interface's own goroutine.
func (s *Shell) Install(ctx context.Context) (bool, error) {
	if !s.boot.Truthy() {
		return false, nil
	}
	v, err := settle(ctx, s.boot.Call("install"))
	if err != nil {
		failed := problem.Newf("install", "The browser’s own menu may offer it as well.", "The browser did not install Claimlight.")
		failed.Cause = err
		return false, failed
	}
	return v.Truthy(), nil
}

// PersistStorage asks for that promise. Some browsers ask the person; most
// decide by how the program is used. False without an error is a plain no.
func (s *Shell) PersistStorage(ctx context.Context) (granted bool, err error) {
	v, err := s.storage(ctx, "persist")
	return err == nil && v.Truthy(), err
}

// StorageEstimate returns how many bytes this origin stores and may store, as
// the browser guesses; 0, 0 where it will not say.
func (s *Shell) StorageEstimate(ctx context.Context) (usage, quota int64) {
	v, err := s.storage(ctx, "estimate")
	if err != nil || v.Type() != js.TypeObject {
		return 0, 0
	}
	return wholeNumber(v.Get("usage")), wholeNumber(v.Get("quota"))
}

var errNoStorageManager = errors.New("this browser does not tell about its storage")

// storage calls a method of navigator.storage, which is absent outside secure
// contexts.
func (s *Shell) storage(ctx context.Context, method string) (js.Value, error) {
	manager := js.Global().Get("navigator").Get("storage")
	if !manager.Truthy() || manager.Get(method).Type() != js.TypeFunction {
		return js.Undefined(), errNoStorageManager
	}
	return settle(ctx, manager.Call(method))
}

func wholeNumber(v js.Value) int64 {
	if v.Type() != js.TypeNumber {
		return 0
	}
	return int64(v.Float())
}

// settle waits for a promise. It must not be called on the event loop, which
// the promise needs.
func settle(ctx context.Context, promise js.Value) (js.Value, error) {
	type outcome struct {
		value js.Value
		err   error
	}
	done := make(chan outcome, 1) // room for the one outcome: nobody may be waiting any more
	var kept, broken js.Func
	release := func() { kept.Release(); broken.Release() }
	kept = js.FuncOf(func(_ js.Value, args []js.Value) any {
		release()
		done <- outcome{value: firstArg(args)}
		return nil
	})
	broken = js.FuncOf(func(_ js.Value, args []js.Value) any {
		release()
		done <- outcome{err: fmt.Errorf("the browser refused: %s", js.Global().Call("String", firstArg(args)).String())}
		return nil
	})
	promise.Call("then", kept, broken)
	select {
	case o := <-done:
		return o.value, o.err
	case <-ctx.Done():
		return js.Undefined(), ctx.Err()
	}
}

func firstArg(args []js.Value) js.Value {
	if len(args) == 0 {
		return js.Undefined()
	}
	return args[0]
}
