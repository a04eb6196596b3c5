"""From passages to ranked hits: vectors, postings, what lies on disk."""
