"""Both ways to a vector against sentence-transformers, the vectors of sentences, and other models.

The only module that imports sentence-transformers, once.
"""

import json
import shutil
import threading
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from encoder_folders import save_models

from index import bert, late_chunking, precision, weights
from index.bert import BertEncoder
from index.encoder import EncoderFiles, PassageEncoder, QuestionEncoder, unit
from index.errors import EncoderError, WeightsMissingError
from index.precision import BFLOAT16, FLOAT32

NAMES = [
    "modules.json",
    "config.json",
    "sentence_bert_config.json",
    "1_Pooling/config.json",
    "tokenizer.json",
    "model.safetensors",
]

BASE = [
    "How many terrorist cells has Morocco dismantled since 2002?",
    "Who?",
    "The port authority called for talks on Monday; nobody came to the first meeting in the town hall.",
    "2,963 people, 18/09/2016, 4.5 tonnes, €1.200,75 and 39°C",
    "“Curly quotes,” he said — and a dash… isn’t it?",
    "https://www.example.org/2016/09/18/a-very-long-path?query=" + "abc123" * 30,
    "x" * 99 + " " + "y" * 100 + " " + "z" * 101 + " " + "w" * 2_000,
    "한국 경찰이 세 명을 체포했다. 서울에서 열린 회의.",
    "警察は三人を逮捕した。東京で会議が開かれた。",
    "警方在北京逮捕了三人。",
    "ألقت الشرطة القبض على ثلاثة رجال في الدار البيضاء.",
    "Полиция задержала троих мужчин в Москве.",
    "Η αστυνομία συνέλαβε τρεις άνδρες.",
    "पुलिस ने तीन लोगों को गिरफ्तार किया।",
    "ตำรวจจับกุมชายสามคน",
    "המשטרה עצרה שלושה גברים",
    "👮‍♀️🚓 arrests 👨‍👩‍👧‍👦 🇲🇦",
    "Émigré à Tétouan, naïve, Straße, ĐẠI HỌC, İstanbul, ﬁne ½",
    "a\u0301 e\u0308 n\u0303 \u200b zero\u200dwidth \ufeff mark \u202eright to left\u202c",
    "tab\tand\nline\r\nends\x0b \x00 control \x1b[31m characters",
    "[CLS] special [SEP] tokens [UNK] [MASK] [PAD] in the text ##ing",
    "print(f'{x!r}')  # code_with_underscores == 0x7f && <html>&amp;",
    "   ",
    "",
    "…",
    "?",
]


def texts_of_all_lengths():
    """Texts of 1 to 600 words, so that some end just below, at and above the 256 tokens that are read."""
    words = " ".join(BASE[:5]).split()
    for length in (1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 21, 34, 55, 89, 144, 190, 205, 220, 600):
        yield " ".join(words[(n * 7) % len(words)] for n in range(length))
    yield from ("漢" * n for n in (1, 2, 253, 254, 255, 600))
    yield from ("word " * n for n in (254, 255))


MANY, SHORT = 1_000, 60  # texts, characters
TEXTS = [
    *BASE,
    *(text[: len(text) // 2] for text in BASE),
    *texts_of_all_lengths(),
    *(f"{a}{mark}{b}" for mark in (" ", "\n", " — ") for a, b in permutations((t for t in BASE if len(t) < SHORT), 2)),
]

PASSAGE = "The minister met the delegates in Rabat. The latter asked for a ceasefire! Was it refused?"
SENTENCES = [(0, 40), (41, 74), (75, 90)]


def link(source, target):
    """Instead of a copy of 90 MB."""
    Path(target).symlink_to(source)


@pytest.fixture(scope="session")
def files():
    try:
        path = weights.ENCODER.path()
    except WeightsMissingError as error:
        pytest.skip(str(error))
    return EncoderFiles(path.parent, weights.ENCODER.name, weights.ENCODER.sha256)


@pytest.fixture(scope="session")
def questions(files):
    return BertEncoder(files)


@pytest.fixture(scope="session")
def passages(files):
    """Sentence-transformers: ten seconds."""
    return PassageEncoder(files, FLOAT32)


def exactly(encoder, texts):
    """Sentence-transformers' own vectors of documents."""
    return encoder.model.encode_document(texts, normalize_embeddings=True, show_progress_bar=False)


# Against sentence-transformers


def test_questions_have_the_vectors_of_sentence_transformers(questions, passages):
    assert len(TEXTS) >= MANY
    fast, exact = questions.encode(TEXTS), exactly(passages, TEXTS)
    cosines = (fast * exact).sum(axis=1)
    assert cosines.min() >= 0.9999, TEXTS[int(cosines.argmin())]
    np.testing.assert_allclose(np.linalg.norm(fast, axis=1), 1, atol=1e-5)


def test_passages_have_the_vectors_of_sentence_transformers_in_any_batch(passages, monkeypatch):
    texts = [*BASE[::3], "word " * 255, "word " * 600]
    exact = exactly(passages, texts)
    for tokens, at_once in ((64, 3), (late_chunking.BATCH_TOKENS, late_chunking.TOKENIZED_AT_ONCE)):
        monkeypatch.setattr(late_chunking, "BATCH_TOKENS", tokens)
        monkeypatch.setattr(late_chunking, "TOKENIZED_AT_ONCE", at_once)
        found = dict(passages.passages(texts, [[(0, len(text))] for text in texts]))
        assert found.keys() == set(range(len(texts)))
        np.testing.assert_allclose(np.stack([found[n].vector for n in range(len(texts))]), exact, atol=1e-5)


def test_no_passages_and_passages_without_sentences_are_no_error(files, passages):
    assert list(passages.passages([], [])) == []
    found = dict(passages.passages(["", "A storm."], [[], [(0, 8)]]))
    assert found[0].sentences.shape == (0, files.dimension)
    np.testing.assert_allclose(
        np.stack([found[0].vector, found[1].vector]), exactly(passages, ["", "A storm."]), atol=1e-5
    )


def test_passages_left_unread_are_not_embedded_and_the_threads_are_as_before(passages, monkeypatch):
    import torch

    threads = torch.get_num_threads()
    texts = [f"Passage number {n}." for n in range(200)]
    monkeypatch.setattr(late_chunking, "BATCH_TOKENS", 16)
    embedded = []
    run = passages._late._embed
    monkeypatch.setattr(passages._late, "_embed", lambda e, s: embedded.extend(e) or run(e, s))
    generator = passages.passages(texts, [[(0, len(text))] for text in texts])
    next(generator)
    generator.close()
    assert len(embedded) < 100
    assert not [t for t in threading.enumerate() if t.name.startswith("embedding")]
    assert torch.get_num_threads() == threads


def test_sentence_vectors_are_means_of_the_states_of_their_tokens(files, questions, passages):
    encoding = files.tokenizer.encode(PASSAGE)
    states = questions.states(encoding.ids)
    short = "A short one. It shares the batch."
    found = dict(passages.passages([short, PASSAGE], [[(0, 12), (13, 33)], SENTENCES]))[1]
    for (start, end), vector in zip(SENTENCES, found.sentences, strict=True):
        inside = [n for n, (s, e) in enumerate(encoding.offsets) if s < e and start <= s < end]
        assert unit(states[inside].mean(axis=0)) @ vector > 0.9999
    assert found.sentences[0] @ found.sentences[1] < 0.99


def test_what_lies_beyond_the_last_token_read_gets_the_mean_of_all(files, passages):
    text = "word " * 300 + "The end."
    (_, found) = next(iter(passages.passages([text], [[(0, 1_270), (1_271, 1_499), (1_500, 1_508)]])))
    assert found.sentences.shape == (3, files.dimension)
    assert found.sentences[2] @ found.vector > 0.999
    np.testing.assert_allclose(np.linalg.norm(found.sentences, axis=1), 1, atol=1e-5)


def test_the_threads_do_not_depend_on_what_faiss_did_before(models):
    import faiss

    assert PassageEncoder(models("mean"))._late._threads == late_chunking.threads()
    faiss.omp_set_num_threads(late_chunking.threads() + 1)
    assert PassageEncoder(models("mean"))._late._threads == late_chunking.threads()


@pytest.mark.parametrize("name", NAMES)
def test_sentence_transformers_on_broken_files_is_one_line(files, passages, tmp_path, name):
    shutil.copytree(files.folder, tmp_path / "model", copy_function=link)
    broken = tmp_path / "model" / name
    broken.unlink()
    broken.write_bytes(b"\x00{broken")
    with pytest.raises(EncoderError) as caught:
        PassageEncoder(EncoderFiles(tmp_path / "model", "broken", "0" * 64))
    assert "\n" not in str(caught.value)


# The question's encoder by itself


def test_a_vector_does_not_depend_on_the_texts_beside_it(questions):
    together = questions.encode(BASE)
    for n in (0, 7, 23):
        np.testing.assert_array_equal(questions.encode([BASE[n]])[0], together[n])
    assert questions.encode([]).shape == (0, 384)


def test_a_long_question_is_read_to_the_256th_token(files, questions):
    assert files.max_tokens == 256
    one, other = questions.encode(["word " * 254 + "harbour", "word " * 254 + "olive"])
    np.testing.assert_array_equal(one, other)
    one, other = questions.encode(["word " * 253 + "harbour", "word " * 253 + "olive"])
    assert (one != other).any()


def test_a_question_of_100_000_characters_and_one_that_is_not_unicode_have_a_vector(questions):
    vectors = questions.encode(["x" * 100_000, "caf\udcff", "\ud800"])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_token_counts_are_without_special_tokens_and_truncation(files):
    assert files.token_counts([]) == []
    assert files.token_counts(["", "word", "word word", "漢" * 400, "word " * 400]) == [0, 1, 2, 400, 400]
    assert files.token_counts(["word"] * 2_500) == [1] * 2_500


@dataclass(frozen=True)
class Tokens:
    """As much of a tokenizer's result as says where the tokens stand."""

    offsets: list[tuple[int, int]]

    def __len__(self):
        return len(self.offsets)


@pytest.mark.parametrize(
    ("offsets", "numbers"),
    [
        ([(0, 0), (0, 2), (3, 5), (5, 6), (7, 9), (9, 10), (0, 0)], [-1, 0, 0, 0, 1, 1, -1]),
        ([(0, 2), (2, 5), (5, 6), (6, 9), (9, 10)], [0, 0, 0, 1, 1]),  # a space belongs to the word after it
        ([(6, 7), (10, 12), (7, 7)], [-1, -1, -1]),  # between sentences, after the last one, of no length
    ],
)
def test_a_token_belongs_to_the_sentence_that_its_last_character_stands_in(offsets, numbers):
    assert list(late_chunking._sentence_numbers(Tokens(offsets), [(0, 6), (7, 10)], 0)) == numbers
    shifted = [(start + 9, end + 9) if end else (0, 0) for start, end in offsets]
    assert list(late_chunking._sentence_numbers(Tokens(shifted), [(0, 6), (7, 10)], 9)) == numbers


def test_unit_keeps_a_zero_vector():
    np.testing.assert_array_equal(unit(np.zeros((2, 3), np.float32)), np.zeros((2, 3)))
    assert np.linalg.norm(unit(np.array([3, 4], np.float32))) == pytest.approx(1)


# Files that are no encoder


@pytest.fixture
def model(files, tmp_path):
    """A copy of the encoder's files, the large one a link."""
    shutil.copytree(files.folder, tmp_path / "model", copy_function=link)
    for name in NAMES[:-1]:
        path = tmp_path / "model" / name
        content = path.read_bytes()
        path.unlink()
        path.write_bytes(content)
    return EncoderFiles(tmp_path / "model", "copy", "0" * 64)


def use(model):
    """All that a rebuild and a question ask of an encoder's files."""
    assert model.dimension > 0
    assert model.max_tokens > 2
    model.token_counts(["word"])
    return QuestionEncoder(model).encode(["word"])


def test_a_copy_of_the_files_is_the_same_encoder(model, questions):
    np.testing.assert_array_equal(use(model), questions.encode(["word"]))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("content", [None, b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000], ids=repr)
def test_a_missing_or_broken_file_is_one_line(model, name, content):
    path = model.folder / name
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(EncoderError, match=str(model.folder)) as caught:
        use(model)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("changes", [{"num_hidden_layers": 7}, {"num_hidden_layers": None}])
def test_a_model_without_some_of_its_weights_is_one_line(model, changes):
    path = model.folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))
    for encoder in (QuestionEncoder, PassageEncoder):
        with pytest.raises(EncoderError) as caught:
            encoder(model)
        assert "\n" not in str(caught.value)


def test_a_folder_that_is_not_there_is_one_line(tmp_path):
    with pytest.raises(EncoderError, match="no sentence-transformers model"):
        use(EncoderFiles(tmp_path / "none", "none", "0" * 64))


# Other models


@pytest.fixture(scope="session")
def models(passages, tmp_path_factory):
    """Small models, saved to disk; `passages` first, so that nothing of transformers is imported before."""
    folder = tmp_path_factory.mktemp("models")
    save_models(folder)
    return lambda name: EncoderFiles.of(folder / name, folder / "digests.json")


SMALL = ["A storm sank the boats.", "Olive oil rose. The harbour?", "The school roof : a passage.", "boats " * 60]
INNER = [[(0, 23)], [(0, 15), (16, 28)], [(0, 12), (13, 28)], [(0, 360)]]


@pytest.mark.parametrize("name", ["mean", "prompts", "old", "half", "cls", "static"])
def test_any_model_gives_its_own_vectors_for_passages_and_questions(models, name):
    files = models(name)
    encoder = PassageEncoder(files, FLOAT32)
    found = dict(encoder.passages(SMALL, INNER))
    vectors = np.stack([found[n].vector for n in range(len(SMALL))])
    assert vectors.shape == (len(SMALL), files.dimension)
    np.testing.assert_allclose(vectors, exactly(encoder, SMALL), atol=1e-5)
    asked = encoder.model.encode_query(SMALL, normalize_embeddings=True, show_progress_bar=False)
    questions = QuestionEncoder(files)
    np.testing.assert_allclose(questions.encode([*SMALL, "caf\udcff"])[:-1], asked, atol=1e-4)
    assert questions.encode([]).shape == (0, files.dimension)
    assert isinstance(questions._encoder, BertEncoder) == (name == "mean")
    assert (np.abs(asked - vectors).max() > 0.01) == files.has_prompts


def test_sentences_are_read_in_their_passage_where_the_vector_is_a_mean_and_else_by_themselves(models):
    for name, alone in (("mean", False), ("prompts", False), ("cls", True), ("static", True)):
        encoder = PassageEncoder(models(name), FLOAT32)
        found = dict(encoder.passages(SMALL, INNER))
        parts = exactly(encoder, [SMALL[1][start:end] for start, end in INNER[1]])
        assert np.allclose(found[1].sentences, parts, atol=1e-5) == alone, name
        np.testing.assert_allclose(np.linalg.norm(found[1].sentences, axis=1), 1, atol=1e-5)


def test_a_prompt_before_a_passage_belongs_to_none_of_its_sentences(models):
    encoder = PassageEncoder(models("prompts"), FLOAT32)
    (state,) = encoder.model.encode(["passage : " + SMALL[1]], output_value="token_embeddings", show_progress_bar=False)
    tokens = encoder.model.tokenizer.tokenize("passage : " + SMALL[1])
    assert tokens == ["passage", ":", "olive", "oil", "rose", ".", "the", "harbour", "?"]
    found = dict(encoder.passages(SMALL, INNER))[1]
    means = np.stack([state[3:7].mean(axis=0), state[7:10].mean(axis=0)])
    np.testing.assert_allclose(found.sentences, unit(means), atol=1e-5)


def test_vectors_of_another_length_than_the_files_say_are_one_line(models, tmp_path):
    shutil.copytree(models("mean").folder, tmp_path / "model")
    for name in ("config.json", "1_Pooling/config.json"):
        path = tmp_path / "model" / name
        path.write_text(path.read_text().replace("16", "24"))
    encoder = PassageEncoder(models("mean"))
    encoder._files = EncoderFiles(tmp_path / "model", "other", "0" * 64)
    with pytest.raises(EncoderError, match="vectors have 16 numbers, and its configuration says 24"):
        list(encoder.passages(SMALL, INNER))


@pytest.mark.parametrize(
    ("file", "changes"),
    [
        ("config.json", {"hidden_act": "relu"}),
        ("config.json", {"position_embedding_type": "relative_key"}),
        ("config.json", {"is_decoder": True}),
        ("config_sentence_transformers.json", {"prompts": {"query": "query : "}}),
        ("config_sentence_transformers.json", {"default_prompt_name": "query"}),
        ("config_sentence_transformers.json", {"truncate_dim": 8}),
        ("tokenizer_config.json", {"do_lower_case": False}),
        ("1_Pooling/config.json", {"pooling_mode": ["mean", "max"]}),
    ],
)
def test_a_question_goes_through_sentence_transformers_where_the_model_is_not_a_plain_bert(
    models, tmp_path, file, changes
):
    assert bert.reads(models("mean"))
    shutil.copytree(models("mean").folder, tmp_path / "model")
    path = tmp_path / "model" / file
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))
    assert not bert.reads(EncoderFiles(tmp_path / "model", "other", "0" * 64))


# Precision


def test_bfloat16_gives_nearly_the_vectors_of_float32(files, passages):
    exact, rough = (
        dict(encoder.passages([PASSAGE, BASE[2]], [SENTENCES, [(0, 99)]]))
        for encoder in (passages, PassageEncoder(files, BFLOAT16))
    )
    for n in exact:
        assert exact[n].vector @ rough[n].vector > 0.999
        assert (exact[n].sentences * rough[n].sentences).sum(axis=1).min() > 0.999
        assert rough[n].vector.dtype == np.float32


@pytest.mark.parametrize(
    ("capabilities", "supported", "kind"),
    [
        ({"avx2": True}, False, FLOAT32),
        ({"avx2": True}, True, FLOAT32),
        ({"avx512_f": True}, True, FLOAT32),  # computes it in pieces
        ({"avx512_f": True, "avx512_bf16": True}, True, BFLOAT16),
        ({"amx_bf16": True, "amx_tile": True}, True, BFLOAT16),
        ({"neon": True, "bf16": True}, True, BFLOAT16),
        ({"neon": True, "bf16": True}, False, FLOAT32),  # a PyTorch whose library does not use them
    ],
)
def test_bfloat16_is_chosen_where_the_processor_has_it(passages, monkeypatch, capabilities, supported, kind):
    import torch

    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: capabilities, raising=False)
    monkeypatch.setattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported", lambda: supported)
    assert precision.precision() == kind


def test_a_pytorch_that_does_not_tell_computes_in_float32(passages, monkeypatch):
    import torch

    monkeypatch.delattr(torch.cpu, "get_capabilities", raising=False)
    assert precision.precision() == FLOAT32
