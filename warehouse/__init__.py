"""KEEP, ASK: rows in; history, views, checks and a published snapshot out."""
