"""Lists of English words that mean something to the checks."""

from __future__ import annotations

from index.terms import terms


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


FUNCTION_WORDS = frozenset(
    terms(
        """
        a about after all also although am an and another any are as at be because been before being between both but
        by can could did do does doing done during each either every for from had has have having he her here hers
        him his how i if in into is it its itself just many may me might more most much must my no nor not of off on
        once only or other our out over own per same shall she should since so some such than that the their theirs
        them then there these they this those through to too under until up upon us very was we were what when where
        whether which while who whom whose why will with within without would yes you your
        """
    )
)
"""As search terms: words that say nothing of what a sentence is about."""

NEGATORS = _listed(
    """
    no not never none nobody nothing neither nor without hardly scarcely ne pas jamais nicht kein keine nunca ni
    """
)
"""Words that turn what follows them into its contrary."""

NEGATING_VERBS = frozenset(terms("refuse decline fail deny unable prevent avoid lack forbid"))
"""As search terms: words that turn the verb after them into its contrary."""

UNTRUE = _listed("false untrue wrong incorrect lie lies myth hoax rumour rumor nonsense fiction invented")
"""Words that with "that" behind them call what follows untrue."""

BE = _listed("is are was were be been being got gets am")
MODALS = _listed("will would can could may might must shall should")
DETERMINERS = _listed("a an the this that these those its their his her our my your some any every each no")

PREPOSITIONS = _listed(
    """
    of in on at by to from with for against over under after before into onto through during between among since until
    near towards toward off along alongside beside per upon out about across around inside outside behind beside above
    below than as despite via within
    """
)

BOUNDARIES = _listed(
    """
    and or but while whereas which who whom that because although though when where if unless so nor whose before
    after since until
    """
)
"""Words at which a clause may end and another begin."""

RELATIVES = _listed("which who whom that")

VERBS = _listed(
    """
    accept accuse acquire acquit admit advise affect agree aim allow announce appoint appeal approve argue arrest
    arrive ask assist attack attend attract avoid award back ban bear beat become begin believe belong blame block
    bomb border borrow break bring broadcast build burn buy call cancel capture carry cause celebrate change charge
    chase choose claim climb close collapse collect command compete complete condemn confirm connect conquer consist
    contain continue control convict cost cover create criticise cross cut damage deal decide declare defeat defend
    deliver demand deny depend describe design destroy detain develop die direct discover discuss dismantle dismiss
    divide donate drive drop earn elect employ end enter establish evacuate examine exceed exclude expand expel export
    extend face fail fall fight fill find fine fire flee flow fly follow force form found fund generate give go govern
    grant grow guard handle hand harm hate help hire hit hold host house hunt hurt identify import improve include
    increase infect inform injure inspect invade invent invest investigate invite join judge jump keep kidnap kill
    know land last launch lead leave lend liberate lie lift link list live lose love maintain make manage manufacture
    mark marry measure meet merge monitor move murder name need negotiate nominate notice obtain occupy offer open
    operate oppose order organise outnumber overlook oversee overtake own paint participate pass pay perform persuade
    plan plant play praise prepare present prevent produce promise protect protest prove provide publish punish
    purchase pursue push question quit raise reach read receive recognise recommend record recover recruit reduce
    refuse reject release remain remove renew rent repair replace report represent rescue resign restore retire return
    reveal ride rise rob rule run sack save score seek seize sell send sentence separate serve settle shoot sign sing
    sink sit smuggle sponsor stand start stay steal stop store strike study succeed sue supply support surpass
    surrender surround survive suspend swim take target teach tell thank threaten throw trade train transfer translate
    transport travel treat trust try use visit vote want warn wash watch wear weigh welcome win withdraw wound write
    """
)
"""Verbs whose present tense looks like a noun, as the words of reports have them."""

HEDGE_CLASSES = {
    word: kind
    for kind, words in {
        "report": """
            reportedly allegedly purportedly apparently supposedly alleged purported suspected rumoured rumored
            presumed ostensibly seemingly seems seem seemed appears appeared believed thought suspicion suspicions
            suspects
            """,
        "accused": "accused accuses accusing",
        "possible": """
            possibly perhaps maybe may might could potentially potential possible conceivably possibility considering
            considers
            """,
        "likely": "probably likely probable presumably expected expects expect forecast forecasts projected predicted",
        "plan": """
            plans plan planned planning intends intended intend hopes hoped hoping aims aimed aiming proposed proposes
            proposal wants wanted seeks sought scheduled attempted attempts tried tries trying slated
            """,
        "would": "would should",
    }.items()
    for word in words.split()
}
"""Words that hold a sentence back, by how: what is reported, possible, likely, planned, or would be."""

SPEECH = _listed(
    """
    said says say saying told tells stated states announced announces claimed claims claim confirmed confirms reported
    reports argued argues argue believes believe thinks think warned warns insisted insists alleged alleges estimated
    estimates estimate reckoned reckons reckon predicts acknowledged acknowledges maintained maintains contends
    contended asserted asserts complained complains predicted
    """
)
"""Verbs that say that somebody says it."""

SPEECH_WITH_THAT = _listed(
    """
    added adds noted notes explained explains emphasised emphasized stressed declared declares wrote writes suggested
    suggests found finds showed shows revealed reveals remarked recalled recalls admitted admits observed concluded
    concludes testified boasted joked conceded promised replied agreed commented indicated indicates ruled rules
    """
)
"""Verbs that do so only before "that" or beside what is quoted: "he added that", but "the club added two players"."""

PRONOUNS = _listed("he she they it we i you who")

COMPARISONS = {
    "more": ">", "over": ">", "above": ">", "exceeding": ">", "least": ">=", "minimum": ">=", "less": "<",
    "fewer": "<", "under": "<", "below": "<", "most": "<=", "up": "<=", "maximum": "<=", "about": "~", "around": "~",
    "approximately": "~", "roughly": "~", "some": "~", "circa": "~", "nearly": "~<", "almost": "~<", "exactly": "=",
    "exceeded": ">", "exceeds": ">", "barely": "~>", "precisely": "=",
}  # fmt: skip
"""How a word before a number qualifies it."""

TIMES = _listed("years months weeks days hours decades seasons minutes seconds centuries")

ADVERBIAL = _listed(
    """
    night nights morning evening afternoon noon midnight dawn dusk next last later earlier still even again soon once
    twice together alone yesterday today tomorrow spring summer autumn winter year month week early late monday
    tuesday wednesday thursday friday saturday sunday
    """
)

LIGHT = frozenset(
    terms(
        """
        people person thing total overall number figure amount altogether take place make happen occur event locate
        situate include involve also there according serve become remain get give come go well known call name part
        use area way time case like even still just yet already own main various several certain whole entire itself
        following regarding concerning carry hold consist have exist belong stand lie age year old mr mrs ms dr
        """
    )
)
"""As search terms: words that carry little, of which a paraphrase may have more than its source."""

BODIES = _listed(
    """
    company firm club agency airline bank group government city council university hospital court charity organisation
    organization union party newspaper paper team ministry museum school railway airport carrier maker retailer
    """
)
"""What a named body is called when it is spoken of again: "the company"."""
