package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/annotation"
	"claimlight/app/exchange"
	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/store"
)

func TestMegabytes(t *testing.T) {
	for n, want := range map[int64]string{0: "0 bytes", 999: "999 bytes", 1000: "1.0 KB", 52_400: "52 KB", 1_234_567: "1.2 MB", 60_000_000_000: "60 GB", 1 << 60: "1152922 TB"} {
		if got := megabytes(n); got != want {
			t.Errorf("%d bytes read %q, want %q", n, got, want)
		}
	}
	if got := spaceWords(5_000_000, 0); got != "Space used here: 5.0 MB." {
		t.Errorf("without a quota: %q", got)
	}
}

func TestBackupWords(t *testing.T) {
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.FixedZone("", 2*3600))
	for kept, want := range map[string]string{
		"":                     "No file saved yet",
		"yesterday":            "No file saved yet",
		"2026-03-10T09:59:30Z": "Last backup just now (Mar 10, 2026, 11:59)",
		"2026-03-10T09:00:00Z": "Last backup 1 hour ago (Mar 10, 2026, 11:00)",
		"2026-03-07T09:00:00Z": "Last backup 3 days ago (Mar 7, 2026, 11:00)",
		"2025-12-24T23:00:00Z": "Last backup 2 months ago (Dec 25, 2025, 01:00)",
		"2026-03-10T11:00:00Z": "Last backup just now (Mar 10, 2026, 13:00)", // a clock that was set back
	} {
		if got := backupWords(kept, now); got != want {
			t.Errorf("%q reads %q, want %q", kept, got, want)
		}
	}
}

func TestEveryFormatSaysWhatItIsForAndLeavesOut(t *testing.T) {
	b := newBench(t)
	b.mark(b.tag(0).ID)
	out := leftOutOf(b.p)
	for i, f := range exchange.Native {
		if f.Encode != nil && (!strings.HasPrefix(out[i], "Leaves") || f.About == "") {
			t.Errorf("%s: %q, %q", f.ID, f.About, out[i])
		}
		if f.ID == "w3c" && out[i] != "Leaves nothing out." {
			t.Errorf("the native file: %q", out[i])
		}
		if f.ID == "csv" && !strings.Contains(out[i], "texts of articles") {
			t.Errorf("the table does not say that the texts are missing: %q", out[i])
		}
	}
}

func TestConflictWords(t *testing.T) {
	c := project.Conflict{Kind: "tag", Ours: "“Fact”", Theirs: "“Facts”", Kept: "ours"}
	if got, want := conflictWords(c), "A tag differs. Here: “Fact”. In the file: “Facts”. Kept: the one that was here."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	c.Kind, c.Kept = "article", "theirs"
	if got := conflictWords(c); !strings.HasPrefix(got, "An article") || !strings.HasSuffix(got, "which is newer.") {
		t.Errorf("got %q", got)
	}
	c.Kept = "both: theirs is now called “Fact (2)”"
	if got := conflictWords(c); !strings.HasSuffix(got, "Kept: both: theirs is now called “Fact (2)”.") {
		t.Errorf("got %q", got)
	}
}

func TestDeleteWordsSayHowMuchGoes(t *testing.T) {
	got := deleteWords(store.Entry{Articles: 5}, 1, true)
	for _, part := range []string{"1 mark on 5 articles", "cannot be undone", "another project will be opened"} {
		if !strings.Contains(got, part) {
			t.Errorf("%q does not say %q", got, part)
		}
	}
	if strings.Contains(deleteWords(store.Entry{}, -1, false), "another project") {
		t.Error("a project that is not open needs no other in its place")
	}
}

func TestOtherThan(t *testing.T) {
	list := []store.Entry{{ID: "a"}, {ID: "b"}}
	for id, want := range map[string]string{"a": "b", "b": "a", "c": "a"} {
		if got := otherThan(list, id); got != want {
			t.Errorf("other than %s: %q, want %q", id, got, want)
		}
	}
	if got := otherThan(list[:1], "a"); got != "" {
		t.Errorf("other than the only one: %q", got)
	}
}

// A project is read out of the library as it is: its snapshot and all that
// came after it.
func TestStoredReadsSnapshotAndLog(t *testing.T) {
	ctx := context.Background()
	b := newBench(t)
	library := store.NewMemory()
	st, err := library.Create(ctx, b.p)
	if err != nil {
		t.Fatal(err)
	}
	before := b.p
	b.write(field{kind: kindProject, part: "name"}, "Renamed")
	b.write(field{kind: kindTag, id: string(b.tag(0).ID), part: "name"}, "Statement")
	tx := project.Tx{Seq: 1, Label: "Both", Origin: project.User, When: annotation.Time(b.s.When), Diff: project.Between(before, b.p)}
	if err := st.Append(ctx, 0, []project.Tx{tx}); err != nil {
		t.Fatal(err)
	}
	got, err := stored(ctx, library, b.p.Info().ID, nil)
	if err != nil || !got.Equal(b.p) {
		t.Errorf("what was read is not what was written: %v", err)
	}
	if _, err := stored(ctx, library, "not there", nil); problem.Code(err) != "gone" {
		t.Errorf("a project that is not there: %v", err)
	}
}

// shell is the page around the program, as a test has it.
type shell struct {
	Shell
	installable bool
}

func (s shell) CanInstall() bool { return s.installable }

func TestInstallingIsOfferedWhereItCanBeDone(t *testing.T) {
	for _, can := range []bool{false, true} {
		m := &Model{ports: Ports{Shell: shell{installable: can}}}
		html := app.HTMLString((&keptView{m: m}).Render())
		if !strings.Contains(html, "What is kept where") || strings.Contains(html, "Install on this device") != can {
			t.Errorf("installable %v: %s", can, html)
		}
	}
}
