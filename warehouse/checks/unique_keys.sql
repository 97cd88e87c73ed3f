-- One row per key of a table that stands on more than one row.
-- Is every row of every table there once, by its key?
-- severity: error
with
repeated as (
    select
        'core.claims' as relation,
        concat_ws(' ', claim_id, version_id, tagger_version) as key
    from core.claims
    group by claim_id, version_id, tagger_version
    having count(*) > 1
    union all
    select
        'core.citations' as relation,
        concat_ws(' ', citation_id, version_id, tagger_version) as key
    from core.citations
    group by citation_id, version_id, tagger_version
    having count(*) > 1
    union all
    select
        'core.loads' as relation,
        load_number::varchar as key
    from core.loads
    group by load_number
    having count(*) > 1
    union all
    select
        'core.runs' as relation,
        run_id as key
    from core.runs
    group by run_id
    having count(*) > 1
    union all
    select
        'core.publishers' as relation,
        domain as key
    from core.publishers
    group by domain
    having count(*) > 1
    union all
    select
        'core.signatures' as relation,
        content_hash as key
    from core.signatures
    group by content_hash
    having count(*) > 1
    union all
    select
        'core.bands' as relation,
        concat_ws(' ', band, article_id) as key
    from core.bands
    group by band, article_id
    having count(*) > 1
    union all
    select
        'core.work_candidates' as relation,
        concat_ws(' ', citation_id, registry, rank) as key
    from core.work_candidates
    group by citation_id, registry, rank
    having count(*) > 1
    union all
    select
        'core.work_loads' as relation,
        digest as key
    from core.work_loads
    group by digest
    having count(*) > 1
    union all
    select
        'core.evidence_levels' as relation,
        level as key
    from core.evidence_levels
    group by level
    having count(*) > 1
    union all
    select
        'core.registry_types' as relation,
        concat_ws(' ', registry, type) as key
    from core.registry_types
    group by registry, type
    having count(*) > 1
    union all
    select
        'core.strength_gaps' as relation,
        concat_ws(' ', certainty, level) as key
    from core.strength_gaps
    group by certainty, level
    having count(*) > 1
    union all
    select
        'core.claim_clusters' as relation,
        concat_ws(' ', claim_id, version_id, tagger_version) as key
    from core.claim_clusters
    group by claim_id, version_id, tagger_version
    having count(*) > 1
    union all
    select
        'core.claim_wordings' as relation,
        cluster_id as key
    from core.claim_wordings
    group by cluster_id
    having count(*) > 1
    union all
    select
        'core.wording_bands' as relation,
        concat_ws(' ', band::varchar, said::varchar) as key
    from core.wording_bands
    group by band, said
    having count(*) > 1
    union all
    select
        'core.clustering' as relation,
        rules as key
    from core.clustering
    group by rules
    having count(*) > 1
    union all
    select
        'core.register_matching' as relation,
        rules as key
    from core.register_matching
    group by rules
    having count(*) > 1
    union all
    select
        'core.concepts' as relation,
        concept_id as key
    from core.concepts
    group by concept_id
    having count(*) > 1
    union all
    select
        'core.alerts' as relation,
        alert_id as key
    from core.alerts
    group by alert_id
    having count(*) > 1
    union all
    select
        'core.share_windows' as relation,
        baseline_weeks::varchar as key
    from core.share_windows
    group by baseline_weeks
    having count(*) > 1
    union all
    select
        'core.rising_windows' as relation,
        concat_ws(' ', window_days::varchar, baseline_days::varchar) as key
    from core.rising_windows
    group by window_days, baseline_days
    having count(*) > 1
    union all
    select
        'core.rating_words' as relation,
        concat_ws(' ', lang, words) as key
    from core.rating_words
    group by lang, words
    having count(*) > 1
    union all
    select
        'core.review_clusters' as relation,
        review_id as key
    from core.review_clusters
    group by review_id
    having count(*) > 1
    union all
    select
        'core.claim_reviews' as relation,
        concat_ws(' ', review_id, origin, version_id, tagger_version) as key
    from core.claim_reviews
    group by review_id, origin, version_id, tagger_version
    having count(*) > 1
    union all
    select
        'core.page_reviews' as relation,
        concat_ws(' ', run_id, page_url, review_id) as key
    from core.page_reviews
    group by run_id, page_url, review_id
    having count(*) > 1
    union all
    select
        'core.register_entries' as relation,
        concat_ws(' ', form, entry_id, claim) as key
    from core.register_entries
    group by form, entry_id, claim
    having count(*) > 1
)

select *
from repeated
