package browser

import (
	"context"
	"syscall/js"

	"claimlight/app/article"
	"claimlight/app/problem"
)

// OwnArticles are the articles that the program comes with, in their order.
// On a first visit web/start.js has asked for them already. They come cut into
// blocks by the build, and are parsed by the browser: on a cold start that is
// many times faster than the same in WebAssembly that nobody has run yet. It
// blocks, and must not be called on the UI goroutine.
func OwnArticles(ctx context.Context) ([]*article.Article, error) {
	list, err := settle(ctx, askForArticles())
	if err == nil && list.Type() == js.TypeObject && list.Length() > 0 {
		return articlesOf(list)
	}
	failed := problem.Newf("fetch", "Check the connection and load the page again.", "The articles that the program comes with could not be loaded.")
	failed.Cause = err
	return nil, failed
}

// askForArticles is a promise of the parsed file. What was asked for before is
// used once: after a failure it is asked for anew.
func askForArticles() js.Value {
	if asked := atStart("articles"); asked.Truthy() {
		js.Global().Get("claimlightStart").Set("articles", nil)
		return asked
	}
	var parse js.Func
	parse = js.FuncOf(func(_ js.Value, args []js.Value) any {
		parse.Release()
		return args[0].Call("json")
	})
	return js.Global().Call("fetch", "articles.json").Call("then", parse)
}

func articlesOf(list js.Value) ([]*article.Article, error) {
	out := make([]*article.Article, list.Length())
	for i := range out {
		a, err := articleOf(list.Index(i))
		if err != nil {
			return nil, err
		}
		out[i] = a
	}
	return out, nil
}

// articleOf reads what article.Article.MarshalJSON wrote.
func articleOf(v js.Value) (*article.Article, error) {
	m, list := v.Get("meta"), v.Get("blocks")
	meta := article.Meta{
		Title: stringOf(m.Get("title")), TitleMade: m.Get("title_made").Truthy(), Byline: stringOf(m.Get("byline")),
		Source: stringOf(m.Get("source")), Date: stringOf(m.Get("date")), Language: stringOf(m.Get("language")),
		File: stringOf(m.Get("file")), Rank: int(wholeNumber(m.Get("rank"))),
	}
	blocks := make([]article.Block, list.Length())
	for i := range blocks {
		b := list.Index(i)
		blocks[i] = article.Block{Kind: article.Kind(stringOf(b.Get("kind"))), Start: int(wholeNumber(b.Get("start"))), End: int(wholeNumber(b.Get("end")))}
	}
	return article.New(meta, stringOf(v.Get("text")), blocks)
}
