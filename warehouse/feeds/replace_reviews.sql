-- One row per review of the feed that was read ($review_ids, $urls, …); it takes the place of the one loaded before.
delete from core.claim_reviews
where origin = 'feed';

insert into core.claim_reviews by name
select
    *,
    'feed' as origin,
    $file as file,
    $list_date::date as list_date
from (
    select
        unnest($review_id) as review_id,
        unnest($url) as url,
        unnest($claim) as claim,
        unnest($claimant) as claimant,
        unnest($claimed_on)::date as claimed_on,
        unnest($appearance) as appearance,
        unnest($rating) as rating,
        unnest($rating_value)::double as rating_value,
        unnest($best_rating)::double as best_rating,
        unnest($worst_rating)::double as worst_rating,
        unnest($reviewer) as reviewer,
        unnest($reviewer_url) as reviewer_url,
        unnest($reviewed_on)::date as reviewed_on
) as given;
