-- One row per cluster of $ids (null: of all) and year of publication (null for articles without a date): how widely
-- it was published, how surely it was said and whether it was cited.
select
    cluster_id,
    strftime("month", '%Y') as "year",
    cast(sum(claim_count) as bigint) as claim_count,
    count(distinct site) as site_count,
    cast(sum(asserted_count) as bigint) as asserted_count,
    cast(sum(hedged_count) as bigint) as hedged_count,
    cast(sum(traceable_count) as bigint) as traceable_count,
    cast(sum(none_count) as bigint) as none_count
from claim_spread
where $ids is null or cluster_id in (select unnest($ids))
group by all
order by cluster_id, "year" nulls last
