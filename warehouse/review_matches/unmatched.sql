-- One row per review that is not matched with a cluster, of the loads from $from_load on (0: all, and feeds).
-- Which reviews are still to be matched, and in which language is their page (null for a feed's, and for a page that is
-- no article)?
select
    reviews.review_id,
    any_value(reviews.claim) as claim,
    any_value(readings.lang) as lang
from (
    select
        review_id,
        claim,
        version_id,
        tagger_version,
        null as load_number
    from core.claim_reviews
    union all
    -- of a page that is no article nobody tells the language
    select
        review_id,
        claim,
        null as version_id,
        null as tagger_version,
        load_number
    from core.page_reviews
) as reviews
left join core.readings
    on reviews.version_id = readings.version_id and reviews.tagger_version = readings.tagger_version
where
    reviews.review_id not in (select review_id from core.review_clusters)
    and ($from_load = 0 or coalesce(readings.load_number, reviews.load_number) >= $from_load)
group by reviews.review_id
order by reviews.review_id
