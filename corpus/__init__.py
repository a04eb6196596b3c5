"""Files into articles, articles into sentences and passages, every one with its span.

This room knows nothing of embeddings, models or screens, and imports none of the rooms above it.
"""
