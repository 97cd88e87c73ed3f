"""Crossref, PubMed, OpenAlex and NCBI's id converter: asked slowly, in batches, and never twice for the same.

Only identifiers leave the machine, unless mentions are asked for, which are searched by a claim's words.
"""
