-- One row per review of the feed that was loaded last; those of pages come with their file sets.
insert into rebuilding.core.claim_reviews by name
select
    review_id,
    origin,
    article_id,
    version_id,
    tagger_version,
    url,
    claim,
    claimant,
    claimed_on,
    appearance,
    rating,
    rating_value,
    best_rating,
    worst_rating,
    reviewer,
    reviewer_url,
    reviewed_on,
    file,
    list_date
from core.claim_reviews
where origin = 'feed';
