"""What an empty conversation says."""

from __future__ import annotations

from corpus.printable import printable
from qa.progress import duration
from qa.session import Opened, Unbuilt


def unbuilt_text(unbuilt: Unbuilt, corpus: str) -> str:
    """What a new reader is told."""
    where = printable(corpus, newlines=False)
    if not unbuilt.articles:
        return f"{where} holds no articles: put .txt or .md files there, then press F5."
    articles = f"{unbuilt.articles:,} article{'' if unbuilt.articles == 1 else 's'}"
    time = f", which takes about {duration(unbuilt.seconds)}" if unbuilt.seconds else ""
    begun = printable(unbuilt.reason, newlines=False) if unbuilt.reason else f"{where} is not indexed yet."
    return f"{begun}\n\nThere are {articles} to read. Enter builds the index{time}; Escape cancels."


def opened_text(opened: Opened) -> str:
    """What one says that can be begun."""
    writer = opened.models.generator
    how = (
        f"{printable(writer, newlines=False)} phrases the answers, and each sentence is checked."
        if writer
        else "Answers are quotations. A chat model that passes qa models check may phrase them: --model FILE."
    )
    return f"Ask a question about the articles. {how}\n\nF1 shows the keys, Ctrl+P every action, Ctrl+F searches."
