"""The project's vocabulary: frozen records that pass between rooms. Words and enum values are GUIDELINE's.

Offsets (`start_char`, `end_char`) are Unicode code points into `Article.text`, half open:
`text[start_char:end_char] == span.text`. Parquet columns, tables and docs carry the same names.

`found_by` says what found a claim or citation: `rule:<id>`, such as "rule:study.named", or `model:<version>`, such as
"model:nl-1a2b3c4d". `score` is a model's probability that it is one, 0 to 1; None where no model judged it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

ClaimKind = Literal["benefit", "harm", "evidence", "fact"]
Polarity = Literal["affirmed", "negated"]
Certainty = Literal["asserted", "hedged"]
Grade = Literal["traceable", "named", "vague", "none"]
CitationKind = Literal[
    "identifier",
    "reference",
    "link",
    "study",
    "guideline",
    "expert",
    "organisation",
    "media",
    "anecdote",
    "appeal",
]
Evidence = Literal[
    "systematic_review",
    "trial",
    "observational",
    "laboratory",
    "guideline",
    "expert_opinion",
    "anecdote",
    "unspecified",
]
DisclosureKind = Literal["affiliate", "sponsored", "sells_product", "newsletter"]
BlockKind = Literal["heading", "paragraph", "list_item", "quote", "table_row", "reference"]
SectionKind = Literal["sources", "other"]
PublisherKind = Literal[  # what each means: transforms/publishers.py
    "government",
    "guideline_body",
    "journal",
    "university_hospital",
    "news",
    "encyclopaedia",
    "fact_checker",
    "patient_organisation",
    "commercial",
    "social",
    "blog",
    "unknown",
]
OutcomeKind = Literal[
    "article",  # text was extracted and tagged
    "unchanged",  # 304, or the very text that is already kept
    "duplicate",  # another address of an article of this run
    "not_article",  # a listing, a PDF, a page with no running text
    "other_language",  # readable, in a language that has no folder here
    "redirected",  # a 3xx; its target has an outcome of its own
    "robots",  # robots.txt (or its failure) forbade it
    "blocked",  # 401, 403, 429, 451, or an address that must not be fetched
    "gone",  # 404 or 410
    "opted_out",  # the page asks not to be kept (noindex, noarchive, a TDM reservation), which the site file honours
    "suppressed",  # it was asked to be forgotten (`claimtrace forget`): its row has a hash in place of the address
    "not_due",  # known, and not asked for in this run: it changes too seldom to be looked at each time
    "limit",  # a limit of the site file was reached first
    "error",  # anything else that went wrong; the reason says what
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One response as it was served. `record` names where its raw bytes lie, e.g. `day1.warc.gz:4211`.

    `location` is where a redirect leads, absolute; `payload_digest` is that of the body as served, e.g. `sha1:3I42…`.
    `directives` are what the page asks of crawlers, sorted and joined: `noarchive,noindex` (spiders/opt_outs.py).
    `soft_404_of` is the random address that the site answered as it answered this page, which is how it says 404.
    """

    url: str
    site: str
    fetched_at: datetime
    status: int
    content_type: str | None
    body: bytes
    record: str
    etag: str | None = None
    last_modified: str | None = None
    location: str | None = None
    directives: str | None = None
    payload_digest: str | None = None
    soft_404_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisit:
    """A WARC record that says: asked again, and nothing had changed (a 304, or the very bytes of before).

    `same_as` is the other address whose bytes it had; None where they are those that it had itself.
    """

    url: str
    site: str
    fetched_at: datetime
    record: str
    reason: str
    etag: str | None = None
    last_modified: str | None = None
    payload_digest: str | None = None
    same_as: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One crawl of one site. `finished_at` is None and `finish_reason` is `killed` for one that never came to its end.

    What the site file expected then stays with the run, so that a later file does not judge it: shares are 0 to 1.
    """

    run_id: str
    site: str
    started_at: datetime
    finished_at: datetime | None
    finish_reason: str
    request_count: int
    byte_count: int
    retry_count: int
    discovery_failure_count: int
    expected_articles: int
    expected_dated_share: float | None
    expected_authored_share: float | None
    expected_languages: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimReview:
    """A fact-checker's judgement of somebody's claim, as the page or feed at `url` tells it (schema.org ClaimReview).

    `rating` is in the reviewer's own words; its number stands on a scale from `worst_rating` to `best_rating`.
    `appearance` is an address at which the claim was made.
    """

    review_id: str
    url: str
    claim: str
    claimant: str | None
    claimed_on: date | None
    appearance: str | None
    rating: str | None
    rating_value: float | None
    best_rating: float | None
    worst_rating: float | None
    reviewer: str | None
    reviewer_url: str | None
    reviewed_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one URL ended in one run. `record` is None where nothing was archived (robots, a failed connection).

    `directives` and `payload_digest` are the page's; `location` is too, or where its markup leads (a meta refresh).
    `claim_reviews` are the fact-checks on a page that is no article; those of an article are the article's.
    """

    url: str
    site: str
    run_id: str
    outcome: OutcomeKind
    reason: str | None
    at: datetime
    record: str | None = None
    article_id: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    location: str | None = None
    directives: str | None = None
    payload_digest: str | None = None
    claim_reviews: tuple[ClaimReview, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Href:
    """A hyperlink in the body; `url` is absolute."""

    start_char: int
    end_char: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One line of the text: a heading, paragraph, list item, …; `level` is a heading's 1 to 6, else None."""

    start_char: int
    end_char: int
    kind: BlockKind
    level: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and what stands under it. A `sources` section with no entries promises sources and gives none."""

    start_char: int
    end_char: int
    heading: str
    kind: SectionKind
    entry_count: int
    link_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """The body of one page as plain text, title not included, one block a line (`\\n` between blocks).

    `signature` and `bands` tell near-copies of the text (transforms/minhash.py); None for a short text.
    """

    article_id: str
    url: str
    site: str
    lang: str
    title: str | None
    author: str | None
    published: date | None
    modified: date | None
    reviewed: date | None
    text: str
    blocks: tuple[Block, ...]
    hrefs: tuple[Href, ...]
    sections: tuple[Section, ...]
    fetched_at: datetime
    content_hash: str
    extractor_version: str
    signature: tuple[int, ...] | None = None
    bands: tuple[int, ...] | None = None
    claim_reviews: tuple[ClaimReview, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A sentence that asserts something about health which evidence could confirm or refute.

    `agent` and `target` are words of it, each None together with its two offsets, which count as the claim's do.
    `agent_concept` and `target_concept` are ids of transforms/concepts; None where the words name none, or two.
    """

    claim_id: str
    start_char: int
    end_char: int
    text: str
    kind: ClaimKind
    polarity: Polarity
    certainty: Certainty
    agent: str | None
    agent_start_char: int | None
    agent_end_char: int | None
    target: str | None
    target_start_char: int | None
    target_end_char: int | None
    agent_concept: str | None
    target_concept: str | None
    support: Grade
    found_by: str
    score: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimKeys:
    """By what a claim is put into its cluster and set against the register of health claims, worked out beforehand.

    `cluster_rules` and `register_rules` name the code and words that it was worked out by (transforms/claim_keys.py):
    by others, none of it counts.

    Where it is known what acts on what, `cluster_id` is the cluster of these concepts, of this kind, by this method.
    Else the method is `wording`: `cluster_id` is the cluster that the wording opens where none like it did so before,
    and `bands` are those by which like ones are found. `gram_count` and `gram_bits` (one list of four numbers of 64
    bits) tell most of those apart without their words (transforms/wordings.py).

    Of a benefit claim, `register_method` says by what its words alone place it outside the register, and `agent_words`
    by which names of loaded entries it may be in it all the same. Of one that names a food it is None, and the
    substances, relationships and stems of its words are there.
    """

    claim_id: str
    cluster_rules: str
    cluster_id: str
    method: str
    score: float
    kind: ClaimKind
    agent_concept: str | None
    target_concept: str | None
    wording: str | None
    bands: tuple[int, ...] | None
    gram_count: int | None
    gram_bits: tuple[int, ...] | None
    register_rules: str
    register_method: str | None
    agent_words: tuple[str, ...] | None
    substances: tuple[str, ...] | None
    is_complaint: bool | None
    target_relationships: tuple[str, ...] | None
    sentence_relationships: tuple[str, ...] | None
    stems: tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The shortest span that points the reader to something outside the author's own word as grounds."""

    citation_id: str
    start_char: int
    end_char: int
    text: str
    kind: CitationKind
    evidence: Evidence
    year: int | None
    href: str | None
    traceable: bool
    source_id: str | None
    found_by: str
    score: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The one thing that many citations point to. `scheme` is as in identifier_forms.toml, url, entry or name.

    What an entry of a sources list says of it stands in `title`, `journal`, `first_author` (a surname) and `year`; None
    where no citation is an entry that says it.
    """

    source_id: str
    scheme: str
    value: str
    url: str | None
    title: str | None = None
    journal: str | None = None
    first_author: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """Words that tell of the publisher's interest: commission, sponsor, own product, newsletter."""

    start_char: int
    end_char: int
    text: str
    kind: DisclosureKind


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedArticle:
    """An article with what was found in it. `support` holds (claim index, citation index) pairs.

    `keys` are those of the claims in their order; None where they were not worked out yet.
    """

    article: Article
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    support: tuple[tuple[int, int], ...]
    disclosures: tuple[Disclosure, ...]
    sources: tuple[Source, ...]
    tagger_version: str
    keys: tuple[ClaimKeys, ...] | None = None
