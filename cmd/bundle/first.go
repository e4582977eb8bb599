package main

import (
	"encoding/json"
	"fmt"
	"path"

	"claimlight/app/article"
	"claimlight/app/ingest"
	"claimlight/app/ui"
)

// Where the first screen, and what the start has to know of it, go in the page.
const (
	screenMark = `<!-- the first screen -->`
	firstMark  = `content="first-article"`
)

// addFirst makes what a first visit needs of the articles that the program
// comes with: the first screen in the page, so that it can be read before the
// program has arrived, and one file with all of them, cut into blocks already,
// in place of one request an article.
func (s site) addFirst() error {
	list, err := ingest.Index(s["articles/index.json"], func(file string) ([]byte, error) {
		if content := s[path.Join("articles", file)]; content != nil {
			return content, nil
		}
		return nil, fmt.Errorf("articles/%s is not there", file)
	})
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return fmt.Errorf("articles/index.json lists no article")
	}
	if s["articles.json"], err = json.Marshal(list); err != nil {
		return err
	}
	return s.addScreen(list)
}

func (s site) addScreen(list []*article.Article) error {
	page, err := ui.FirstPage(list)
	if err != nil {
		return err
	}
	if err := s.replace("index.html", firstMark, `content="`+string(list[0].ID)+`"`); err != nil {
		return err
	}
	return s.replace("index.html", screenMark, page)
}
