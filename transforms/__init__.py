"""UNDERSTAND: a page in; an article with its claims, citations and sources out. Pure: no I/O, no clock."""
