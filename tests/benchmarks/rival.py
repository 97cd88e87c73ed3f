"""Another library's processor seconds for the pages of a file, a round each: run by a Python that has it, alone.

`python rival.py NAME FILE ROUNDS`; FILE has a JSON list [address, markup] a line. A page that it cannot read counts.
"""

import json
import sys
import time
from contextlib import suppress
from pathlib import Path


def main(name: str, file: str, rounds: int) -> None:
    """Print the seconds of each round as a JSON list."""
    pages = [json.loads(line) for line in Path(file).read_text(encoding="utf-8").splitlines()]
    if name == "newspaper4k":
        import newspaper

        def read(url: str, markup: str) -> object:
            article = newspaper.Article(url, fetch_images=False)
            article.download(input_html=markup)
            article.parse()
            return article.text
    else:
        from newsplease import NewsPlease

        def read(url: str, markup: str) -> object:
            return NewsPlease.from_html(markup, url=url, fetch_images=False)

    spent = []
    for number in range(rounds + 1):
        started = time.process_time()
        for url, markup in pages:
            with suppress(Exception):
                read(url, markup)
        if number:
            spent.append(time.process_time() - started)
    sys.stdout.write(json.dumps(spent) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
