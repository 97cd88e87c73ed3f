"""RUN: the command line, Prefect flows, schedules, retries, paths and the clock around the other rooms."""
