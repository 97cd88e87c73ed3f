"""Tagged articles whose every text from the web tries to break out of the page, for the tests of the report."""

from datetime import date

from tests.tagged_articles import (
    full_example,
    make_article,
    make_citation,
    make_claim,
    make_outcome,
    make_tagged,
    short_hash,
    span,
)
from transforms.records import Block, Disclosure, Outcome, Section, Source, TaggedArticle

ALERT = "document.documentElement.dataset.hacked=1"
BREAKOUT = f"</style></title></textarea></script><script>{ALERT}</script><img src=x onerror={ALERT}>"
JAVASCRIPT = f"javascript:{ALERT}"


def hostile_article(url: str = "https://evil.test/1", site: str = "evil.test", **fields: object) -> TaggedArticle:
    """An article with markup, quotes, bidi overrides and `javascript:` links in every column that comes from a page."""
    heading = f'Bronnen {BREAKOUT}" onmouseover="{ALERT}'
    text = (
        f"Kurkuma geneest {BREAKOUT} volgens \u202eexperts\u202c altijd.\n"
        f'Onderzoek" onclick="{ALERT} bewijst het.\n{{{{ 7 * 7 }}}} {{% raw %}} &lt;b&gt; ]]>\n{heading}'
    )
    start, end = span(text, heading)
    article = make_article(
        url,
        text,
        **(
            {
                "site": site,
                "lang": "nl",
                "title": f'Titel {BREAKOUT}"><svg/onload={ALERT}>\u202e',
                "author": f"<script>{ALERT}</script>",
                "blocks": (Block(start_char=start, end_char=end, kind="heading", level=1),),
                "sections": (
                    Section(
                        start_char=start, end_char=end, heading=heading, kind="sources", entry_count=0, link_count=0
                    ),
                ),
            }
            | fields
        ),
    )
    first, second, _, _ = text.split("\n")
    source = Source(source_id=short_hash(url, "js"), scheme="url", value=JAVASCRIPT, url=JAVASCRIPT)
    claims = (
        make_claim(article, first, support="vague", agent=BREAKOUT, target=f'"{BREAKOUT}'),
        make_claim(article, second, support="vague"),
    )
    citations = (
        make_citation(article, f"{BREAKOUT} volgens \u202eexperts\u202c", kind="appeal", href=JAVASCRIPT),
        make_citation(
            article, f'Onderzoek" onclick="{ALERT}', kind="link", href=JAVASCRIPT, source_id=source.source_id
        ),
    )
    disclosure = Disclosure(start_char=0, end_char=len(first), text=first, kind="affiliate")
    return make_tagged(article, claims, citations, ((0, 0), (1, 1)), (disclosure,), (source,))


def hostile_run() -> tuple[list[TaggedArticle], list[Outcome]]:
    """Articles of ordinary and hostile sites, one without title, date and claims; outcomes with hostile words."""
    plain = [
        full_example(
            f"https://plain.test/{number}",
            site="plain",
            published=date(2026, 9, 7 + number * 7),
            content_hash=short_hash("plain", number),  # the same text of one site would count as a duplicate
        )
        for number in range(3)
    ]
    untitled = make_tagged(make_article("https://plain.test/untitled", site="plain", title=None, published=None))
    hostile = [
        hostile_article(),
        hostile_article("javascript:alert(1)", site="127.0.0.1:8001"),
        hostile_article("https://evil.test/3", site=f'../{"x" * 90}"><script>{ALERT}</script>'),
        hostile_article("https://evil.test/4", site="PLAIN", published=date(1246, 1, 1)),
        hostile_article(
            "https://evil.test/" + "long" * 100, title="Aaneengeschreven" * 30, content_hash=short_hash("long")
        ),
    ]
    outcomes = [
        make_outcome(f"https://evil.test/{BREAKOUT}", "error", reason=BREAKOUT),
        make_outcome("https://evil.test/short", "not_article", reason="short: 31 words"),
    ]
    return [*plain, untitled, *hostile], outcomes
