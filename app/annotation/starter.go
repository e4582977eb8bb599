package annotation

// The IDs of the starter codebook. They are the same in every copy of the
// program, so that files made by different people with it agree.
const (
	StarterFact       TagID = "24c17f0a-6c7f-40b1-ab5e-47c94ab53c05"
	StarterClaim      TagID = "29737536-be07-4da0-9eba-0ae6a7b4059f"
	StarterQuotation  TagID = "fa5f8122-2d2e-4a9a-9459-ee72340285e0"
	StarterNumber     TagID = "d4f68688-1ecb-42c4-89eb-78d2adb5543b"
	StarterPrediction TagID = "d4672c35-c720-41ce-9d4e-7309a2f82900"
	StarterOpinion    TagID = "0c7c0a83-37e7-49cd-afa1-06f075aaecfa"
	StarterBackground TagID = "92898a51-622b-4ec9-b3b1-9825dccc0109"

	StarterSpeaker     AttributeID = "9b925049-6df1-41c5-9c32-ce4f03cb7937"
	StarterAttribution AttributeID = "081cfa1b-9870-4444-a6f5-1eabb34f2d86"

	// The choices of StarterAttribution.
	StarterFromNamed    = "ff19c239-4e51-4719-90b6-c48121e7db02"
	StarterFromOffice   = "76e490a6-053b-42ad-a273-1a4667f9bcc4"
	StarterFromUnnamed  = "1f88f4c2-5bf1-4a84-a842-1a822c61c48f"
	StarterFromDocument = "f3beaf78-983a-40bf-888b-df25768da7b8"
	StarterFromNone     = "97d1b45b-9659-4e91-bd87-138845b7a123"
)

// Starter returns the codebook a new project begins with: seven kinds of
// claims, and the two questions asked of what somebody is said to have said.
// Examples and counterexamples are quoted from the five built-in articles.
// The records are made anew at each call.
func Starter() ([]*Tag, []*Attribute) {
	tags := []*Tag{
		{
			ID: StarterFact, Name: "Fact", Cue: Solid,
			Definition:     "Something that can be checked, said in the reporter’s own voice.",
			Example:        "Neither leader mentioned a ceasefire. No questions were taken.",
			Counterexample: "In the end, the Alaska summit projected unity in images but underscored division in substance.",
		},
		{
			ID: StarterClaim, Name: "Attributed claim", Cue: Dashed,
			Definition:     "Somebody is said to have said it: the report vouches for the saying, not for what is said.",
			Example:        "Moscow claimed to have intercepted 29 Ukrainian drones overnight",
			Counterexample: "Neither Russia nor the United States recognizes the ICC.",
		},
		{
			ID: StarterQuotation, Name: "Direct quotation", Cue: Double,
			Definition:     "The speaker’s own words, in quotation marks. Words in the reporter’s wording are an attributed claim.",
			Example:        "“There’s no deal until there’s a deal.”",
			Counterexample: "Trump said he would brief Zelenskiy and NATO leaders on the talks.",
		},
		{
			ID: StarterNumber, Name: "Number or date", Cue: Dotted,
			Definition:     "A count, an amount, a length of time or a date that can be compared with what other reports say.",
			Example:        "sold to the United States in 1867 for $7.2 million",
			Counterexample: "Few details were made public",
		},
		{
			ID: StarterPrediction, Name: "Prediction", Cue: Wavy,
			Definition:     "What will, may or could happen. A wish or a demand is not a prediction.",
			Example:        "a truce in the war, now in its fourth year, could bolster his image as a global peacemaker",
			Counterexample: "“I want the killing to stop.”",
		},
		{
			ID: StarterOpinion, Name: "Opinion or framing", Cue: Solid,
			Definition:     "A judgment, or a choice of words that judges, in the reporter’s own voice.",
			Example:        "In a spectacle heavy with symbolism but short on substance",
			Counterexample: "Putin was greeted with a red carpet reception at a U.S. Air Force base",
		},
		{
			ID: StarterBackground, Name: "Background", Cue: Dashed,
			Definition:     "What was known before the event and is told so that the reader understands it.",
			Example:        "a Cold War-era installation designed to monitor Soviet military movements",
			Counterexample: "Air raid alerts sounded across eastern Ukraine",
		},
	}
	for i, t := range tags {
		t.Color, t.Digit, t.Rank = i, string(rune('1'+i)), i+1
	}
	return tags, []*Attribute{
		{ID: StarterSpeaker, Name: "Speaker", Tags: []TagID{StarterClaim, StarterQuotation}, Rank: 1},
		{ID: StarterAttribution, Name: "Attribution", Tags: []TagID{StarterClaim}, Rank: 2, Choices: []Choice{
			{StarterFromNamed, "Named person"}, {StarterFromOffice, "Office"},
			{StarterFromUnnamed, "Unnamed official"}, {StarterFromDocument, "Document"}, {StarterFromNone, "None"},
		}},
	}
}
