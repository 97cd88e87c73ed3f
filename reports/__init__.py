"""TELL: views in, as pandas frames; a static site with charts and annotated articles out."""
