-- One row per site, or per site, language and week, whose counts by grade do not add up or whose share is no share.
-- Do the grades add up to the claims, and does every share lie between 0 and 1?
-- severity: error
with counts as (
    select
        site,
        null as week,
        claim_count,
        traceable_count + named_count + vague_count + none_count as graded_count,
        untraceable_share
    from site_scorecard
    union all
    select
        site,
        week,
        claim_count,
        traceable_count + named_count + vague_count + none_count as graded_count,
        untraceable_share
    from weekly_trends
)

select *
from counts
where
    claim_count <> graded_count
    or untraceable_share not between 0 and 1
    or (untraceable_share is null) <> (claim_count = 0)
