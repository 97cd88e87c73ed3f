-- One row per word that the vocabulary of transforms/records.py does not hold.
-- Are all kinds, grades and outcomes words of the vocabulary?
-- severity: error
with
words as (
    select distinct
        'claims.kind' as place,
        kind as word,
        list_contains($claim_kinds, kind) as known
    from core.claims
    union all
    select distinct
        'claims.polarity' as place,
        polarity as word,
        list_contains($polarities, polarity) as known
    from core.claims
    union all
    select distinct
        'claims.certainty' as place,
        certainty as word,
        list_contains($certainties, certainty) as known
    from core.claims
    union all
    select distinct
        'claims.support' as place,
        support as word,
        list_contains($grades, support) as known
    from core.claims
    union all
    select distinct
        'citations.kind' as place,
        kind as word,
        list_contains($citation_kinds, kind) as known
    from core.citations
    union all
    select distinct
        'citations.evidence' as place,
        evidence as word,
        list_contains($evidences, evidence) as known
    from core.citations
    union all
    select distinct
        'disclosures.kind' as place,
        kind as word,
        list_contains($disclosure_kinds, kind) as known
    from core.disclosures
    union all
    select distinct
        'blocks.kind' as place,
        kind as word,
        list_contains($block_kinds, kind) as known
    from core.blocks
    union all
    select distinct
        'sections.kind' as place,
        kind as word,
        list_contains($section_kinds, kind) as known
    from core.sections
    union all
    select distinct
        'outcomes.outcome' as place,
        outcome as word,
        list_contains($outcomes, outcome) as known
    from core.outcomes
    union all
    select distinct
        'publishers.kind' as place,
        kind as word,
        list_contains($publisher_kinds, kind) as known
    from core.publishers
)

select
    place,
    word
from words
where not known
