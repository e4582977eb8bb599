package reader

import (
	"strings"
	"testing"
	"unicode/utf8"

	"claimlight/app/problem"
)

// samples are a few sentences in a language, and the encodings in which its
// old files are.
var samples = []struct{ language, text, encodings string }{
	{"French", "Les ministres se sont réunis à Genève pour évoquer la crise. « Rien n’est décidé », a déclaré le porte-parole, où les élèves français espéraient être reçus.", "windows-1252"},
	{"German", "Die Minister trafen sich am Donnerstag in Zürich. „Wir müssen größere Schritte wagen“, erklärte der Außenminister, während draußen für höhere Löhne gestreikt wurde.", "windows-1252"},
	{"Spanish", "¿Qué pasará mañana? El presidente anunció que la reunión se celebrará en España después de las elecciones del próximo año, según informó el periódico.", "windows-1252"},
	{"Portuguese", "A reunião não terminou ontem. Os ministros disseram que as negociações continuarão amanhã em São Paulo, após a publicação das informações.", "windows-1252"},
	{"Italian", "Il ministro ha detto che la città non è in pericolo perché più di metà degli abitanti è già partita, però nessuno sa dove andrà.", "windows-1252"},
	{"Swedish", "Regeringen höll ett möte på måndagen. Många väljare är oroliga över att priserna på mjölk har ökat så snabbt de senaste åren.", "windows-1252"},
	{"Danish", "Regeringen mødtes på fredag. Mange vælgere frygter, at priserne på brød og mælk er steget så hurtigt i de seneste år.", "windows-1252"},
	{"Icelandic", "Forsætisráðherra sagði á fundi í Reykjavík að það væri ekki rétt að þjóðin þyrfti að bíða lengur eftir ákvörðun um málið.", "windows-1252"},
	{"English", "“There’s no deal until there’s a deal,” he said — and left the stage. It wasn’t the first time… nor the last.", "windows-1252"},
	{"Russian", "Министры встретились в Женеве, чтобы обсудить кризис. Ничего не решено, - заявил представитель правительства после переговоров в четверг.", "windows-1251 koi8-r ibm866"},
	{"Ukrainian", "Міністри зустрілися в Києві, щоб обговорити кризу. Нічого ще не вирішено, заявив речник уряду після переговорів у четвер, їх було п'ять.", "windows-1251 koi8-u"},
	{"Bulgarian", "Министрите се срещнаха в София, за да обсъдят кризата. Говорителят на правителството заяви, че нищо още не е решено.", "windows-1251"},
	{"Serbian", "Министри су се састали у Београду да би разговарали о кризи. Још ништа није одлучено, рекао је портпарол владе.", "windows-1251"},
	{"Polish", "Ministrowie spotkali się w Łodzi, żeby omówić kryzys. „Nic jeszcze nie zostało rozstrzygnięte”, powiedział rzecznik rządu po czwartkowych rozmowach.", "windows-1250"},
	{"Polish", "Ministrowie spotkali się w Łodzi, żeby omówić kryzys. Nic jeszcze nie zostało rozstrzygnięte, powiedział wieczorem rzecznik rządu, który już ćwierć wieku służy w Gdańsku.", "iso-8859-2"},
	{"Czech", "Ministři se ve čtvrtek sešli v Plzni, aby projednali krizi. „Zatím není nic rozhodnuto,“ řekl mluvčí vlády novinářům, kteří čekali před budovou úřadu.", "windows-1250"},
	{"Hungarian", "A miniszterek csütörtökön Győrben találkoztak, hogy megvitassák a válságot. Még semmi sem dőlt el, mondta a szóvivő, és hűvösen elköszönt a gyűléstől.", "windows-1250 iso-8859-2"},
	{"Turkish", "Bakanlar krizi görüşmek üzere perşembe günü İstanbul’da bir araya geldi. Sözcü, henüz hiçbir şeyin kararlaştırılmadığını söyledi ve gazetecilere teşekkür etti.", "windows-1254"},
	{"Greek", "Οι υπουργοί συναντήθηκαν στην Αθήνα για να συζητήσουν την κρίση. «Τίποτα δεν έχει αποφασιστεί», δήλωσε ο εκπρόσωπος της κυβέρνησης.", "windows-1253 iso-8859-7"},
	{"Hebrew", "השרים נפגשו ביום חמישי בירושלים כדי לדון במשבר. שום דבר עדיין לא הוחלט, אמר דובר הממשלה לעיתונאים שחיכו מחוץ לבניין.", "windows-1255"},
	{"Arabic", "اجتمع الوزراء يوم الخميس في القاهرة لمناقشة الأزمة. وقال المتحدث باسم الحكومة للصحفيين إن شيئا لم يتقرر بعد، وإن المفاوضات مستمرة.", "windows-1256"},
	{"Lithuanian", "Ministrai ketvirtadienį susitiko Vilniuje aptarti krizės. Dar niekas nenuspręsta, žurnalistams sakė vyriausybės atstovė, išėjusi į kiemą šviežio oro.", "windows-1257"},
	{"Thai", "รัฐมนตรีประชุมกันเมื่อวันพฤหัสบดีที่กรุงเทพมหานครเพื่อหารือเรื่องวิกฤต โฆษกรัฐบาลกล่าวว่ายังไม่มีการตัดสินใจใดๆ", "windows-874"},
	{"Japanese", "閣僚らは木曜日に東京で会談し、危機について話し合った。「まだ何も決まっていない」と政府の報道官は記者団に語った。", "shift_jis euc-jp"},
	{"Chinese", "部长们星期四在北京开会，讨论这次危机。政府发言人对记者说，现在还没有作出任何决定，会谈将在明天继续进行。", "gb18030"},
	{"Chinese", "部長們星期四在台北開會，討論這次危機。政府發言人對記者說，現在還沒有作出任何決定，會談將在明天繼續進行。", "big5"},
	{"Korean", "장관들은 목요일 서울에서 만나 위기에 대해 논의했다. 정부 대변인은 기자들에게 아직 아무것도 결정되지 않았다고 말했다.", "euc-kr"},
}

func TestOldEncodingsAreGuessed(t *testing.T) {
	for _, sample := range samples {
		for _, label := range strings.Fields(sample.encodings) {
			s := read(t, "a.txt", encoded(t, label, sample.text), Options{})
			if got := s.Articles[0].Text; got != sample.text || !s.Guessed {
				t.Errorf("%s in %s was read as %s (%v): %s", sample.language, label, s.Encoding, s.Encodings, got)
			}
			if len(s.Problems) > 0 {
				t.Errorf("%s in %s: %v", sample.language, label, s.Problems)
			}
		}
	}
}

// What is guessed can be chosen otherwise.
func TestAnEncodingIsChosen(t *testing.T) {
	data := encoded(t, "koi8-r", samples[9].text)
	s := read(t, "a.txt", data, Options{Encoding: "windows-1251"})
	if s.Guessed || s.Encoding != "windows-1251" || s.Articles[0].Text == samples[9].text {
		t.Errorf("%+v", s)
	}
	if s = read(t, "a.txt", data, Options{Encoding: "KOI8-R"}); s.Articles[0].Text != samples[9].text {
		t.Errorf("%+v", s)
	}
	if _, err := Read("a.txt", data, Options{Encoding: "no-such", Decode: legacy}); problem.Code(err) != "encoding" {
		t.Error(err)
	}
	if _, err := Read("a.txt", data, Options{}); problem.Code(err) != "encoding" {
		t.Error(err)
	}
}

func TestUnicodeIsRead(t *testing.T) {
	const text = "Überraschung in Łódź: 𝒜 👩‍🚀 – “no deal”\nSecond line."
	utf16 := func(low, high int, mark bool) []byte {
		data := encoded(t, "utf-16le", text)
		if mark {
			data = append([]byte{0xFF, 0xFE}, data...)
		}
		for i := 0; low > high && i < len(data); i += 2 {
			data[i], data[i+1] = data[i+1], data[i]
		}
		return data
	}
	for _, c := range []struct {
		data     []byte
		encoding string
		guessed  bool
	}{
		{[]byte(text), "utf-8", false}, {[]byte("\uFEFF" + text), "utf-8", false},
		{utf16(0, 1, true), "utf-16le", false}, {utf16(1, 0, true), "utf-16be", false},
		{utf16(0, 1, false), "utf-16le", true}, {utf16(1, 0, false), "utf-16be", true},
	} {
		s := read(t, "a.txt", c.data, Options{})
		if s.Articles[0].Text != text || s.Encoding != c.encoding || s.Guessed != c.guessed || len(s.Problems) > 0 {
			t.Errorf("%s: %+v %q", c.encoding, s, s.Articles[0].Text)
		}
	}
}

// A text that is UTF-8 but for a damaged place is still read as that, and what
// is lost is said.
func TestDamagedUTF8(t *testing.T) {
	s := read(t, "a.txt", []byte("Größe und Käse\nund noch m\xe4hr süße Möhren, für alle Bürger"), Options{})
	if s.Encoding != "utf-8" || !s.Guessed || len(s.Problems) != 1 || s.Problems[0].Line != 2 {
		t.Errorf("%+v", s)
	}
	if want := "1 place could not be read as utf-8 (first at byte 28); “\uFFFD” stands there."; !strings.HasPrefix(s.Problems[0].Message, want) {
		t.Error(s.Problems[0])
	}
}

// damage is what may stand in a text that was UTF-8.
var damage = []string{"\xff", "\xe4", "\x80", "\xa0", "\xe2\x80"}

// Little beyond ASCII is enough to know UTF-8, wherever it was damaged.
func TestOneDamagedByte(t *testing.T) {
	for _, text := range []string{"“There is no deal”, he said. ", "Москва, 5. ", "“There is no deal”, he said in Düren — not yet.\nIt’s the café’s turn. Łódź was quiet.\n"} {
		for i := range len(text) * len(damage) {
			at, bad := i/len(damage), damage[i%len(damage)]
			data := text[:at] + bad + text[at:]
			if utf8.ValidString(data) || len(text) < 40 && !utf8.RuneStart(text[at]) {
				continue // nothing is wrong, or hardly anything is left
			}
			s := read(t, "a.txt", []byte(data), Options{})
			if s.Encoding != "utf-8" || !s.Guessed || len(s.Problems) != 1 {
				t.Errorf("%q: %s, %v", data, s.Encoding, s.Problems)
			}
		}
	}
}

func TestBytesThatAreNoText(t *testing.T) {
	for name, c := range map[string]struct{ data, code string }{
		"nul.txt":    {"some text\x00\x01\x02 and more of it", "binary"},
		"a.pdf":      {"%PDF-1.7 ...", "binary"},
		"a.rtf":      {`{\rtf1\ansi Hello}`, "binary"},
		"a.png":      {"\x89PNG\r\n\x1a\n....", "binary"},
		"old.doc":    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....W\x00o\x00r\x00d\x00D\x00o\x00c\x00u\x00m\x00e\x00n\x00t\x00", "binary"},
		"lock.docx":  {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00", "encrypted"},
		"not.docx":   {"This is no Word file.", "zip"},
		"cut.zip":    {"PK\x03\x04 and nothing more", "zip"},
		"empty.txt":  {"", "empty"},
		"blank.txt":  {" \n \n", "empty"},
		"page.mhtml": {"From: <Saved by Blink>", "binary"},
	} {
		_, err := Read(name, []byte(c.data), Options{Decode: legacy})
		if problem.Code(err) != c.code {
			t.Errorf("%s: %v (%s)", name, err, problem.Code(err))
		}
	}
	if _, err := Read("a.txt", make([]byte, 50<<20+1), Options{}); problem.Code(err) != "too-large" {
		t.Error(err)
	}
}

// Thirty characters are little; they must still be enough most of the time.
// The count is exact: whoever changes the guess sees what it changes.
func TestShortTextsAreGuessedToo(t *testing.T) {
	all, right := 0, 0
	for _, sample := range samples {
		for _, label := range strings.Fields(sample.encodings) {
			letters := []rune(sample.text)
			for i := 0; i+30 < len(letters); i += 15 {
				part := string(letters[i : i+30])
				data := encoded(t, label, part)
				if part == string(data) {
					continue // ASCII
				}
				all++
				if got, err := legacy(guess(data, legacy)[0], data); err == nil && got == part {
					right++
				}
			}
		}
	}
	if all < 200 || right*100 < all*93 {
		t.Errorf("%d of %d", right, all)
	}
}
