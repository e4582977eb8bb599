package reader

// profiles are the encodings that are guessed among, the more common first.
// The letters of languages with alphabets are all of those beyond ASCII that
// they use; of Chinese, Japanese and Korean about the hundred most frequent
// characters, known from any frequency list of newspapers.
var profiles = []profile{
	{label: "windows-1252", covers: 1, mixes: true, languages: []string{
		"àâæçéèêëîïôœùûüÿ",  // French
		"äöüßé",             // German
		"áéíñóúüºª",         // Spanish
		"ãáàâçéêíõóôúüºª",   // Portuguese
		"àèéìíîòóùú",        // Italian
		"åäöéü", "åæøéóòôè", // Swedish, Finnish; Danish, Norwegian
		"áðéíóúýþæö", "éèëïöüóíá", // Icelandic; Dutch
	}},
	{label: "windows-1251", covers: 1, rare: rareCyrillic, languages: []string{
		russian, "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", // Ukrainian
		"абвгдежзийклмнопрстуфхцчшщъьюя", "абвгдђежзијклљмнњопрстћуфхцчџш", // Bulgarian; Serbian
		"абвгдеёжзійклмнопрстуўфхцчшыьэюя", // Belarusian
	}},
	{label: "koi8-r", covers: 1, rare: rareCyrillic, languages: []string{russian}},
	{label: "koi8-u", covers: 1, rare: rareCyrillic, languages: []string{"абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"}},
	{label: "ibm866", covers: 1, rare: rareCyrillic, languages: []string{russian}},
	{label: "windows-1250", covers: 1, mixes: true, languages: central},
	{label: "iso-8859-2", covers: 1, mixes: true, languages: central},
	{label: "windows-1254", covers: 1, mixes: true, languages: []string{"çğıöşüâîûi\u0307"}},
	{label: "windows-1253", covers: 1, rare: "ψξζβϊϋΐΰ", languages: []string{greek}},
	{label: "iso-8859-7", covers: 1, rare: "ψξζβϊϋΐΰ", languages: []string{greek}},
	{label: "windows-1255", covers: 1, languages: []string{"אבגדהוזחטיךכלםמןנסעףפץצקרשת\u05B0\u05B1\u05B2\u05B3\u05B4\u05B5\u05B6\u05B7\u05B8\u05B9\u05BB\u05BC\u05C1\u05C2"}},
	{label: "windows-1256", covers: 1, languages: []string{"ءآأؤإئابةتثجحخدذرزسشصضطظعغـفقكلمنهوىيًٌٍَُِّْ،؛؟", "ءآأؤئابپتثجچحخدذرزژسشصضطظعغفقکكگلمنهوىیي،؛؟"}},
	{label: "iso-8859-6", covers: 1, languages: []string{"ءآأؤإئابةتثجحخدذرزسشصضطظعغـفقكلمنهوىيًٌٍَُِّْ،؛؟"}},
	{label: "windows-1257", covers: 1, mixes: true, languages: []string{"ąčęėįšųūž", "āčēģīķļņšūž", "äõöüšž"}},
	{label: "windows-874", covers: 1, languages: []string{"กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮฯะัาำิีึืฺุูเแโใไๅๆ็่้๊๋์ํ๎"}},
	{label: "gb18030", covers: 0.42, mixes: true, languages: []string{
		"的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天而能好都然没日于起还发成事只作当想看文无开手用主行方又如前所本见经头面公同三已老从动两长知样现分将外但身些与高意进把法此实回二理美点月明其种声全工",
	}},
	{label: "big5", covers: 0.42, mixes: true, languages: []string{
		"的一是不了在人有我他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可裡後小麼心多天而能好都然沒日於起還發成事只作當想看文無開手用主行方又如前所本見經頭面公同三已老從動兩長知樣現分將外但身些與高意進把法此實回二理美點月明其種聲全工",
	}},
	{label: "shift_jis", covers: 0.7, mixes: true, languages: []string{japanese}},
	{label: "euc-jp", covers: 0.7, mixes: true, languages: []string{japanese}},
	{label: "euc-kr", covers: 0.55, mixes: true, languages: []string{
		"이다는의에을가를은로하고지한서사대기도인자나어들시리수정해일그아전제부과장스상보있년으라만원주구국미여성신조비고선동만무면방위공회유치계안우경것러와세트실화개생통연단학명문관분",
	}},
	{label: "macintosh", covers: 1.15, mixes: true, languages: []string{"àâæçéèêëîïôœùûü", "äöüß", "áéíñóúü", "åäöéü", "åæøé"}},
}

const (
	russian      = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
	rareCyrillic = "йщшъцфэёхюж"
	greek        = "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ"
	japanese     = "あいうえおかがきぎくぐけげこごさざしじすずせぜそぞただちっつてでとどなにぬねのはばひびふぶへべほぼまみむめもやゆよらりるれろわをん" +
		"アイウエオカガキギクグケゲコゴサザシジスズセゼソゾタダチッツテデトドナニネノハバパヒビピフブプヘベペホボポマミムメモャヤュユョヨラリルレロワンー" +
		"日一国人年大十二本中長出三同時政事自行社見月分議後前民生連五発間対上部東者党地合市業内相方四定今回新場金員九入選立開手米力学問高代明実円関決子動京全目表戦経通外最言氏現理調体化田当八六約主題下首意法不来作性的要用制治度務強気小七成期公野協取都和統以機平総加山思家話世受区領多県続進正安設保改数記院女初北午指権心界支第産結百派点教報済書府活原先共得解名交資予川向際査勝面委告軍文反元重近千考判認画海参売利組知案道信策集在件団別物側任引使求所次水半品昨論計死官増係感特情投示変打男基私各始島直両朝革価式確村提運終挙果西勢減台広容必応演電歳住争談能無再位置企真流格有疑口過局少放税検藤町常校料沢裁状工建語球営空職証土与急止送援供可役構木割聞身費付施切由説転食比難防補車優夫研収断井何南石足違消境神番規術護展態導鮮備宅害配副算視条幹独警宮究育席輸訪楽起万着乗店述残想線率病農州武声質念待試族象銀域助労例衛然早張映限親額監環験追審商葉義伝働形景落欧担好退準賞訴辺造英被株頭技低毎医復仕去姿味負閣韓渡失移差衆個門写評課末守若脳極種美岡影命含福蔵量望松非撃佐核観察整段横融型白深字答夜製票況音申様財港識注呼渉達"
)

// central are the languages that windows-1250 and ISO 8859-2 were made for.
var central = []string{
	"ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîșțşţ", "čćđšž", "äöüßéő",
}
