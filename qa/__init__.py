"""Answers questions about a folder of articles, and proves every answer with an exact quotation."""

__version__ = "0.1.0"
