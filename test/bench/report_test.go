package main

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strings"
	"testing"
)

func sampled() *Results {
	r := &Results{Dead: map[string]string{"label-studio l": "it took too long"}, Profiles: map[string]Profile{}}
	r.add("ours", "l", "show", 100, 120, 500)
	r.add("limit-static", "l", "show", 80)
	r.add("limit-windowed", "l", "show", 60)
	r.add("markjs", "l", "show", 5000)
	r.add("recogito", "l", "show", 13_000)
	return r
}

func TestShowIsComparedWithLimitAndPeers(t *testing.T) {
	row := sampled().showRow("l")
	if row.Ours != "120 ms" || row.Limit != "80 ms static, 60 ms best" || row.Peer != "5000 ms mark.js (41.7 x ours)" || row.Met != "yes" {
		t.Errorf("%+v", row)
	}
	slow := sampled()
	slow.add("ours", "l", "show", 900, 900, 900)
	if row := slow.showRow("l"); row.Met != "no" {
		t.Errorf("%+v", row)
	}
}

func TestNothingMeasuredIsNothingReached(t *testing.T) {
	for _, row := range (&Results{}).rows() {
		if row.Met != "" {
			t.Errorf("%s: %q", row.Figure, row.Met)
		}
	}
}

func TestChartIsXMLAndNamesEveryone(t *testing.T) {
	svg := chart{"Times & sizes", []series{{"one", "ours", []float64{1, 20, 300}}, {"other", "peer", []float64{5, 900, math.NaN()}}}}.svg()
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{">one<", ">other (given up)<", "Times &amp; sizes", ">100,000 words<"} {
		if !strings.Contains(svg, want) {
			t.Errorf("no %s in the drawing", want)
		}
	}
}

func TestFunctionSizesOfAModule(t *testing.T) {
	module := "\x00asm\x01\x00\x00\x00" +
		"\x02\x07\x01\x01a\x01b\x00\x00" + // one function comes from outside
		"\x0a\x07\x02\x02\x00\x0b\x02\x00\x0b" + // two are inside, of two bytes each
		"\x00\x0e\x04name\x01\x07\x02\x01\x01f\x02\x01g" // numbers 1 and 2 have names
	sizes, err := functionSizes([]byte(module))
	if err != nil || sizes["f"] != 2 || sizes["g"] != 2 {
		t.Errorf("%v %v", sizes, err)
	}
	if _, err := functionSizes([]byte("no module")); err == nil {
		t.Error("anything is a module")
	}
}
