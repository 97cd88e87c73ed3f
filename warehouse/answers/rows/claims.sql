-- One row per claim of an article's latest version, with all that views tell of it by itself: its article's site and
-- dates, its best evidence, how far its words go beyond that, where it stands against the register, and whether any
-- other claim says the same. So the texts and ids of ten million claims are sorted and written once, not five times.
with
-- by a number: two clusters that had the same one would both count as shared, and be told right all the same
shared as (
    select hash(clusters.cluster_id) as number
    from core.claim_clusters as clusters
    inner join core.articles
        on clusters.version_id = articles.version_id and clusters.tagger_version = articles.tagger_version
    group by hash(clusters.cluster_id)
    having count(*) > 1
),

-- four in five claims have no citation
cited as (
    select *
    from claim_evidence
    where best_level is not null
)

select
    claims.*,
    articles.site,
    articles.lang,
    articles.published,
    articles.first_seen_at,
    publishers.kind as publisher_kind,
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
    matches.standing as register_standing,
    matches.register,
    matches.entry_id,
    matches.method as register_method,
    matches.score as register_score,
    claims.cluster_id is not null
    and claims.cluster_agent_concept is null
    and claims.cluster_target_concept is null
    and shared.number is null as stands_alone
from claims
inner join articles on claims.article_id = articles.article_id
inner join core.articles as known on claims.article_id = known.article_id
left join core.publishers as publishers on known.publisher_domain = publishers.domain
left join cited on claims.claim_id = cited.claim_id
left join core.strength_gaps as gaps
    on
        claims.certainty = gaps.certainty
        and cited.best_level = gaps.level
        and claims.kind in ('benefit', 'harm')
left join core.register_matches as matches
    on
        claims.kind = 'benefit'
        and claims.claim_id = matches.claim_id
        and claims.version_id = matches.version_id
        and claims.tagger_version = matches.tagger_version
left join shared on hash(claims.cluster_id) = shared.number
