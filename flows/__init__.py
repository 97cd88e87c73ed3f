"""RUN: the command line, Prefect flows, retries, paths and the clock around the other rooms."""
