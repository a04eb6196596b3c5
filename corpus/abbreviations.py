"""Words after which a full stop need not end a sentence, and words that show that it did.

All are lower case and without their full stop; `sentences` says how each table is used. Closed classes only: a table
grows when a kind of word is missing, never for one article.
"""

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Before a name: never the end of a sentence. They count only with a capital, so that Swedish `fr` does not.
TITLES: Final = _words(
    "dr drs mr mrs ms mx messrs me prof gen lt col maj capt cpt sgt cpl pvt cmdr cdr adm brig sen rep gov rev fr"
    " hon msgr supt insp amb atty mme mmes mlle mlles mm mgr sra srta dra lic ing asst assoc hr pte dep"
)
#: Always go on, whatever follows.
INTRODUCERS: Final = _words(
    "v vs cf e.g i.e eg viz lit approx incl esp z.b d.h bzw vgl p.ex núm pág nb n.b i.a a.k.a c.f"
)
#: Go on before a number (`No. 5`, `Sept. 18`, `vol. II`), and otherwise end the sentence like any word.
BEFORE_NUMBERS: Final = _words(
    "no nos nr art arts p pp par para sec sect ch chap fig figs eq vol vols ver ex op c ca cir ext num n° pt pts"
    " ln ll abs cl reg rule tel res sess bd bde t b d r fl rep repr rs mar jun"
)
#: Go on, unless the next word is one that opens sentences.
SHORTENED: Final = _words(
    # firms, family names, degrees
    "inc ltd co corp bros plc llc utd ret jr sr esq dept dist univ inst assn natl intl govt gov't mfg bldg ed eds trans"
    # places
    " st ste mt ft ave blvd rd hwy apt ala ariz ark calif colo conn fla ga kan ky md mich minn mont neb nev okla penn"
    " pa tenn tex va vt wis wyo"
    # months and weekdays, but for those that are words
    " jan janv feb févr fév apr avr jul juil aug sep sept oct nov dec déc tue tues thu thur thurs fri"
    # the rest
    " etc al est misc orig repr resp usw min max hrs mins secs yrs mph sq cu env av str éd ud uds"
)
#: After `a.m.` and `p.m.` these go on; any other capital begins a sentence.
AFTER_HOURS: Final = _words(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun january"
    " february march april may june july august september october november december jan feb mar apr jun jul aug"
    " sep sept oct nov dec gmt utc est edt cst cdt mst mdt pst pdt et ct mt pt bst cet cest eet ist msk eastern"
    " central pacific mountain local moscow london paris new"
)
HOURS: Final = _words("a.m p.m")
#: A number from 1 to 31 and a full stop before these is a date in German and the languages of the north.
MONTHS_AFTER_ORDINALS: Final = _words(
    "januar februar märz mars april mai maj juni juli august augusti september oktober november dezember desember"
    " december januari februari jänner"
)
#: Words that open sentences and are hardly ever names: where one follows an abbreviation, the sentence has ended.
OPENERS: Final = _words(
    "the a an this that these those it its it's he she we they i you his her their our my there here but and or"
    " yet so in on at by for from with after before when while where what who why how if as since although though"
    " however meanwhile moreover also then now some many most more both each every all another other others"
    " several no not nor once under over during despite according among such to of until unless because thus"
    " therefore still even only just instead they're we're that's there's he's she's i'm i've we've il elle ils"
    " elles mais cette cet ces cela dans selon pour nous vous après depuis une ce c'est pero esta este estos ella"
    " ellos según der das die es wir sie und aber"
)
#: Verbs by which a question or an exclamation in quotation marks goes on: `“Why?” Nadia Orr asked.`
SPEECH_VERBS: Final = _words(
    "said says asked asks told tells added adds replied replies wrote writes shouted shouts warned warns"
    " explained explains answered answers insisted insists declared declares recalled wondered cried exclaimed"
)
#: Last parts of file and host names: `notes.Txt` is one name.
NAME_ENDINGS: Final = _words(
    "txt md pdf doc docx xls xlsx ppt csv json xml html htm php asp aspx jsp js ts py exe zip gz jpg jpeg png gif"
    " svg mp3 mp4 com org net info gov edu int io eu uk us fr de ma es it ru cn jp ca au ch nl be tv co me biz"
)
