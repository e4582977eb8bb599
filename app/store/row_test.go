package store

import (
	"strings"
	"testing"
	"time"

	"claimlight/app/problem"
	"claimlight/app/project"
)

func TestRows(t *testing.T) {
	tx := project.Tx{Seq: 4, Label: "Line\nfeed\u2028", When: noon}
	row, err := EncodeTx(tx)
	ok(t, err)
	if strings.Contains(row, "\n") {
		t.Fatalf("a line feed in the row %q", row)
	}
	txs, err := DecodeLog([]string{row}, 4, nil, nil)
	ok(t, err)
	if len(txs) != 1 || txs[0].Label != tx.Label || !txs[0].When.Equal(noon) {
		t.Fatalf("read %+v", txs)
	}
	_, err = DecodeLog([]string{row, row}, 4, nil, nil)
	want(t, "code", problem.Code(err), "damaged")
}

func TestDecodeRefuses(t *testing.T) {
	for data, code := range map[string]string{
		"":                                    "damaged",
		"null":                                "damaged",
		"{":                                   "damaged",
		`{"schema":0,"body":{"seq":1}}`:       "damaged",
		`{"schema":1,"body":{"seq":"one"}}`:   "damaged",
		`{"schema":1,"body":{"seq":2}}`:       "damaged",
		`{"schema":1}`:                        "damaged",
		`{"schema":9999,"body":{"seq":1}}`:    "newer-schema",
		`{"schema":9999,"body":["whatever"]}`: "newer-schema",
		`{"schema":1,"body":{"seq":1}}`:       "",
	} {
		_, err := DecodeLog([]string{data}, 1, nil, nil)
		if got := problem.Code(err); got != code {
			t.Errorf("%q: code %q, want %q", data, got, code)
		}
	}
	// A snapshot without a body would be an empty project.
	_, err := DecodeSnapshot(`{"schema":1}`, 3, nil, nil)
	want(t, "code", problem.Code(err), "damaged")
}

func TestDecodeList(t *testing.T) {
	row := func(e Entry) string {
		s, err := EncodeEntry(e)
		ok(t, err)
		return s
	}
	rows := []string{row(Entry{ID: "a", Name: "A", Modified: noon}), "{", row(Entry{ID: "c", Name: "C", Modified: noon.Add(time.Hour)})}
	list := DecodeList(rows, []string{"a", "0123456789", "c"})
	want(t, "first", list[0].Name, "C")
	want(t, "second", list[1].Name, "A")
	want(t, "the one that cannot be read", list[2], Entry{ID: "0123456789", Name: "Project 01234567"})
}
