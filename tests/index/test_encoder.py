"""The question's encoder against sentence-transformers, the vectors of sentences, and files that are no encoder.

The only module that imports sentence-transformers, once.
"""

import json
import shutil
import struct
from pathlib import Path

import numpy as np
import pytest

from index import weights
from index.encoder import EncoderFiles, PassageEncoder, QuestionEncoder, read_safetensors, sentence_means, unit
from index.errors import EncoderError, WeightsMissingError

NAMES = ["config.json", "sentence_bert_config.json", "1_Pooling/config.json", "tokenizer.json", "model.safetensors"]

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


TEXTS = [
    *BASE,
    *(f"{a} {b}" for a, b in zip(BASE, BASE[3:], strict=False)),
    *(text[: len(text) // 2] for text in BASE),
    *texts_of_all_lengths(),
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
    return QuestionEncoder(files)


@pytest.fixture(scope="session")
def passages(files):
    """Sentence-transformers: ten seconds."""
    return PassageEncoder(files)


# Against sentence-transformers


def test_questions_have_the_vectors_of_sentence_transformers(questions, passages):
    assert len(TEXTS) > 100
    fast, exact = questions.encode(TEXTS), passages.encode(TEXTS)
    cosines = (fast * exact).sum(axis=1)
    assert cosines.min() >= 0.9999, TEXTS[int(cosines.argmin())]
    np.testing.assert_allclose(np.linalg.norm(fast, axis=1), 1, atol=1e-5)


def test_passages_have_the_vectors_of_sentence_transformers_in_any_batch(passages):
    texts = [*BASE[::3], "word " * 255]
    found = dict(passages.passages(texts, [[(0, len(text))] for text in texts]))
    assert found.keys() == set(range(len(texts)))
    vectors = np.stack([found[n].vector for n in range(len(texts))])
    np.testing.assert_allclose((vectors * passages.encode(texts)).sum(axis=1), 1, atol=1e-4)


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


# Means of token states


def test_sentence_means_leave_special_tokens_out():
    states = np.array([[9, 9], [1, 0], [3, 0], [0, 4], [9, 9]], np.float32)
    places = [(0, 0), (0, 3), (4, 6), (7, 9), (0, 0)]
    means = sentence_means(states, places, [(0, 6), (7, 9), (10, 12)])
    np.testing.assert_allclose(means, [[2, 0], [0, 4], states.mean(axis=0)])


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


@pytest.mark.parametrize(
    "changes",
    [
        {"model_type": "roberta"},
        {"hidden_act": "relu"},
        {"hidden_size": None},
        {"hidden_size": "384"},
        {"num_attention_heads": 0},
        {"num_hidden_layers": 7},
        {"num_hidden_layers": None},
    ],
)
def test_another_kind_of_model_is_one_line(model, changes):
    path = model.folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))
    with pytest.raises(EncoderError) as caught:
        use(model)
    assert "\n" not in str(caught.value)


def test_another_pooling_is_one_line(model):
    (model.folder / "1_Pooling" / "config.json").write_text('{"pooling_mode_cls_token": true}')
    with pytest.raises(EncoderError, match="not the mean"):
        use(model)


def test_a_limit_of_tokens_that_is_not_given_is_the_number_of_positions(model):
    (model.folder / "sentence_bert_config.json").write_text("{}")
    assert model.max_tokens == 512


def test_a_folder_that_is_not_there_is_one_line(tmp_path):
    with pytest.raises(EncoderError, match="no sentence-transformers model"):
        use(EncoderFiles(tmp_path / "none", "none", "0" * 64))


def safetensors(header, data=b"\x00" * 16):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 7,
        b"\xff" * 8,
        safetensors(b"not json"),
        safetensors([]),
        safetensors({"a": 5}),
        safetensors({"a": {"dtype": "F32"}}),
        safetensors({"a": {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 12]}}),
        safetensors({"a": {"dtype": "F32", "shape": [2, 2], "data_offsets": [0]}}),
        safetensors({"a": {"dtype": "F32", "shape": [2, 2], "data_offsets": ["0", "16"]}}),
        safetensors({"a": {"dtype": "F32", "shape": [4, 2], "data_offsets": [0, 32]}}),  # beyond the end
        safetensors(b"[" * 100_000),
    ],
)
def test_broken_safetensors_are_one_line(tmp_path, content):
    path = tmp_path / "model.safetensors"
    path.write_bytes(content)
    with pytest.raises(EncoderError) as caught:
        read_safetensors(path)
    assert "\n" not in str(caught.value)


def test_safetensors_give_their_float32_tensors(tmp_path):
    header = {
        "__metadata__": {"format": "pt"},
        "a": {"dtype": "F32", "shape": [2, 1], "data_offsets": [0, 8]},
        "b": {"dtype": "I64", "shape": [1], "data_offsets": [8, 16]},
    }
    path = tmp_path / "model.safetensors"
    path.write_bytes(safetensors(header, struct.pack("<ffq", 1.5, -2, 7)))
    found = read_safetensors(path)
    assert found.keys() == {"a"}
    assert found["a"].tolist() == [[1.5], [-2.0]]
