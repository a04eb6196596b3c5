"""A small corpus, its index, and the quick encoder in the place of the real one."""

import pytest
from quick_encoder import MAX_BYTES, QuickPassages, rebuild, write_articles

from index.search import Index

ARTICLES = {
    "alpha.txt": "Harbour strike\n\n"
    "Dockers in Tangier stopped work on Monday. The strike began at dawn with 300 men.\n\n"
    "The port authority called for talks. Nobody came to the first meeting in the town hall.\n",
    "beta.txt": "Olive harvest\n\nFarmers near Meknes expect a poor olive harvest. Rain fell too late this year.\n\n"
    "Prices of olive oil rose by a third. Shops in Fez ration it to two litres.\n",
    "sub/gamma.md": "# Tram line\n\nThe new tram line in Rabat opens in October. It has 19 stops.\n\n"
    "Tickets cost six dirhams. The old line carried 2,963 people a day.\n",
}


@pytest.fixture
def embedded(monkeypatch):
    """Puts the quick encoder in; the texts that it embeds."""
    monkeypatch.setattr("index.rebuild.PassageEncoder", QuickPassages)
    monkeypatch.setattr(QuickPassages, "embedded", [])
    return QuickPassages.embedded


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    write_articles(folder, ARTICLES)
    return folder


@pytest.fixture
def built(tmp_path, corpus, embedded):
    """The folder of an index of the corpus."""
    folder = tmp_path / "index"
    rebuild(corpus, folder)
    embedded.clear()
    return folder


@pytest.fixture
def opened(built):
    return Index.open(built, max_bytes=MAX_BYTES)
