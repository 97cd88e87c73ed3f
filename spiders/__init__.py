"""FETCH: a site file in, WARC files out: every page as it was served."""
