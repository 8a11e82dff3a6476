package docx

import (
	"encoding/xml"
	"time"

	"otklik/report/page"
	"otklik/report/render/document"
)

// The parts of the package beside the text (ECMA-376, part 2).

const pictureFile = "word/media/chart.png"

const (
	officeRelations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	wordTypes       = "application/vnd.openxmlformats-officedocument.wordprocessingml."
)

type types struct {
	XMLName   xml.Name      `xml:"Types"`
	Space     string        `xml:"xmlns,attr"`
	Defaults  []defaultType `xml:"Default"`
	Overrides []partType    `xml:"Override"`
}

type defaultType struct {
	Extension string `xml:"Extension,attr"`
	Type      string `xml:"ContentType,attr"`
}

type partType struct {
	Part string `xml:"PartName,attr"`
	Type string `xml:"ContentType,attr"`
}

func contentTypes(picture bool) types {
	t := types{Space: "http://schemas.openxmlformats.org/package/2006/content-types"}
	t.Defaults = []defaultType{{"rels", "application/vnd.openxmlformats-package.relationships+xml"},
		{"xml", "application/xml"}}
	if picture {
		t.Defaults = append(t.Defaults, defaultType{"png", "image/png"})
	}
	t.Overrides = []partType{
		{"/word/document.xml", wordTypes + "document.main+xml"},
		{"/word/styles.xml", wordTypes + "styles+xml"},
		{"/word/numbering.xml", wordTypes + "numbering+xml"},
		{"/word/settings.xml", wordTypes + "settings+xml"},
		{"/word/footer1.xml", wordTypes + "footer+xml"},
		{"/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"},
		{"/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"},
	}
	return t
}

type relations struct {
	XMLName xml.Name   `xml:"Relationships"`
	Space   string     `xml:"xmlns,attr"`
	All     []relation `xml:"Relationship"`
}

type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
	Mode   string `xml:"TargetMode,attr,omitempty"`
}

const relationSpace = "http://schemas.openxmlformats.org/package/2006/relationships"

func packageRelations() relations {
	return relations{Space: relationSpace, All: []relation{
		{ID: "rDocument", Type: officeRelations + "officeDocument", Target: "word/document.xml"},
		{ID: "rCore", Type: "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
			Target: "docProps/core.xml"},
		{ID: "rApp", Type: officeRelations + "extended-properties", Target: "docProps/app.xml"},
	}}
}

func (w *writer) relations(picture bool) relations {
	r := relations{Space: relationSpace, All: []relation{
		{ID: stylesRelation, Type: officeRelations + "styles", Target: "styles.xml"},
		{ID: numberingRelation, Type: officeRelations + "numbering", Target: "numbering.xml"},
		{ID: settingsRelation, Type: officeRelations + "settings", Target: "settings.xml"},
		{ID: footerRelation, Type: officeRelations + "footer", Target: "footer1.xml"},
	}}
	if picture {
		r.All = append(r.All, relation{ID: pictureRelation, Type: officeRelations + "image", Target: "media/chart.png"})
	}
	for n, address := range w.links {
		r.All = append(r.All, relation{ID: linkRelation(n), Type: officeRelations + "hyperlink", Target: address,
			Mode: "External"})
	}
	return r
}

type core struct {
	XMLName  xml.Name `xml:"cp:coreProperties"`
	CP       string   `xml:"xmlns:cp,attr"`
	DC       string   `xml:"xmlns:dc,attr"`
	Terms    string   `xml:"xmlns:dcterms,attr"`
	XSI      string   `xml:"xmlns:xsi,attr"`
	Title    string   `xml:"dc:title"`
	Creator  string   `xml:"dc:creator"`
	Language string   `xml:"dc:language"`
	Created  moment   `xml:"dcterms:created"`
	Modified moment   `xml:"dcterms:modified"`
}

type moment struct {
	Type string `xml:"xsi:type,attr"`
	Time string `xml:",chardata"`
}

func coreOf(p page.Page, tag string) core {
	made := moment{"dcterms:W3CDTF", document.Made.Format(time.RFC3339)}
	return core{
		CP:    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
		DC:    "http://purl.org/dc/elements/1.1/",
		Terms: "http://purl.org/dc/terms/", XSI: "http://www.w3.org/2001/XMLSchema-instance",
		Title: clean(p.Title), Creator: "Otklik", Language: tag, Created: made, Modified: made,
	}
}

type app struct {
	XMLName     xml.Name `xml:"Properties"`
	Space       string   `xml:"xmlns,attr"`
	Application string
}

func appOf() app {
	return app{Space: "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
		Application: "Otklik"}
}

type numberings struct {
	XMLName  xml.Name `xml:"w:numbering"`
	W        string   `xml:"xmlns:w,attr"`
	Abstract struct {
		ID    string `xml:"w:abstractNumId,attr"`
		Multi value  `xml:"w:multiLevelType"`
		Level struct {
			Level  string      `xml:"w:ilvl,attr"`
			Start  value       `xml:"w:start"`
			Format value       `xml:"w:numFmt"`
			Text   value       `xml:"w:lvlText"`
			Align  value       `xml:"w:lvlJc"`
			Para   *paragraphs `xml:"w:pPr"`
		} `xml:"w:lvl"`
	} `xml:"w:abstractNum"`
	Num struct {
		ID       string `xml:"w:numId,attr"`
		Abstract value  `xml:"w:abstractNumId"`
	} `xml:"w:num"`
}

// bullets is the one kind of list.
func bullets() numberings {
	n := numberings{W: spaceW}
	n.Abstract.ID, n.Abstract.Multi = "0", value{"singleLevel"}
	l := &n.Abstract.Level
	l.Level, l.Start, l.Format, l.Text, l.Align = "0", value{"1"}, value{"bullet"}, value{"•"}, value{"left"}
	l.Para = &paragraphs{Indent: &indent{Left: 227, Hanging: 227}}
	n.Num.ID, n.Num.Abstract = listNumbering, value{"0"}
	return n
}

type settings struct {
	XMLName  xml.Name `xml:"w:settings"`
	W        string   `xml:"xmlns:w,attr"`
	Zoom     zoom     `xml:"w:zoom"`
	Tab      value    `xml:"w:defaultTabStop"`
	Compat   compat   `xml:"w:compat"`
	Language language `xml:"w:themeFontLang"`
	Decimal  value    `xml:"w:decimalSymbol"`
	List     value    `xml:"w:listSeparator"`
}

type zoom struct {
	Percent string `xml:"w:percent,attr"`
}

type language struct {
	Val string `xml:"w:val,attr"`
}

type compat struct {
	Settings []compatSetting `xml:"w:compatSetting"`
}

type compatSetting struct {
	Name string `xml:"w:name,attr"`
	URI  string `xml:"w:uri,attr"`
	Val  string `xml:"w:val,attr"`
}

// settingsOf says which Word the document is for: without it Word opens it in a mode of 2007.
func settingsOf(tag string) settings {
	s := settings{W: spaceW, Zoom: zoom{"100"}, Tab: value{"708"}, Language: language{tag}, Decimal: value{","},
		List: value{";"}}
	if tag == "en-US" {
		s.Decimal, s.List = value{"."}, value{","}
	}
	s.Compat.Settings = []compatSetting{{"compatibilityMode", "http://schemas.microsoft.com/office/word", "15"}}
	return s
}
