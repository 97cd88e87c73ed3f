-- One row per review that is not matched with a cluster, and the language of its page (null for a feed's).
-- Which reviews are still to be matched?
select
    reviews.review_id,
    any_value(reviews.claim) as claim,
    any_value(readings.lang) as lang
from core.claim_reviews as reviews
left join core.readings
    on reviews.version_id = readings.version_id and reviews.tagger_version = readings.tagger_version
where reviews.review_id not in (select review_id from core.review_clusters)
group by reviews.review_id
order by reviews.review_id
