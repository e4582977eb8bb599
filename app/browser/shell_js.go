package browser

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"syscall/js"
)

// Shell is what stands around the program: the service worker with its updates,
// the network, installing, and the room the browser gives us. It talks to the
// object that web/boot.js leaves in globalThis.claimlightShell; where there is
// none (a page of another making), nothing is offered and nothing fails.
//
// Callbacks run on the browser's event loop and must not block.
type Shell struct {
	boot js.Value // claimlightShell, or undefined

	mu            sync.Mutex
	onUpdate      []func()
	onOnline      []func(online bool)
	onInstallable []func(can bool)
	installable   bool
	told          bool // an update has been announced

	listeners []shellListener
}

// shellListener is one JavaScript function we have to take off and release.
type shellListener struct {
	target js.Value
	event  string
	fn     js.Func
}

// NewShell connects to the page's shell. Close lets go of it.
func NewShell() *Shell {
	window := js.Global()
	s := &Shell{boot: window.Get("claimlightShell")}
	if s.boot.Truthy() {
		s.installable = s.boot.Get("installable").Truthy()
		s.listen(s.boot, "change", s.changed)
	}
	s.listen(window, "online", func() { s.tellOnline(true) })
	s.listen(window, "offline", func() { s.tellOnline(false) })
	return s
}

func (s *Shell) listen(target js.Value, event string, do func()) {
	fn := js.FuncOf(func(js.Value, []js.Value) any { do(); return nil })
	target.Call("addEventListener", event, fn)
	s.listeners = append(s.listeners, shellListener{target, event, fn})
}

// Close takes all listeners off and releases them.
func (s *Shell) Close() {
	for _, l := range s.listeners {
		l.target.Call("removeEventListener", l.event, l.fn)
		l.fn.Release()
	}
	s.listeners = nil
}

// changed compares what boot.js says now with what was last told.
func (s *Shell) changed() {
	s.mu.Lock()
	var calls []func()
	if s.UpdateReady() && !s.told {
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

func (s *Shell) tellOnline(online bool) {
	s.mu.Lock()
	calls := append([]func(bool){}, s.onOnline...)
	s.mu.Unlock()
	for _, call := range calls {
		call(online)
	}
}

func (s *Shell) is(property string) bool {
	return s.boot.Truthy() && s.boot.Get(property).Truthy()
}

// Version is the version the build stamped into the page, "" if there is none.
func (s *Shell) Version() string {
	if !s.boot.Truthy() {
		return ""
	}
	return s.boot.Get("version").String()
}

// UpdateReady reports whether a newer version is stored whole and waits.
func (s *Shell) UpdateReady() bool { return s.is("updateReady") }

// UpdateFailed reports whether the last attempt to fetch a newer version broke
// off. The present version goes on; the browser tries again at the next start.
func (s *Shell) UpdateFailed() bool { return s.is("updateFailed") }

// OnUpdate calls f once when a newer version waits: at once if it does already.
func (s *Shell) OnUpdate(f func()) {
	s.mu.Lock()
	s.onUpdate = append(s.onUpdate, f)
	now := s.UpdateReady()
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

// OfflineReady reports whether this version is stored whole, so that a start
// without network will work.
func (s *Shell) OfflineReady() bool { return s.is("offlineReady") }

// Offline reports whether the browser knows that it has no network. False does
// not promise that there is one.
func (s *Shell) Offline() bool {
	online := js.Global().Get("navigator").Get("onLine")
	return online.Type() == js.TypeBoolean && !online.Bool()
}

// OnOnline calls f whenever the network comes (true) or goes (false).
func (s *Shell) OnOnline(f func(online bool)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.onOnline = append(s.onOnline, f)
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
// agreed. It waits for the answer: not for the interface's own goroutine.
func (s *Shell) Install(ctx context.Context) (bool, error) {
	if !s.boot.Truthy() {
		return false, nil
	}
	v, err := settle(ctx, s.boot.Call("install"))
	return err == nil && v.Truthy(), err
}

// Persisted reports whether the browser has promised not to clear what is
// stored when the disk runs full (Storage Standard, section 6).
func (s *Shell) Persisted(ctx context.Context) (bool, error) {
	return s.storageAnswer(ctx, "persisted")
}

// PersistStorage asks for that promise. Some browsers ask the person; most
// decide by how the program is used. False without an error is a plain no.
func (s *Shell) PersistStorage(ctx context.Context) (granted bool, err error) {
	return s.storageAnswer(ctx, "persist")
}

func (s *Shell) storageAnswer(ctx context.Context, method string) (bool, error) {
	v, err := s.storage(ctx, method)
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
