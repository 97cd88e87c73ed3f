-- One row per claim: what its best citation rests on. A registry's word on the source goes before the article's own
-- words for it (`best_basis` registry or words); of a claim with no citation all is null.
create or replace view claim_evidence as
with
second_hand_citations as (
    select distinct citation_id
    from second_hand
),

leveled as (
    select
        pairs.claim_id,
        pairs.citation_id,
        citations.source_id,
        citations.publisher_kind,
        citations.is_self_citation,
        coalesce(records.evidence_level, citations.evidence) as level,
        case when records.evidence_level is null then 'words' else 'registry' end as basis,
        coalesce(records.is_preprint, false) as is_preprint,
        coalesce(standings.standing = 'retracted', false) as is_retracted,
        second.citation_id is not null as is_second_hand
    from claim_citations as pairs
    inner join citations on pairs.citation_id = citations.citation_id
    left join source_records as records on citations.source_id = records.source_id
    left join source_standings as standings on citations.source_id = standings.source_id
    left join second_hand_citations as second on citations.citation_id = second.citation_id
),

gathered as (
    select
        leveled.claim_id,
        count(*) as citation_count,
        -- the least, field by field: of a retracted paper nothing is left to rest on, unless it is all there is
        min({
            'is_retracted': leveled.is_retracted,
            'rank': levels.rank,
            'basis': leveled.basis,
            'citation_id': leveled.citation_id,
            'level': leveled.level,
            'is_preprint': leveled.is_preprint
        }) as best,
        list(distinct leveled.publisher_kind order by leveled.publisher_kind) filter (
            where leveled.publisher_kind is not null
        ) as publisher_kinds,
        count(*) filter (where leveled.is_retracted) as retracted_count,
        coalesce(bool_and(leveled.is_self_citation), false) as is_self_cited_only,
        count(*) filter (where leveled.is_second_hand) as second_hand_count
    from leveled
    inner join core.evidence_levels as levels on leveled.level = levels.level
    group by leveled.claim_id
)

select
    claims.claim_id,
    claims.article_id,
    claims.kind,
    claims.polarity,
    claims.certainty,
    claims.support,
    coalesce(gathered.citation_count, 0) as citation_count,
    gathered.best.level as best_level,
    gathered.best.rank as best_rank,
    gathered.best.basis as best_basis,
    gathered.best.is_preprint as is_best_preprint,
    gathered.publisher_kinds,
    coalesce(gathered.retracted_count, 0) as retracted_count,
    coalesce(gathered.is_self_cited_only, false) as is_self_cited_only,
    coalesce(gathered.second_hand_count, 0) as second_hand_count
from core.claims
inner join core.articles
    on claims.version_id = articles.version_id and claims.tagger_version = articles.tagger_version
left join gathered on claims.claim_id = gathered.claim_id;
