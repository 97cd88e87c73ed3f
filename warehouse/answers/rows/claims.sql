-- One row per claim of a reading, with all that is told of it by itself: its cluster, where it stands against the
-- register and, where the reading is its article's current one, the article's site and dates, its best evidence, how
-- far its words go beyond that, and whether any other claim says the same. So the texts and ids of ten million claims
-- are read and written once, not seven times.
--
-- The joins are made as they stand: claims pass with their texts, all else is narrow and held. A reading's number and
-- the hash of an id stand for three texts: two claims of one article whose hashes are alike are as likely as two whose
-- ids are.
create or replace temp table numbered_readings as
select
    row_number() over () as number,
    readings.version_id,
    readings.tagger_version,
    articles.article_id is not null as is_current,
    articles.site,
    readings.lang,
    readings.published,
    articles.first_seen_at,
    publishers.kind as publisher_kind
from core.readings
left join core.articles
    on readings.version_id = articles.version_id and readings.tagger_version = articles.tagger_version
left join core.publishers on articles.publisher_domain = publishers.domain;

-- four in five claims have no citation
create or replace temp table cited_claims as
select
    claim_id,
    citation_count,
    best_level,
    best_rank,
    best_basis,
    is_best_preprint,
    publisher_kinds,
    retracted_count,
    is_self_cited_only,
    second_hand_count
from claim_evidence
where best_level is not null;

-- of clusters by a number, too: two that had the same one would both count as shared, and be told right all the same
create or replace temp table shared_clusters as
select hash(clusters.cluster_id) as number
from core.claim_clusters as clusters
inner join numbered_readings as readings
    on clusters.version_id = readings.version_id and clusters.tagger_version = readings.tagger_version
where readings.is_current
group by hash(clusters.cluster_id)
having count(*) > 1;

with
placed as (
    select
        readings.number as reading_number,
        hash(clusters.claim_id) as claim_number,
        clusters.cluster_id,
        clusters.method,
        clusters.score,
        clusters.kind,
        clusters.agent_concept,
        clusters.target_concept,
        clusters.said
    from core.claim_clusters as clusters
    inner join numbered_readings as readings
        on clusters.version_id = readings.version_id and clusters.tagger_version = readings.tagger_version
),

matched as (
    select
        readings.number as reading_number,
        hash(matches.claim_id) as claim_number,
        matches.standing,
        matches.register,
        matches.entry_id,
        matches.method,
        matches.score
    from core.register_matches as matches
    inner join numbered_readings as readings
        on matches.version_id = readings.version_id and matches.tagger_version = readings.tagger_version
)

select
    claims.claim_id,
    claims.article_id,
    claims.version_id,
    claims.start_char,
    claims.end_char,
    claims.text,
    claims.kind,
    claims.polarity,
    claims.certainty,
    claims.agent,
    claims.agent_start_char,
    claims.agent_end_char,
    claims.target,
    claims.target_start_char,
    claims.target_end_char,
    claims.agent_concept,
    claims.target_concept,
    claims.support,
    claims.found_by,
    claims.score,
    claims.tagger_version,
    placed.cluster_id,
    placed.method as cluster_method,
    placed.score as cluster_score,
    placed.kind as cluster_kind,
    placed.agent_concept as cluster_agent_concept,
    placed.target_concept as cluster_target_concept,
    placed.said,
    agents.name_nl as agent_nl,
    agents.name_en as agent_en,
    targets.name_nl as target_nl,
    targets.name_en as target_en,
    coalesce(readings.is_current, false) as is_current,
    readings.site,
    readings.lang,
    readings.published,
    readings.first_seen_at,
    readings.publisher_kind,
    cited.citation_count,
    cited.best_level,
    cited.best_rank,
    cited.best_basis,
    cited.is_best_preprint,
    cited.publisher_kinds,
    cited.retracted_count,
    cited.is_self_cited_only,
    cited.second_hand_count,
    gaps.gap,
    gaps.reason as gap_reason,
    matched.standing as register_standing,
    matched.register,
    matched.entry_id,
    matched.method as register_method,
    matched.score as register_score,
    coalesce(readings.is_current, false)
    and placed.cluster_id is not null
    and shared.number is null as stands_alone
from core.claims
left join numbered_readings as readings
    on claims.version_id = readings.version_id and claims.tagger_version = readings.tagger_version
left join placed
    on readings.number = placed.reading_number and hash(claims.claim_id) = placed.claim_number
left join shared_clusters as shared on hash(placed.cluster_id) = shared.number
left join core.concepts as agents on placed.agent_concept = agents.concept_id
left join core.concepts as targets on placed.target_concept = targets.concept_id
left join cited_claims as cited on claims.claim_id = cited.claim_id and readings.is_current
left join core.strength_gaps as gaps
    on
        claims.certainty = gaps.certainty
        and cited.best_level = gaps.level
        and claims.kind in ('benefit', 'harm')
left join matched
    on readings.number = matched.reading_number and hash(claims.claim_id) = matched.claim_number
