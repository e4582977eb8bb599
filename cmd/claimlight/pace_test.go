package main

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestSomebodyWhoWaitsIsToldHowFarItIs(t *testing.T) {
	var out strings.Builder
	began := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	teller := teller{w: &out, what: "Reading 30 files", began: began}
	for second := range 9 {
		teller.tell(began.Add(time.Duration(second)*time.Second), second, 10)
	}
	if want := "Reading 30 files: 20% … (Ctrl+C stops it)\nReading 30 files: 50% … (Ctrl+C stops it)\nReading 30 files: 80% … (Ctrl+C stops it)\n"; out.String() != want {
		t.Errorf("told %q", out.String())
	}
	out.Reset()
	ctx, cancel := context.WithCancel(t.Context())
	pace := paceOf(ctx, "Reading", &out)
	cancel()
	if err := pace.At(1, 2); !errors.Is(err, context.Canceled) || out.String() != "" {
		t.Errorf("stopped: %v, and a file is told %q", err, out.String())
	}
}
