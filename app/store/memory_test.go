package store_test

import (
	"testing"

	"claimlight/app/store"
	"claimlight/app/store/storetest"
)

func TestMemory(t *testing.T) {
	libraries := map[string]store.Library{}
	storetest.Run(t, func(t *testing.T) store.Library {
		if libraries[t.Name()] == nil {
			libraries[t.Name()] = store.NewMemory()
		}
		return libraries[t.Name()]
	})
}
