"""English is told from other languages by its words of grammar and its script."""

from pathlib import Path

import pytest

import corpus
from corpus.language import ENGLISH, ENGLISH_SHARE, LOOKED_AT, OTHER_SHARE, OTHERS, WORD, looks_english

SAMPLE = sorted((Path(corpus.__file__).parent / "sample").rglob("*.txt"))
SHARED = Path(__file__).resolve().parents[3] / "shared"
DEVELOPMENT = sorted(path for folder in ("seeds", "eval/squad") for path in (SHARED / folder).glob("*.txt"))

OTHER_LANGUAGES = {
    "French": """
        Le conseil municipal a voté hier soir la fermeture du vieux pont, que les ingénieurs jugent trop
        fragile pour les camions. Les habitants de la rive gauche craignent de perdre une heure par jour
        pour aller au travail.
    """,
    "Spanish": """
        El ayuntamiento aprobó anoche el cierre del puente viejo, que los ingenieros consideran demasiado
        frágil para los camiones. Los vecinos de la orilla izquierda temen perder una hora al día para ir a
        trabajar.
    """,
    "German": """
        Der Stadtrat hat gestern Abend beschlossen, die alte Brücke zu sperren, weil sie nach Ansicht der
        Ingenieure für Lastwagen nicht mehr sicher ist. Die Anwohner fürchten, jeden Tag eine Stunde zu
        verlieren.
    """,
    "Dutch": """
        De gemeenteraad heeft gisteravond besloten de oude brug af te sluiten, omdat die volgens de
        ingenieurs niet meer veilig is voor vrachtwagens. De bewoners zijn bang dat zij elke dag een uur
        verliezen met omrijden.
    """,
    "Italian": """
        Il consiglio comunale ha votato ieri sera la chiusura del vecchio ponte, che gli ingegneri
        giudicano troppo fragile per i camion. Gli abitanti della riva sinistra temono di perdere un'ora al
        giorno per andare al lavoro.
    """,
    "Portuguese": """
        A câmara municipal votou ontem à noite o encerramento da ponte velha, que os engenheiros não
        consideram segura para os camiões. Os moradores da margem esquerda temem perder uma hora por dia
        com o caminho mais longo.
    """,
    "Swedish": """
        Kommunen beslutade i går kväll att stänga den gamla bron, som enligt ingenjörerna inte är säker för
        lastbilar. De som bor på den vänstra stranden är rädda att förlora en timme om dagen på väg till
        arbetet.
    """,
    "Polish": """
        Rada miasta zdecydowała wczoraj wieczorem o zamknięciu starego mostu, który zdaniem inżynierów nie
        jest bezpieczny dla ciężarówek. Mieszkańcy lewego brzegu boją się, że stracą godzinę dziennie na
        drogę do pracy.
    """,
    "Arabic": """
        قرر المجلس البلدي مساء أمس إغلاق الجسر القديم لأن المهندسين يعتبرونه ضعيفا جدا أمام الشاحنات.
    """,
    "Russian": """
        Городской совет вчера вечером решил закрыть старый мост, который инженеры считают опасным для
        грузовиков.
    """,
    "Greek": """
        Το δημοτικό συμβούλιο αποφάσισε χθες το βράδυ να κλείσει την παλιά γέφυρα για τα φορτηγά.
    """,
    "Hindi": """
        नगर परिषद ने कल शाम पुराने पुल को बंद करने का फैसला किया क्योंकि वह ट्रकों के लिए सुरक्षित नहीं है।
    """,
    "Chinese": """
        市议会昨晚决定关闭旧桥,因为工程师认为这座桥对卡车来说太不安全。左岸的居民担心每天上班要多花一个小时,
        商店也会失去顾客。
    """,
    "Japanese": """
        市議会は昨夜、技術者がトラックには危険だと判断した古い橋を閉鎖することを決めた。左岸の住民は通勤に毎
        日一時間余計にかかると心配している。
    """,
    "Korean": """
        시의회는 어젯밤 기술자들이 트럭에 위험하다고 판단한 낡은 다리를 폐쇄하기로 결정했다. 왼쪽 강변
        주민들은 걱정하고 있다.
    """,
}

NOT_PROSE = {
    "headings": """
        Harbour strike\n\nTown council\n\nOlive harvest\n\nWeather tomorrow\n\nSports results\n\nLetters\n\n
        Markets today\n\nTram line extension\n\nObituaries\n\nSchool dinner menu\n\nPuzzle page
    """,
    "table": """
        Year\tRainfall\tHarvest\tPrice\n2014\t310\t45\t80\n2015\t280\t41\t95\n2016\t190\t30\t110\nTotal\t780\t116
        Meknes Fez Rabat Tangier Zagora Agadir Oujda Safi Nador Larache Tetouan Kenitra Settat Berkane Taza
    """,
    "names": """
        Lamia Bensouda, Omar Idrissi, Jean de la Fontaine, Ludwig van Beethoven, Rosa Parks, Ana Mendes, Ole Hansen,
        Peter Stuyvesant, Marie Curie, Diego Rivera, Carlos Fuentes, Yusuf Demir, Ingrid Berg, Paolo Conte
    """,
    "code": """
        def area(width, height):
            result = width * height
            return result

        class Shape:
            def __init__(self, width, height):
                self.width = width
                self.height = height

        print(area(3, 4), Shape(1, 2).width)
    """,
    "log": "2016-09-18 12:00:01 INFO server start port=8080 pid=4711\n" * 10,
    "links": "https://www.example.org/2016/09/18/port?query=abc123&page=2 " * 10,
    "formulas": "∑ x² + y² = z² ⇒ α ≤ β ∧ γ ≥ δ; f(x) = ∫ g(t) dt; ∂u/∂t = κ ∇²u; E = mc²; a ∈ A, b ∈ B " * 3,
}


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.name)
def test_the_sample_articles_are_english(path):
    assert looks_english(path.read_text(encoding="utf-8")) is True


@pytest.mark.parametrize("path", DEVELOPMENT, ids=lambda path: path.name)
def test_articles_and_their_paragraphs_are_never_foreign(path):
    text = path.read_text(encoding="utf-8")
    assert looks_english(text) is True
    assert False not in [looks_english(line) for line in text.splitlines()]


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_another_language_is_not_english(language):
    text = OTHER_LANGUAGES[language]
    assert looks_english(text) is False
    assert looks_english(text.upper()) is False


@pytest.mark.parametrize("kind", NOT_PROSE)
def test_headings_tables_and_code_are_not_called_foreign(kind):
    assert looks_english(NOT_PROSE[kind]) is not False


@pytest.mark.parametrize("text", ["", " \n", "Harbour strike", "Le pont est fermé", "Москва", "12 345 678", "…" * 500])
def test_what_is_too_short_or_has_no_words_is_not_told(text):
    assert looks_english(text) is None


def test_english_about_other_countries_is_english():
    text = (
        "The Museo Nacional del Prado, the Musée du Louvre and the Galleria degli Uffizi have agreed to lend each "
        "other paintings for a year. Москва and 北京 were asked too, but they have not answered yet."
    )
    assert looks_english(text) is True


def test_the_two_lists_have_no_word_in_common_and_the_thresholds_have_room():
    assert not ENGLISH & OTHERS
    for path in [*SAMPLE, *DEVELOPMENT]:
        words = [word.lower() for word in WORD.findall(path.read_text(encoding="utf-8"))]
        assert sum(word in ENGLISH for word in words) > 1.5 * ENGLISH_SHARE * len(words)
        assert sum(word in OTHERS for word in words) < 0.5 * OTHER_SHARE * len(words)


def test_a_long_text_is_judged_by_its_beginning():
    english = "The boats that were in the harbour had been there before the storm. "
    assert looks_english(english * (LOOKED_AT // len(english) + 1) + OTHER_LANGUAGES["Arabic"] * 10_000) is True
