package browser

import (
	"context"
	"errors"
	"net/url"
	"sync"
	"syscall/js"

	"claimlight/app/problem"
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
	for i := range handles.Length() {
		handle := handles.Index(i)
		f, err := fileBehind(handle)
		if err != nil {
			files = append(files, unreadable(stringOf(handle.Get("name")), err))
			continue
		}
		files = append(files, filesOf(listOf(f), limit)...)
	}
	return files
}

// fileBehind asks a handle for its file; one of a folder has none.
func fileBehind(handle js.Value) (js.Value, error) {
	if handle.Get("getFile").Type() != js.TypeFunction {
		return js.Undefined(), errNoFile
	}
	return settle(context.Background(), handle.Call("getFile"))
}

var errNoFile = errors.New("no file is behind the handle")

func listOf(f js.Value) js.Value { return js.Global().Get("Array").New(f) }

// unreadable is a file that was sent and cannot be had.
func unreadable(name string, err error) File {
	return unread(name, &problem.Error{
		Code: "file-unreadable", Message: name + " could not be read.", Cause: err,
		Hint: "Bring it in with “Choose files”.",
	})
}

// shared gets what the worker has put away. It stays there until the first of
// the files is read, which is once a project is open to take them: a page that
// is left before then finds them again.
func shared(limit int64) (files []File) {
	ctx := context.Background()
	caches := js.Global().Get("caches")
	if !caches.Truthy() {
		return nil
	}
	name := "claimlight-shared " + js.Global().Get("URL").New("./", js.Global().Get("location")).Get("pathname").String()
	var keys js.Value
	cache, err := settle(ctx, caches.Call("open", name))
	if err == nil {
		keys, err = settle(ctx, cache.Call("keys"))
	}
	if err != nil {
		return []File{unreadable("What was shared", err)}
	}
	for i := range keys.Length() {
		f, err := putAway(ctx, cache, keys.Index(i))
		if err != nil {
			files = append(files, unreadable(stringOf(f), err))
			continue
		}
		files = append(files, filesOf(listOf(f), limit)...)
	}
	if len(files) == 0 {
		forget(caches, cache, keys, name)
	}
	var handedOver sync.Once
	for i := range files {
		read := files[i].Read
		files[i].Size = 0 // is known when it is read, so that each is asked for
		files[i].Read = func(ctx context.Context) ([]byte, error) {
			handedOver.Do(func() { forget(caches, cache, keys, name) })
			return read(ctx)
		}
	}
	return files
}

// forget takes away what was shared, from the cache and from the address. What
// is shared just then stays.
func forget(caches, cache, keys js.Value, name string) {
	ctx := context.Background()
	location := js.Global().Get("location")
	js.Global().Get("history").Call("replaceState", nil, "", location.Get("pathname").String()+location.Get("hash").String())
	for i := range keys.Length() {
		_, _ = settle(ctx, cache.Call("delete", keys.Index(i)))
	}
	if left, err := settle(ctx, cache.Call("keys")); err == nil && left.Length() == 0 {
		_, _ = settle(ctx, caches.Call("delete", name))
	}
}

// putAway is a file under a key of the cache, with the name it was sent with;
// where it cannot be had, that name alone.
func putAway(ctx context.Context, cache, key js.Value) (js.Value, error) {
	response, err := settle(ctx, cache.Call("match", key))
	if err == nil && !response.Truthy() {
		err = errNoFile
	}
	if err != nil {
		return js.ValueOf("A shared file"), err
	}
	name, err := url.PathUnescape(stringOf(response.Get("headers").Call("get", "X-Name")))
	if err != nil {
		name = "shared"
	}
	blob, err := settle(ctx, response.Call("blob"))
	if err != nil {
		return js.ValueOf(name), err
	}
	return js.Global().Get("File").New([]any{blob}, name), nil
}
