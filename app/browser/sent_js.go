package browser

import (
	"context"
	"net/url"
	"syscall/js"
)

// OnSent takes files that the system sends to the installed program: opened with
// it (Web App Launch Handler API), or shared with it (Web Share Target API), for
// which web/sw.js has put them away.
func OnSent(limit int64, got func([]File)) {
	if queue := js.Global().Get("launchQueue"); queue.Truthy() {
		queue.Call("setConsumer", js.FuncOf(func(_ js.Value, args []js.Value) any { // for as long as the page lives
			handles := args[0].Get("files")
			go func() {
				if files := launched(handles, limit); len(files) > 0 {
					got(files)
				}
			}()
			return nil
		}))
	}
	if js.Global().Get("location").Get("search").String() == "?shared" {
		go func() {
			if files := shared(limit); len(files) > 0 {
				got(files)
			}
		}()
	}
}

// launched are the files behind the handles of a launch.
func launched(handles js.Value, limit int64) (files []File) {
	if !handles.Truthy() {
		return nil
	}
	list := js.Global().Get("Array").New()
	for i := range handles.Length() {
		if f, err := settle(context.Background(), handles.Index(i).Call("getFile")); err == nil {
			list.Call("push", f)
		}
	}
	return filesOf(list, limit)
}

// shared takes what the worker has put away, once.
func shared(limit int64) (files []File) {
	ctx := context.Background()
	location := js.Global().Get("location")
	js.Global().Get("history").Call("replaceState", nil, "", location.Get("pathname").String()+location.Get("hash").String())
	caches := js.Global().Get("caches")
	if !caches.Truthy() {
		return nil
	}
	name := "claimlight-shared " + js.Global().Get("URL").New("./", location).Get("pathname").String()
	cache, err := settle(ctx, caches.Call("open", name))
	if err != nil {
		return nil
	}
	keys, err := settle(ctx, cache.Call("keys"))
	if err != nil {
		return nil
	}
	list := js.Global().Get("Array").New()
	for i := range keys.Length() {
		if f, ok := putAway(ctx, cache, keys.Index(i)); ok {
			list.Call("push", f)
		}
	}
	files = filesOf(list, limit)
	_, _ = settle(ctx, caches.Call("delete", name)) // the files are in memory
	return files
}

// putAway is a file under a key of the cache, with the name it was sent with.
func putAway(ctx context.Context, cache, key js.Value) (js.Value, bool) {
	response, err := settle(ctx, cache.Call("match", key))
	if err != nil || !response.Truthy() {
		return js.Undefined(), false
	}
	name, err := url.PathUnescape(stringOf(response.Get("headers").Call("get", "X-Name")))
	if err != nil {
		name = "shared"
	}
	blob, err := settle(ctx, response.Call("blob"))
	if err != nil {
		return js.Undefined(), false
	}
	return js.Global().Get("File").New([]any{blob}, name), true
}
