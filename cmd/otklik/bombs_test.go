package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/flate"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// Bounds of what a file that was made to harm may cost a command. The time catches only what does not end.
const (
	bombMemory   = 400 << 10 // KB
	bombPatience = 10 * time.Minute
)

// cost runs a command in a process of its own and reports its output, its exit code and its peak memory in KB. More
// than 8 GB of addresses end it, so that a bomb that goes off spoils no other test.
func (b *bench) cost(t *testing.T, args ...string) (said string, code, memory int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), bombPatience)
	defer cancel()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, "sh", append([]string{"-c", `ulimit -v 8388608; exec "$@"`, "sh", program,
		"--config", b.path("config.yaml")}, args...)...)
	peak := filepath.Join(t.TempDir(), "peak")
	cmd.Env = append(os.Environ(), asCommand+"=1", tellPeak+"="+peak)
	var out limitedBuffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err = cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if ctx.Err() != nil {
		t.Errorf("not at its end after %v", bombPatience)
	}
	memory = peakMemory(t, peak)
	t.Logf("exit %d, %d MB, %.1f s: %.300s", cmd.ProcessState.ExitCode(), memory>>10,
		cmd.ProcessState.UserTime().Seconds(), out.String())
	return out.String(), cmd.ProcessState.ExitCode(), memory
}

// tellPeak names the environment variable with the file into which a command writes what it has cost.
const tellPeak = "OTKLIK_TEST_PEAK"

// peakMemory is what a command has told of its greatest memory, in KB; 0 where the system tells none, or where the
// command was ended. What its parent is told of it (ru_maxrss) holds the parent's own memory, which it shared for a
// moment.
func peakMemory(t *testing.T, file string) (kilobytes int) {
	t.Helper()
	status, err := os.ReadFile(file)
	if err != nil {
		return 0
	}
	if _, after, ok := strings.Cut(string(status), "VmHWM:"); ok {
		if _, err := fmt.Sscan(after, &kilobytes); err != nil {
			t.Error(err)
		}
	}
	return kilobytes
}

// limitedBuffer keeps the beginning of what is written.
type limitedBuffer struct{ bytes.Buffer }

func (l *limitedBuffer) Write(p []byte) (int, error) {
	if room := 1<<16 - l.Len(); room > 0 {
		l.Buffer.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}

// refused runs a command that has to end with a sentence, cheaply.
func (b *bench) refused(t *testing.T, says string, args ...string) {
	t.Helper()
	said, code, memory := b.cost(t, args...)
	if code != exitFailed && code != exitUsage && code != exitPartly || !strings.Contains(said, says) ||
		strings.Contains(said, "goroutine") {
		t.Errorf("exit %d, without %q: %.500s", code, says, said)
	}
	if memory > bombMemory {
		t.Errorf("%d MB of memory", memory>>10)
	}
}

// content is what a file holds, piece by piece.
type content []piece

// piece is a text, so many times over.
type piece struct {
	text  string
	times int64
}

func text(s string) content { return content{{s, 1}} }

// endless is a text again and again, up to a number of bytes.
func endless(s string, size int64) content { return content{{s, size / int64(len(s))}} }

func join(all ...content) content { return slices.Concat(all...) }

// blocks is the same in pieces of a megabyte, with what is left over.
func (p piece) blocks() content {
	n := 1 + (1<<20)/int64(len(p.text))
	return content{{strings.Repeat(p.text, int(min(n, p.times))), p.times / n}, {p.text, p.times % n}}
}

// fill writes a file.
func (b *bench) fill(name string, pieces ...content) string {
	b.t.Helper()
	f, err := os.Create(b.path(name))
	if err != nil {
		b.t.Fatal(err)
	}
	out := bufio.NewWriter(f)
	for _, whole := range join(pieces...) {
		for _, p := range whole.blocks() {
			for range p.times {
				_, _ = out.WriteString(p.text) // Flush gives the first error
			}
		}
	}
	if err := errors.Join(out.Flush(), f.Close()); err != nil {
		b.t.Fatal(err)
	}
	return b.path(name)
}

// deflated packs what a part holds. What is said a thousand times is packed once: packing a gigabyte again for every
// file would take longer than all that is done with them.
func deflated(t *testing.T, whole content) (packed []byte, header zip.FileHeader) {
	t.Helper()
	var out bytes.Buffer
	sum := crc32.NewIEEE()
	for _, p := range whole {
		for _, block := range p.blocks() {
			if block.times == 0 {
				continue
			}
			var once bytes.Buffer
			w, err := flate.NewWriter(&once, flate.BestCompression)
			if err != nil {
				t.Fatal(err)
			}
			_, _ = io.WriteString(w, block.text)
			if err := w.Flush(); err != nil {
				t.Fatal(err)
			}
			for range block.times {
				out.Write(once.Bytes())
				_, _ = io.WriteString(sum, block.text)
			}
			header.UncompressedSize64 += uint64(block.times) * uint64(len(block.text))
		}
	}
	out.Write([]byte{3, 0}) // the last block, which is empty
	header.Method, header.CRC32, header.CompressedSize64 = zip.Deflate, sum.Sum32(), uint64(out.Len())
	return out.Bytes(), header
}

// workbook writes an xlsx. Parts that are not given are those of a workbook with one sheet, «Лист».
func (b *bench) workbook(name string, given map[string]content, more func(*zip.Writer) error) string {
	b.t.Helper()
	parts := map[string]content{
		"xl/workbook.xml": text(`<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Лист" sheetId="1" r:id="rId1"/></sheets></workbook>`),
		"xl/_rels/workbook.xml.rels": text(`<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="http://x/sharedStrings" Target="sharedStrings.xml"/></Relationships>`),
		"xl/worksheets/sheet1.xml": text(`<worksheet><sheetData>` + headerRow +
			`<row r="2"><c t="inlineStr"><is><t>Яма</t></is></c><c><v>1</v></c></row></sheetData></worksheet>`),
	}
	maps.Copy(parts, given)
	f, err := os.Create(b.path(name))
	if err != nil {
		b.t.Fatal(err)
	}
	z := zip.NewWriter(f)
	for part, whole := range parts {
		packed, header := deflated(b.t, whole)
		header.Name = part
		w, err := z.CreateRaw(&header)
		if err != nil {
			b.t.Fatal(err)
		}
		if _, err := w.Write(packed); err != nil {
			b.t.Fatal(err)
		}
	}
	if more != nil {
		if err := more(z); err != nil {
			b.t.Fatal(err)
		}
	}
	if err := errors.Join(z.Close(), f.Close()); err != nil {
		b.t.Fatal(err)
	}
	return b.path(name)
}

const headerRow = `<row r="1"><c t="inlineStr"><is><t>Текст</t></is></c><c t="inlineStr"><is><t>Метка</t></is></c></row>`

// sheetOf is a sheet whose rows below the header are these pieces.
func sheetOf(pieces ...content) content {
	return join(text(`<worksheet><sheetData>`+headerRow), join(pieces...), text(`</sheetData></worksheet>`))
}

const (
	sheetPart   = "xl/worksheets/sheet1.xml"
	stringsPart = "xl/sharedStrings.xml"
)

// A workbook that unpacks to more than any honest one is a sentence that names the bound.
func TestWorkbookBombs(t *testing.T) {
	b := newBench(t, smallTown())
	const large = 1 << 30
	wide := text(`<row r="2">` + strings.Repeat(`<c><v>1</v></c>`, 500_000) + `</row>`)
	for name, c := range map[string]struct {
		says  string
		parts map[string]content
		more  func(*zip.Writer) error
	}{
		"one shared text of 1 GB": {"unpacks to more than",
			map[string]content{stringsPart: join(text("<sst><si><t>"), endless("а", large),
				text("</t></si></sst>"))}, nil},
		"one cell of 1 GB": {"unpacks to more than",
			map[string]content{sheetPart: sheetOf(text(`<row r="2"><c t="inlineStr"><is><t>`), endless("a", large),
				text(`</t></is></c></row>`))}, nil},
		"shared texts without end": {"unpacks to more than",
			map[string]content{stringsPart: join(text("<sst>"), endless("<si/>", large), text("</sst>"))},
			nil},
		"shared texts of 100 KB": {"unpacks to more than",
			map[string]content{stringsPart: join(text("<sst>"),
				endless("<si><t>"+strings.Repeat("a", 100_000)+"</t></si>", large), text("</sst>"))}, nil},
		"rows without end": {"unpacks to more than",
			map[string]content{sheetPart: sheetOf(endless(`<row><c><v>1</v></c></row>`, large))}, nil},
		"500 000 columns":          {"columns", map[string]content{sheetPart: sheetOf(wide)}, nil},
		"the last column each row": {"cells", map[string]content{sheetPart: sheetOf(text(columnsXFD(60_000)))}, nil},
		"a wide header": {"cells", map[string]content{sheetPart: join(text(`<worksheet><sheetData>`+
			strings.Replace(headerRow, `</row>`, strings.Repeat(`<c t="str"><v>a</v></c>`, 16_000)+`</row>`, 1)),
			text(strings.Repeat(`<row><c><v>1</v></c></row>`, 10_000)+`</sheetData></worksheet>`))}, nil},
		"a cell of 3 MB": {"one cell", map[string]content{sheetPart: sheetOf(text(`<row><c t="str"><v>`),
			endless("a", 3<<20), text(`</v></c></row>`))}, nil},
		"a shared text of 10 MB": {"one cell", map[string]content{stringsPart: join(text("<sst><si><t>"),
			endless("а", 10<<20), text("</t></si></sst>"))}, nil},
		"500 000 attributes": {"one cell", map[string]content{sheetPart: sheetOf(text("<row><c "),
			endless(`a="" `, 10<<20))}, nil},
		"a comment of 50 MB": {"one cell", map[string]content{sheetPart: sheetOf(text(`<!--`),
			endless(`a`, 50<<20))}, nil},
		"a workbook part of 50 MB": {"damaged",
			map[string]content{"xl/workbook.xml": join(text(`<workbook><sheets>`),
				endless(`<sheet/>`, 50<<20))}, nil},
		"2 million rows": {"rows", map[string]content{sheetPart: sheetOf(endless(`<row/>`, 12<<20))}, nil},
		"a long text in each row": {"its texts",
			map[string]content{stringsPart: text("<sst><si><t>" + strings.Repeat("я", 500_000) + "</t></si></sst>"),
				sheetPart: sheetOf(endless(`<row><c t="s"><v>0</v></c></row>`, 1<<20))}, nil},
		"a long text in each row of a merged column": {"its texts",
			map[string]content{sheetPart: join(text(`<worksheet><sheetData>` + headerRow +
				`<row><c t="str"><v>` + strings.Repeat("я", 500_000) + `</v></c></row>` +
				strings.Repeat(`<row><c><v>1</v></c></row>`, 10_000) +
				`</sheetData><mergeCells><mergeCell ref="A2:A9000"/></mergeCells></worksheet>`))}, nil},
		"10 million shared texts": {"its texts",
			map[string]content{stringsPart: join(text("<sst>"), endless("<si/>", 60<<20), text("</sst>"))},
			nil},
		"elements in elements": {"damaged", map[string]content{sheetPart: sheetOf(endless("<a>", 30_000_000))},
			nil},
		"elements in a cell": {"one cell", map[string]content{sheetPart: sheetOf(text("<row><c>"),
			endless("<a>", 30_000_000))}, nil},
		"attributes without end": {"unpacks to more than",
			map[string]content{sheetPart: sheetOf(text("<row><c "), endless(`a="" `, 100_000_000))}, nil},
		"an attribute of 1 GB": {"unpacks to more than",
			map[string]content{sheetPart: sheetOf(text(`<row><c a="`), endless(`a`, large))}, nil},
		"a comment of 1 GB": {"unpacks to more than",
			map[string]content{sheetPart: sheetOf(text(`<!--`), endless(`a`, large))}, nil},
		"entities": {"damaged",
			map[string]content{sheetPart: text(`<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>` +
				`<worksheet><sheetData><row><c t="str"><v>&c;</v></c></row></sheetData></worksheet>`)}, nil},
		"merges of the whole sheet": {"cells",
			map[string]content{sheetPart: join(text(`<worksheet><sheetData>`+headerRow+
				strings.Repeat(`<row><c><v>1</v></c></row>`, 10_000)+`</sheetData><mergeCells>`),
				endless(`<mergeCell ref="A1:XFD1048576"/>`, 3_000_000), text(`</mergeCells></worksheet>`))}, nil},
		"10 000 sheets of one part": {"sheets", map[string]content{"xl/workbook.xml": text(`<workbook><sheets>` +
			strings.Repeat(`<sheet name="a" id="rId1"/>`, 10_000) + `</sheets></workbook>`)}, nil},
		"200 sheets of a long part": {"unpacks to more than",
			map[string]content{"xl/workbook.xml": text(`<workbook><sheets>` +
				strings.Repeat(`<sheet name="a" id="rId1"/>`, 200) + `</sheets></workbook>`),
				sheetPart: join(text(`<worksheet><sheetData>`),
					endless(`<row><c t="str"><v>`+strings.Repeat("a", 1000)+`</v></c></row>`, 2<<20),
					text(`</sheetData></worksheet>`))}, nil},
		"a workbook part of 1 GB": {"unpacks to more than",
			map[string]content{"xl/workbook.xml": join(text(`<workbook><sheets>`),
				endless(`<sheet/>`, large))}, nil},
		"100 000 parts": {"parts", nil, func(z *zip.Writer) error {
			for i := range 100_000 {
				if _, err := z.Create(fmt.Sprint("xl/part", i)); err != nil {
					return err
				}
			}
			return nil
		}},
		"a part twice": {"two parts", nil, func(z *zip.Writer) error {
			_, err := z.Create("XL/Workbook.xml")
			return err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			path := b.workbook("bomb.xlsx", c.parts, c.more)
			b.refused(t, c.says, "evaluate", "--data", path, "--text", "Текст", "--label", "Метка")
		})
	}
}

// columnsXFD are rows with one cell in the last column that Excel has.
func columnsXFD(rows int) string {
	var s strings.Builder
	for i := range rows {
		fmt.Fprintf(&s, `<row r="%d"><c r="XFD%d"><v>1</v></c></row>`, i+2, i+2)
	}
	return s.String()
}

// A text table that no program writes is a sentence that names the bound.
func TestTextTableBombs(t *testing.T) {
	b := newBench(t, smallTown())
	const head = "Текст;Метка\nЯма;1\nСнег;0\n"
	utf16 := func(s string) string {
		var u strings.Builder
		for _, r := range s {
			u.WriteByte(byte(r))
			u.WriteByte(byte(r >> 8))
		}
		return u.String()
	}
	for name, c := range map[string]struct {
		file, says string
		pieces     []content
	}{
		"one line of 200 MB": {".csv", "line 4 has more than",
			[]content{text(head), endless("a", 200<<20)}},
		"a file of 500 MB": {".csv", "more than", []content{text(head), endless("a\n", 500<<20)}},
		"a quoted cell of 50 MB": {".csv", "line 4",
			[]content{text(head + `"`), endless("a\n", 50<<20), text(`";1` + "\n")}},
		"a quoted cell without end": {".csv", "line 4",
			[]content{text(head + `"`), endless("a\n", 100<<20)}},
		"doubled quotes without end": {".csv", "line 4",
			[]content{text(head + `"`), endless("\"\"\n", 100<<20)}},
		"500 000 columns": {".csv", "columns",
			[]content{text(head + strings.Repeat(";", 500_000) + "\n")}},
		"500 000 columns in the header": {".csv", "columns",
			[]content{text("Текст;Метка" + strings.Repeat(";a", 500_000) + "\nЯма;1\n")}},
		"a wide header over short rows": {".csv", "cells",
			[]content{text("Текст;Метка" + strings.Repeat(";a", 16_000) + "\n"), endless("a;1\n", 2<<20)}},
		"50 million rows": {".csv", "rows", []content{text(head), endless("a\n", 100<<20)}},
		"a million rows of 100 cells": {".csv", "cells",
			[]content{text(head), endless(strings.Repeat(";", 99)+"\n", 100<<20)}},
		"zero bytes": {".csv", "zero bytes",
			[]content{text(head), endless("ab\x00cdefgh\n", 100<<20)}},
		"UTF-16 in one line": {".csv", "line 4 has more than",
			[]content{text("\xff\xfe" + utf16(head)), endless(utf16("я"), 100<<20)}},
		"UTF-16 of 25 million rows": {".csv", "rows",
			[]content{text("\xff\xfe" + utf16(head)), endless(utf16("я\n"), 100<<20)}},
		"tab separated, without a break": {".tsv", "has more than", []content{endless("a\t", 100<<20)}},
	} {
		t.Run(name, func(t *testing.T) {
			path := b.fill("bomb"+c.file, c.pieces...)
			defer os.Remove(path)
			b.refused(t, c.says, "evaluate", "--data", path, "--text", "Текст", "--label", "Метка")
		})
	}
}
