//go:build !page

package exchange

// All returns the formats there are. The program of the page is built with the
// tag page, and then this file is not there, nor those of the formats that only
// the porter and the command line need.
func All() Formats {
	return Formats{
		W3C, CSV, HTML, Markdown,
		Hypothesis, Recogito, LabelStudio, CASJSON, XMI, WebAnnoTSV, QDPX, QDC, Brat,
		SemEval2021, Doccano, SpaCy, Prodigy, GLiNER, HuggingFace, CoNLL, SemEval,
	}
}
