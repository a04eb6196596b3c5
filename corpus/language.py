def looks_english(text: str) -> bool | None:
    return None
