"""Settings: the file, then the environment, then the command line."""

import os
from pathlib import Path

import pytest

from qa import locations
from qa.errors import SettingsError
from qa.settings import BUNDLED, Settings, read


@pytest.fixture
def file(tmp_path):
    """Writes the settings file; its path."""

    def write(text: str | bytes) -> Path:
        path = tmp_path / "settings.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def none(tmp_path):
    return tmp_path / "none.toml"


def test_without_any_setting_it_is_the_sample_and_the_bundled_model(tmp_path):
    settings = read(environment={}, file=none(tmp_path))
    assert settings == Settings(locations.sample(), None, BUNDLED, 32)
    assert settings.index_folder == locations.index_of(locations.sample())
    assert settings.max_bytes == 32_000_000


def test_the_nearest_word_counts(file):
    path = file('corpus = "/file"\nmodel = "file.gguf"\nmax_article_mb = 1.5\nindex = "/file-index"\n')
    environment = {"QA_CORPUS": "/environment", "QA_MODEL": "environment.gguf", "QA_INDEX": "/environment-index"}
    assert read(environment={}, file=path) == Settings(Path("/file"), Path("/file-index"), "file.gguf", 1.5)
    assert read(environment={**environment, "QA_MAX_ARTICLE_MB": "2"}, file=path) == Settings(
        Path("/environment"), Path("/environment-index"), "environment.gguf", 2
    )
    named = read(corpus="/named", index=Path("/named-index"), model="named.gguf", environment=environment, file=path)
    assert named == Settings(Path("/named"), Path("/named-index"), "named.gguf", 1.5)


def test_an_encoder_is_the_bundled_one_by_name_or_a_folder_and_none_unless_it_is_named(file, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", "/home/someone")
    assert read(environment={}, file=none(tmp_path)).encoder is None
    path = file('encoder = "~/models/e5"')
    assert read(environment={}, file=path).encoder == "/home/someone/models/e5"
    assert read(environment={"QA_ENCODER": "bundled"}, file=path).encoder == BUNDLED
    assert read(encoder="here", environment={"QA_ENCODER": "bundled"}, file=path).encoder == str(tmp_path / "here")


def test_an_empty_variable_is_none(file):
    assert read(environment={"QA_CORPUS": ""}, file=file('corpus = "/file"')).corpus == Path("/file")


def test_a_tilde_is_the_home_and_relative_paths_are_made_absolute(file, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", "/home/someone")
    monkeypatch.chdir(tmp_path)
    settings = read(index="here/../there", environment={}, file=file('corpus = "~/articles"'))
    assert settings.corpus == Path("/home/someone/articles")
    assert settings.index == tmp_path / "there"


def test_the_file_lies_in_the_configuration_folder(tmp_path, monkeypatch, qa, corpus):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "corpus-qa").mkdir()
    (tmp_path / "corpus-qa" / "settings.toml").write_text(f'\ufeffcorpus = "{corpus}"\n', encoding="utf-8")
    assert "41 boats" in qa("search", "storm").out
    (tmp_path / "corpus-qa" / "settings.toml").write_text('corpsu = "/x"')
    done = qa("search", "storm")
    assert (done.status, done.out) == (1, "")
    assert done.complaint == (
        f"{tmp_path}/corpus-qa/settings.toml sets corpsu, which is unknown: "
        "known are corpus, index, model, encoder, max_article_mb, theme, keys"
    )


def test_variables_are_read(qa, corpus, monkeypatch):
    monkeypatch.setenv("QA_CORPUS", str(corpus))
    assert "41 boats" in qa("search", "storm").out


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("corpus = ", "not valid TOML"),
        (b'corpus = "\xff"', "not valid TOML"),
        ("[corpus]\nx = 1", "corpus must be the path of a folder, not {'x': 1}"),
        ("corpus = 5", "corpus must be the path of a folder, not 5"),
        ('index = ""', "index must be the path of a folder, not ''"),
        ('corpus = "a\\u0000b"', "corpus must be the path"),
        ("model = 5", "model must be 'bundled' or the path of a GGUF file, not 5"),
        ('model = ""', "model must be"),
        ("encoder = 5", "encoder must be the path of a folder, not 5"),
        ('encoder = ""', "encoder must be"),
        ("max_article_mb = 0", "max_article_mb must be a number from 0 to 2,000, not 0"),
        ("max_article_mb = nan", "max_article_mb must be"),
        ("max_article_mb = true", "max_article_mb must be"),
        ('max_article_mb = "many"', "max_article_mb must be"),
        ("max_article_mb = [1]", "max_article_mb must be"),
        ('corpus = "~nobody-of-this-name/x"', "whom this machine does not know"),
    ],
)
def test_what_cannot_be_used_is_told(file, text, problem):
    with pytest.raises(SettingsError) as raised:
        read(environment={}, file=file(text))
    assert problem in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    with pytest.raises(SettingsError, match="cannot be read: Is a directory"):
        read(environment={}, file=tmp_path)


@pytest.mark.timeout(20)  # it would wait for ever for a writer
def test_a_named_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "settings.toml")
    with pytest.raises(SettingsError, match=r"cannot be read: a named pipe, not a file: mend or remove it$"):
        read(environment={}, file=tmp_path / "settings.toml")


def test_a_working_directory_that_is_gone_is_told(tmp_path, monkeypatch):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(SettingsError, match="leads nowhere"):
        read(corpus="articles", environment={}, file=none(tmp_path))
    monkeypatch.undo()
    os.chdir("/")


def test_an_index_that_does_not_exist_brings_no_corpus(tmp_path, file):
    settings = read(index=tmp_path / "none", environment={}, file=file('corpus = "/file"'))
    assert settings == Settings(Path("/file"), tmp_path / "none", BUNDLED, 32)


def test_a_corpus_named_as_near_as_the_index_is_meant(qa, indexed, tmp_path, monkeypatch):
    monkeypatch.setenv("QA_INDEX", str(next((tmp_path / "data" / "corpus-qa" / "indexes").iterdir())))
    assert read().corpus == indexed
    assert read(corpus=tmp_path).corpus == tmp_path
    monkeypatch.setenv("QA_CORPUS", str(tmp_path / "other"))
    assert read().corpus == tmp_path / "other"


def test_every_corpus_has_an_index_folder_of_its_own():
    same_name = [locations.index_of(Path(p)) for p in ("/a/news", "/b/news", "/", "/\udcff \x1b[31m/ünï")]
    assert len(set(same_name)) == 4
    assert all(folder.name.isascii() and folder.name.isprintable() for folder in same_name)
    assert same_name[0].name.startswith("news-")


def test_a_corpus_that_is_named_nearer_than_the_index_has_its_own_place(file):
    path = file('corpus = "/usual"\nindex = "/usual-index"\n')
    settings = read(corpus="/other", environment={}, file=path)
    assert (settings.corpus, settings.index) == (Path("/other"), None)


def test_a_damaged_index_is_never_taken_for_one_of_the_sample(tmp_path):
    (tmp_path / "index" / "pieces").mkdir(parents=True)
    (tmp_path / "index" / "manifest.json").write_text("{")
    with pytest.raises(SettingsError, match="does not tell its articles: name them with --corpus"):
        read(index=str(tmp_path / "index"), environment={}, file=none(tmp_path))
    assert read(index=str(tmp_path / "index"), corpus="/mine", environment={}, file=none(tmp_path)).corpus == Path(
        "/mine"
    )


def test_an_index_of_an_older_version_still_tells_its_corpus(tmp_path):
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "manifest.json").write_text('{"format": "corpus-qa index", "schema": 1, "corpus": "/mine"}')
    assert read(index=str(tmp_path / "index"), environment={}, file=none(tmp_path)).corpus == Path("/mine")
