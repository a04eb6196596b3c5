"""Which English words say the same: irregular forms, true synonyms, antonyms, countries and who comes from them.

A group of synonyms holds words that may stand for one another in a report; killed and died, or suspected and accused,
may not. Synonyms are not transitive. A word whose synonym is missing here makes a claim fail, and nothing worse.
"""

from __future__ import annotations

import re
from functools import lru_cache

from index.terms import stem

_IRREGULAR = """
    be is are was were am been being; arise arose arisen; bear bore borne born; beat beat beaten; become became; begin
    began begun; bend bent; bind bound; bite bit bitten; blow blew blown; break broke broken; bring brought; build
    built; burn burnt; burst burst; buy bought; catch caught; choose chose chosen; come came; cost cost; creep crept;
    cut cut; deal dealt; dig dug; draw drew drawn; drink drank drunk; drive drove driven; eat ate eaten; fall fell
    fallen; feed fed; feel felt; fight fought; find found; flee fled; fly flew flown; forbid forbade forbidden; forget
    forgot forgotten; free freed; freeze froze frozen; get got gotten; give gave given; go went gone; grow grew grown;
    hang hung; hear heard; hide hid hidden; hit hit; hold held; hurt hurt; keep kept; know knew known; lay laid; lead
    led; learn learnt; leave left; lend lent; let let; lie lay lain; lose lost; make made; mean meant; meet met;
    overthrow overthrew overthrown; overtake overtook overtaken; pay paid; put put; quit quit; read read; ride rode
    ridden; ring rang rung; rise rose risen; run ran; say said; see saw seen; seek sought; sell sold; send sent; set
    set; shake shook shaken; shed shed; shoot shot; show showed shown; shrink shrank shrunk; shut shut; sing sang
    sung; sink sank sunk; sit sat; sleep slept; speak spoke spoken; spend spent; spread spread; stand stood; steal
    stole stolen; strike struck stricken; swear swore sworn; sweep swept; swim swam swum; take took taken; teach
    taught; tell told; think thought; throw threw thrown; undergo underwent undergone; understand understood; wear
    wore worn; win won; withdraw withdrew withdrawn; write wrote written
"""
_PLURALS = "person people; man men; woman women; child children; foot feet; wife wives; half halves"

_SYNONYMS = """
    say state tell declare; approximately about around roughly circa some; begin start commence launch; buy purchase;
    purchase acquire; large big huge; build construct erect; help assist aid; show demonstrate; use utilise employ; use
    usage; job post position; end finish conclude; end conclusion; close shut; allow permit; let allow; get obtain
    receive; receive receipt; keep retain; choose select pick; choose choice; select selection; seize confiscate
    impound; arrest detain apprehend; arrest detention; capture arrest; dismantle disband; dismantle break-up; kill
    slay; injure wound hurt; injury wound; rise increase grow climb; growth rise; fall decrease decline drop shrink
    plunge; decrease decline drop shrink; rise soar jump surge; increase soar surge jump; cut reduce slash; reduction
    cut; raise lift; quit resign; resignation resign; appoint name; appointment appoint; hire recruit; dismiss sack
    fire oust; attempt try; try effort; ask request; ask inquire; answer reply respond; response reply; need require;
    demand require; prove establish; establish founded set-up create; foundation founded; create make; creation create;
    make produce manufacture; production produce; maker producer manufacturer; vehicle car; automobile car; lorry
    truck; plane aircraft; aeroplane plane; ship vessel; boat vessel; home house; house residence; dwelling home;
    reside live; inhabitant resident; citizen national; child kid; doctor physician; lawyer attorney; teacher
    instructor; pupil student; film movie; author writer; write author; firm company; company business; corporation
    company; shop store; street road; city town; town village; country nation; area region; region province; zone area;
    border frontier; sea ocean; forest woods; fire blaze; flood inundate; quake earthquake; tremor quake; storm
    tempest; illness disease; sickness illness; ill sick; hospital clinic; medicine drug; medication medicine; cure
    heal; vaccine jab; plant factory; works factory; worker employee; staff employee; staff personnel; labourer worker;
    boss chief head leader; lead head; chairman chair; chairwoman chair; president head; police officers; policeman
    officer; soldier troops; army military; troops forces; gun firearm; rifle gun; weapon arms; bomb explosive;
    explosion blast; explode blast; attack assault; raid attack; assault raid; fight battle; battle fight; battle
    combat; war conflict; ceasefire truce; peace accord; agreement deal; agreement accord; agreement pact; treaty
    agreement; contract deal; agree consent; agree agreement; approve endorse; approval approve; ratify approve; sign
    signature; law legislation; law act; bill draft; rule regulation; ban prohibit; prohibit forbid; prohibition ban;
    outlaw ban; court tribunal; judge justice; sentence condemn; jail prison; imprison jail; jail gaol; prisoner
    inmate; prisoner detainee; convict guilty; conviction convict; acquit clear; trial tried; charge indict; sue
    lawsuit; murder homicide; theft steal; thief steal; robber rob; robbery rob; fraud swindle; bribe bribery; poll
    survey; survey study; study research; researcher scientist; scholar researcher; expert specialist; analyst expert;
    vote ballot; election vote; election poll; elect election; voter electorate; candidate contender; party faction;
    minister secretary; government administration; government authorities; parliament legislature; lawmaker legislator;
    legislator deputy; mp lawmaker; ambassador envoy; envoy delegate; talks negotiation; negotiate talks; discuss talk;
    discussion talk; discuss debate; meet meeting; gather assemble; gathering meeting; meeting summit; conference
    summit; visit trip; trip journey; travel journey; travel trip; travel go; arrive reach; arrival arrive; reach
    attain; leave depart; departure depart; departure leave; exit leave; return come-back; flee escape; run flee; move
    relocate; transfer move; carry transport; transport convey; deliver delivery; ship deliver; send dispatch; supply
    provide; provide furnish; offer provide; give hand; give donate; donation donate; grant award; award prize; gift
    donation; pay payment; cost price; price charge; spend expenditure; expense cost; money fund; fund finance; finance
    pay; earn make; income earning; income revenue; revenue sales; profit gain; loss lose; loss losing; salary wage;
    wage pay; tax levy; loan credit; lend loan; borrow loan; debt liability; bank lender; rich wealthy; poor
    impoverished; unemployed jobless; unemployment joblessness; sell sale; buyer customer; customer client; seller
    vendor; export shipment; import purchase; trade commerce; crop harvest; farmer grower; farm agriculture; cattle
    cow; dam barrier; bridge crossing; railway rail; railroad rail; train rail; line route; road highway; motorway
    highway; route road; airport airfield; port harbour; harbor harbour; dock port; station stop; tower spire; church
    chapel; castle fortress; palace residence; museum gallery; library archive; school academy; university college;
    book volume; newspaper paper; daily newspaper; journalist reporter; report article; article story; picture
    photograph; photo photograph; image picture; paint painting; painter artist; compose composition; composer compose;
    sing singer; song singing; play perform; performance play; player footballer; match game; beat defeat; defeat
    overcome; win victory; victory triumph; win triumph; champion winner; winner win; trophy cup; goal score; coach
    trainer; trainer coach; train coach; team side; club team; tournament competition; contest competition; compete
    competition; race run; record mark; quick fast; fast rapid; quick swift; slow gradual; old ancient; old aged; age
    aged; new fresh; recent new; former ex; previous former; previous earlier; earlier prior; later subsequently;
    afterwards later; then later; now currently; current present; present now; today now; annual yearly; year annual;
    month monthly; week weekly; day daily; hour hourly; often frequently; frequent often; usual normal; ordinary
    normal; important significant; important key; main chief; main principal; principal chief; main major; major large;
    key main; small little; small minor; tiny small; tall high; height high; long length; length long; wide width;
    broad wide; deep depth; weigh weight; heavy weight; strong strength; strong powerful; power force; weak feeble;
    hard difficult; easy simple; simple plain; difficult difficulty; danger risk; dangerous hazardous; hazard danger;
    risk hazard; threat menace; threaten menace; safe secure; security safety; protect safeguard; defend protect;
    defence protect; guard protect; watch monitor; monitor observe; observe see; see notice; see spot; view see; find
    discover; discovery discover; discover detect; find locate; search hunt; seek search; seek look; look search; know
    aware; believe think; belief believe; opinion view; idea notion; plan scheme; plan project; project scheme;
    programme scheme; program programme; design plan; aim goal; aim target; target goal; purpose aim; intend plan;
    intention intend; reason cause; cause trigger; trigger spark; cause provoke; result outcome; result consequence;
    effect impact; effect result; affect hit; harm damage; damage wreck; destroy wreck; destroy demolish; demolish
    raze; destruction destroy; ruin destroy; break rupture; collapse crumble; collapse fall; repair fix; repair mend;
    restore renovate; restoration restore; renovate refurbish; renew renewal; rebuild reconstruct; replace substitute;
    replace succeed; succeed follow; succession succeed; successor succeed; follow come; change alter; alter modify;
    change amend; amendment amend; reform overhaul; improve better; improve enhance; improvement improve; worsen
    deteriorate; expand enlarge; expand extend; extend lengthen; expansion expand; extension extend; widen broaden;
    grow expand; double twofold; join enter; join link; link connect; connect join; connection link; unite merge; merge
    combine; merger merge; divide split; split separate; share divide; part portion; portion share; piece part; whole
    entire; entire complete; complete full; complete finish; completion complete; all entire; total altogether; total
    overall; total sum; sum amount; number figure; figure amount; quantity amount; many numerous; several various;
    crowd throng; group band; gang band; group gang; cell group; ring gang; network ring; organisation group; organise
    hold; hold host; host stage; organise arrange; arrange organise; arrangement arrange; manage run; operate run;
    operation operate; run manage; manager director; director head; control rule; rule govern; govern government; reign
    rule; monarch king; monarch queen; ruler monarch; empire realm; throne crown; crown coronation; heir successor;
    marry wed; marriage marry; wedding marry; husband spouse; wife spouse; father parent; mother parent; birth born;
    bear born; die death; death dead; dead deceased; perish die; fatality death; decease die; bury burial; grave tomb;
    funeral burial; survive survivor; victim casualty; rescue save; save rescue; missing lost; missing disappear;
    disappear vanish; disappearance disappear; appear emerge; emerge surface; appearance appear; happen occur; occur
    take-place; occurrence occur; event incident; incident occurrence; accident crash; crash collide; collision crash;
    collide hit; strike hit; strike walkout; protest demonstrate; demonstration protest; protest rally; protester
    demonstrator; rally march; riot unrest; unrest disturbance; rebel insurgent; militant fighter; fighter combatant;
    militant extremist; terror terrorist; terrorist terrorism; hostage captive; kidnap abduct; abduction kidnap; free
    release; liberate free; release liberation; freedom liberty; right entitlement; refugee asylum; migrant immigrant;
    migrate emigrate; migration migrate; settle settlement; settler settle; population inhabitant; populace population;
    accuse allege; accuse charge; accusation accuse; allegation accuse; allegation allege; criticise condemn; criticise
    slam; criticism criticise; critic criticise; denounce condemn; praise commend; praise hail; thank gratitude;
    welcome greet; warn caution; warning warn; advise counsel; advice advise; call appeal; appeal urge; recommend
    advise; suggest propose; proposal propose; suggestion suggest; propose recommend; reject refuse; refuse decline;
    rejection reject; refusal refuse; deny denial; denial reject; oppose object; opposition oppose; opponent oppose;
    opponent rival; support back; back endorse; supporter backer; backing support; favour support; promise pledge;
    pledge vow; vow promise; confirm verify; confirmation confirm; verify check; announce declare; announcement
    announce; reveal disclose; disclose divulge; disclosure disclose; publish release; publish issue; issue release;
    publication publish; inform notify; report describe; describe depict; description describe; explain explanation;
    mention cite; cite quote; quote citation; note remark; remark comment; comment remark; call name; call dub; call
    title; title name; name entitle; nickname dub; known called; contain hold; contain include; include comprise;
    comprise consist; consist contain; made consist; lack shortage; shortage scarcity; exceed surpass; surpass top;
    exceed top; exceed outnumber; delay postpone; postponement postpone; postpone defer; cancel scrap; cancel call-off;
    cancellation cancel; abandon scrap; stop halt; halt cease; stop end; suspend halt; pause suspend; suspension
    suspend; continue go-on; continue persist; last endure; remain stay; stay remain; block obstruct; prevent stop;
    prevent avert; prevention prevent; hinder obstruct; cover span; cross traverse; surround encircle; border adjoin;
    flow run; stand rise; situated located; lie located; sit located; locate location; locate place; site location;
    site place; place spot; position location; store keep; collect gather; collection collect; measure gauge; count
    tally; tally total; record register; register enrol; list roll; rate pace; speed pace; level rate; speak talk;
    speech address; language tongue; word term; translate translation; teach instruct; educate teach; education
    schooling; educate educated; learn study; graduate degree; inquiry investigation; investigate probe; probe inquiry;
    investigate examine; investigation investigate; examine inspect; inspection inspect; inspector inspect; evidence
    proof; proof prove; test trial; test examine; search comb; suspect suspected; drug narcotic; smuggle traffic;
    smuggler trafficker; traffic trafficking; illegal unlawful; illegal illicit; legal lawful; legitimate lawful; fine
    penalty; punish penalise; punishment penalty; punish punishment; compensate compensation; compensation damages;
    insure insurance; own possess; owner own; ownership own; possession own; rent lease; rent hire; tenant renter;
    tenant lease; invest investment; investor invest; stake share; develop development; developer develop; invent
    invention; inventor invent; devise invent; science scientific; serve service; oil petroleum; petrol gasoline;
    energy power; electricity power; generate produce; water aquatic; rain rainfall; rain precipitation; snow snowfall;
    weather climate; hot heat; warm heat; cold chill; temperature heat; pollute pollution; waste rubbish; garbage
    rubbish; tree woodland; animal creature; hunt hunter; fish fishing; fisherman fishing; fisher fisherman; bird fowl;
    mountain peak; hill mount; mount mountain; summit peak; river stream; lake reservoir; island isle; coast shore;
    coast seaside; shore beach; valley vale; desert sahara; tourist visitor; tourism tourist; visitor visit; guest
    visitor; hotel inn; restaurant eatery; food meal; cook chef; eat consume; consumption consume; consumer consume;
    drink beverage; attend attendance; participate take-part; participant participate; take participate; spectator
    audience; viewer audience; member membership; join membership; volunteer unpaid; elderly old; young youth; teenager
    adolescent; woman female; girl female; man male; boy male; centre center; theatre theater; labour labor; colour
    color; grey gray; metre meter; kilometre kilometer; kilometre km; kilogram kg; kilogramme kilogram; metre m; tonne
    ton; litre liter; cheque check; licence license; percentage percent; defence defense; offence offense; offence
    crime; crime criminal; programme program; tyre tire; storey floor; storey story; headquarters base; base
    headquarter; based headquartered; debut premiere; premiere open; inaugurate open; inauguration open; unveil reveal;
    opening open; closure close; founded founder; founder establish; hand deliver; occupy occupation; occupation job;
    invade invasion; conquer conquest; surrender capitulate; surrender yield; retreat withdraw; withdrawal withdraw;
    pull withdraw; deploy deployment; station deploy; patrol patrolling; seizure seize; haul seize; recover retrieve;
    recovery recover; retrieve get; uncover discover; unearth discover; excavate dig; excavation dig; archaeologist
    archaeology; historian history; oversee supervise; supervise supervision; approval authorise; authorise permit;
    permission permit; authorisation authorise; license permit; decide decision; decision ruling; ruling verdict; rule
    decide; order command; order instruct; instruct tell; command lead; commander command; officer official; spokesman
    spokesperson; spokeswoman spokesperson; representative spokesperson; role part; star actor; actress actor; feature
    star; director direct; direct film; earn win; draw tie; sign recruit; broadcast air; air televise; television tv;
    channel broadcaster; screen show; exhibit display; exhibition display; display show; fair exhibition; festival
    celebration; celebrate mark; mark commemorate; anniversary commemorate; memorial monument; monument statue;
    sculpture statue; sculptor sculpture; architect design; designer design; engineer engineering; produce producer;
    refugee displaced; homeless displaced; evacuate evacuation; shelter refuge; camp encampment; tent camp; hunger
    famine; starve hunger; aid relief; charity nonprofit; emergency crisis; crisis turmoil; disaster catastrophe;
    tragedy disaster; outbreak epidemic; infect infection; infection disease; virus infection; patient sufferer; nurse
    nursing; treat treatment; therapy treatment; surgery operation; surgeon surgery; heal recover; diagnose diagnosis;
    test screening; symptom sign; cause reason; kind type sort; award grant; describe call; manage succeed; result
    lead; bring take; shrink contract; disclose reveal; declare disclose; precious valuable; vacant empty; convert
    transform turn; cargo goods freight; fault defect; compel force; resume restart; assemble gather; rally gather;
    rally demonstration protest; quarrel dispute row; wealthy rich; poverty poor; famous well-known renowned; famed
    famous; huge enormous vast; tiny small; quick fast rapid; quickly fast rapidly; slow gradual; main chief principal;
    mainly chiefly mostly largely primarily; almost nearly; annually yearly; entire whole; total entire; sufficient
    enough; inadequate insufficient; lack shortage; scarcity shortage; surplus excess; harvest crop; expensive costly;
    cheap inexpensive; free release; liberate free; seize capture; surrender yield; vow pledge promise; pledge
    commitment; appeal call; plea appeal; hail praise; laud praise; criticise condemn denounce; slam criticise;
    accusation charge allegation; presume assume; predict forecast; forecast expect; reckon estimate; calculate
    estimate; measure gauge; monitor watch; observe watch; examine inspect study; inspect check; probe investigation
    inquiry; investigate examine probe; evidence proof; proof confirmation; confirm verify; document record; record
    register; enlarge expand extend; extend prolong; postpone delay; cancel scrap; scrap abolish; abolish end; halt
    stop; cease stop; continue proceed; restore repair; repair fix; renovate restore; demolish destroy; wreck destroy;
    ruin destroy; damage harm; harm hurt; spoil ruin; topple overthrow; oust remove; replace substitute; succeed
    follow; successor heir; inherit receive; donate give; provide supply give; supply delivery; deliver bring; dispatch
    send; transport carry; carry bear; convey carry; relocate move; migrate move; settle move; dwell live; inhabit
    live; populate inhabit; origin source; derive come; possess own; owner proprietor; tenant renter; lease rent; earn
    make; income earnings; pay wage salary; fine penalty; debt loan; loan credit; profit gain; revenue income; budget
    funds; fund finance; sponsor fund; investor backer; back support; support endorse; opponent rival; rival
    competitor; contest compete; champion winner; victory win; triumph victory; defeat beat; loss defeat; coach
    trainer; pupil schoolchild; scientist researcher; scholar researcher; research study; discover find; discovery
    find; invent devise; inventor creator; device gadget; machine apparatus; engine motor; speech address; talk speech;
    lecture talk; discussion talks; negotiate bargain; meeting talks; summit meeting; session meeting; participate
    join; visitor guest; audience crowd; crowd throng; journey trip; voyage trip; travel journey; route path; bridge
    crossing; coast shore; peak summit; valley vale; stream brook; wood forest; cave cavern; island isle; ancient old;
    modern contemporary; current present; previous former earlier; former ex; recent latest; initial first; final last;
    subsequent later; simultaneous concurrent; frequent common; rare uncommon; strange odd unusual; difficult hard;
    simple easy; dangerous hazardous risky; safe secure; safety security; peril danger; threat menace; warn caution;
    alert warning; emergency crisis; rescue save; victim casualty; corpse body; grave tomb; bury inter; funeral burial;
    wedding marriage; marry wed; spouse partner; baby infant; teenager youth adolescent; adult grown-up; elderly old;
"""

_ANTONYMS = """
    increase/decrease increase/fall rise/decrease rise/fall grow/shrink climb/fall gain/lose before/after more/less
    more/fewer most/least win/lose arrest/release open/close first/last above/below over/under up/down higher/lower
    high/low raise/lower north/south east/west northern/southern eastern/western northeast/southwest
    northwest/southeast old/new young/old older/younger largest/smallest large/small larger/smaller big/small
    bigger/smaller long/short longer/shorter tall/short taller/shorter early/late earlier/later begin/end begin/stop
    buy/sell import/export importer/exporter accept/reject approve/reject allow/ban allow/prohibit permit/ban
    admit/deny confirm/deny guilty/innocent convict/acquit guilty/acquit support/oppose for/against ally/enemy
    success/failure succeed/fail success/fail enter/leave arrive/leave arrive/depart borrow/lend attack/defend
    public/private rich/poor strong/weak stronger/weaker hot/cold warm/cold best/worst better/worse male/female
    man/woman men/women boy/girl husband/wife father/mother son/daughter brother/sister king/queen alive/dead
    die/survive kill/survive kill/injure kill/rescue majority/minority maximum/minimum profit/loss surplus/deficit
    expand/shrink widen/narrow improve/worsen strengthen/weaken add/remove include/exclude inside/outside
    legal/illegal hire/dismiss appoint/dismiss join/leave employ/dismiss urban/rural former/current victory/defeat
    ahead/behind left/right positive/negative same/different cheap/expensive cheaper/dearer faster/slower fast/slow
    upper/lower always/never often/rarely front/rear past/future day/night morning/evening spring/autumn summer/winter
    inner/outer advance/retreat praise/criticise lift/impose free/jail acquit/jail start/finish create/destroy
    build/demolish remember/forget love/hate attend/miss
"""

# Who comes from where; the country or city comes first. Cities and countries that bear several names stand together.
_PLACES = """
    afghanistan afghan; albania albanian; algeria algerian; angola angolan; argentina argentine argentinian; armenia
    armenian; australia australian; austria austrian; azerbaijan azerbaijani; bahrain bahraini; bangladesh
    bangladeshi; belarus belarusian; belgium belgian; bolivia bolivian; bosnia bosnian; brazil brazilian; britain
    british uk briton britons unitedkingdom; bulgaria bulgarian; burma myanmar burmese; cambodia cambodian; cameroon
    cameroonian; canada canadian; chad chadian; chile chilean; china chinese; colombia colombian; congo congolese;
    croatia croatian croat; cuba cuban; cyprus cypriot; czechia czech czechrepublic; denmark danish dane; ecuador
    ecuadorian; egypt egyptian; england english; estonia estonian; ethiopia ethiopian; europe european; finland
    finnish finn; france french; gambia gambian; georgia georgian; germany german; ghana ghanaian; greece greek;
    guatemala guatemalan; guinea guinean; haiti haitian; honduras honduran; hungary hungarian; iceland icelandic
    icelander; india indian; indonesia indonesian; iran iranian; iraq iraqi; ireland irish; israel israeli; italy
    italian; jamaica jamaican; japan japanese; jordan jordanian; kazakhstan kazakh; kenya kenyan; korea korean; kosovo
    kosovan kosovar; kuwait kuwaiti; kyrgyzstan kyrgyz; laos laotian; latvia latvian; lebanon lebanese; liberia
    liberian; libya libyan; lithuania lithuanian; macedonia macedonian; madagascar malagasy; malawi malawian; malaysia
    malaysian; mali malian; malta maltese; mauritania mauritanian; mexico mexican; moldova moldovan; mongolia
    mongolian; morocco moroccan; mozambique mozambican; namibia namibian; nepal nepalese nepali; netherlands dutch
    holland; newzealand; nicaragua nicaraguan; nigeria nigerian; niger nigerien; norway norwegian; oman omani;
    pakistan pakistani; palestine palestinian; panama panamanian; paraguay paraguayan; peru peruvian; philippines
    philippine filipino; poland polish pole; portugal portuguese; qatar qatari; romania romanian; russia russian;
    rwanda rwandan; saudi saudiarabia; scotland scottish scot; senegal senegalese; serbia serbian serb; singapore
    singaporean; slovakia slovak; slovenia slovenian slovene; somalia somali; spain spanish spaniard; sudan sudanese;
    sweden swedish swede; switzerland swiss; syria syrian; taiwan taiwanese; tajikistan tajik; tanzania tanzanian;
    thailand thai; tibet tibetan; togo togolese; tunisia tunisian; turkey turkish turk turkiye; uganda ugandan;
    ukraine ukrainian; us usa unitedstates american america; uruguay uruguayan; uzbekistan uzbek; venezuela
    venezuelan; vietnam vietnamese; wales welsh; yemen yemeni; zambia zambian; zimbabwe zimbabwean; africa african;
    asia asian; paris parisian; london londoner; vienna viennese; venice venetian; eu europeanunion; un unitednations;
    nato
"""

IRREGULAR = {
    form: verb[0] for line in _IRREGULAR.split(";") if (verb := line.split()) for form in verb[1:] if form != verb[0]
}
"""Past forms by their verb: sold is sell. Where the forms are one word ("cost") there is nothing to look up."""

PAST_FORMS = frozenset(form for line in _IRREGULAR.split(";")[1:] for form in line.split()[1:])
_NOUNS = {forms[1]: forms[0] for line in _PLURALS.split(";") if (forms := line.split())}

PLACES = {name: names[0] for line in _PLACES.split(";") if (names := line.split()) for name in names}
PLACES |= {f"{name}s": place for name, place in PLACES.items() if name.endswith(("an", "i", "k", "er"))}

# What a stem may have more than the stem that it is derived from, Porter's endings being off.
_ENDINGS = frozenset(
    """
    e y t s al er or ar ion tion ation ition ment ing ed ance ence ant ent ity ive ist ism ship age ure ial ian ary ery
    ly ness ly dom able ible iv at n en ic ical hood
    """.split()
)
SHORTEST_ROOT = 4


@lru_cache(maxsize=100_000)
def lemma(word: str) -> str:
    """What is left of a lower-case word without its ending, with British spelling: sold is sell, organized organis."""
    word = IRREGULAR.get(word) or _NOUNS.get(word) or _prefixed(word) or word
    found = stem(word)
    if len(found) > 5 and found.endswith("iz"):
        return f"{found[:-2]}is"
    return found


def _prefixed(word: str) -> str:
    """ "rebuild" for "rebuilt"; empty where no prefix stands before an irregular form."""
    for prefix in ("re", "over", "under", "out", "mis"):
        if word.startswith(prefix) and word[len(prefix) :] in IRREGULAR:
            return prefix + IRREGULAR[word[len(prefix) :]]
    return ""


def is_past(word: str) -> bool:
    """Whether a lower-case word is a past form that does not end in "ed"."""
    return word in PAST_FORMS or bool(_prefixed(word))


def may_be_past(word: str) -> bool:
    """Whether a lower-case word has the form of a past tense or of a participle."""
    return word.endswith("ed") or is_past(word)


def _neighbours() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for group in _SYNONYMS.split(";"):
        members = [lemma(word) for word in group.split() if "-" not in word]
        for member in members:
            found.setdefault(member, set()).update(members)
    return {member: frozenset(others) for member, others in found.items()}


def _opposites() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for pair in _ANTONYMS.split():
        one, other = (lemma(word) for word in pair.split("/"))
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in found.items()}


SYNONYMS = _neighbours()
"""By lemma, the lemmas that may stand for it. Not transitive: a home is a house, a house of cards is none."""

ANTONYMS = _opposites()
"""By lemma, the lemmas that say the contrary."""


def alike(one: str, other: str) -> bool:
    """Whether two lemmas may stand for one another: equal, synonyms, or one derived from the other."""
    return one == other or other in SYNONYMS.get(one, ()) or derived(one, other)


@lru_cache(maxsize=100_000)
def derived(one: str, other: str) -> bool:
    """Whether one lemma is the other with an ending: produc and product, journal and journalist."""
    short, long = sorted((one, other), key=len)
    if len(short) < SHORTEST_ROOT or other in ANTONYMS.get(one, ()):
        return False
    root = short[:-1] if short.endswith(("e", "i", "y")) and len(short) > SHORTEST_ROOT else short
    return long.startswith(root) and (long[len(root) :] in _ENDINGS or long[len(root) :] == "")


def contrary(one: str, other: str) -> bool:
    """Whether two lemmas say the contrary of one another."""
    return other in ANTONYMS.get(one, ())


_LONG_NAMES = re.compile(
    r"\b(?:(United) (States|Kingdom|Nations)(?: of America)?|(New) (Zealand)|(Saudi) (Arabia)|(European) (Union)"
    r"|(Czech) (Republic))\b"
)


def joined_names(text: str) -> str:
    """Country names of two words as one word of the same length: "United States" keeps its place and its end."""
    return _LONG_NAMES.sub(lambda m: "".join(p for p in m.groups() if p).ljust(len(m.group()), " "), text)
