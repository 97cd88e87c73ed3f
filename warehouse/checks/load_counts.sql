-- One row per newest load of a run whose counts are not those of the rows that it left.
-- Are there as many outcomes, articles and claims as each load said it brought?
-- severity: error
with
newest as (
    select max(load_number) as load_number
    from core.loads
    group by run_id
),

outcome_counts as (
    select
        run_id,
        count(*) as page_count,
        count(*) filter (where outcome = 'article') as article_count
    from core.outcomes
    group by run_id
),

reading_counts as (
    select
        load_number,
        count(*) as reading_count
    from core.readings
    group by load_number
),

claim_counts as (
    select
        readings.load_number,
        count(*) as claim_count
    from core.claims
    inner join core.readings
        on claims.version_id = readings.version_id and claims.tagger_version = readings.tagger_version
    group by readings.load_number
)

select
    loads.fileset,
    loads.page_count,
    coalesce(outcome_counts.page_count, 0) as page_count_found,
    loads.article_count,
    coalesce(outcome_counts.article_count, 0) as article_count_found,
    loads.claim_count,
    coalesce(claim_counts.claim_count, 0) as claim_count_found
from core.loads
inner join newest on loads.load_number = newest.load_number
left join outcome_counts on loads.run_id = outcome_counts.run_id
left join reading_counts on loads.load_number = reading_counts.load_number
left join claim_counts on loads.load_number = claim_counts.load_number
where
    loads.page_count <> coalesce(outcome_counts.page_count, 0)
    or loads.article_count <> coalesce(outcome_counts.article_count, 0)
    -- A later run that fetched an article again with another date takes its reading over; then the claims are fewer.
    or loads.claim_count < coalesce(claim_counts.claim_count, 0)
    or (
        loads.article_count = coalesce(reading_counts.reading_count, 0)
        and loads.claim_count <> coalesce(claim_counts.claim_count, 0)
    )
