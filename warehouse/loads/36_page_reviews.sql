-- One row per review on a page of the run ($run_id) that is no article: the file set's ($page_reviews) replace those
-- that another tagger's file set brought. A page that stands twice in an archive tells its reviews once.
delete from core.page_reviews
where run_id = $run_id;

insert into core.page_reviews by name
select
    review_id,
    run_id,
    page_url,
    site,
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
    $load_number as load_number
from read_parquet($page_reviews)
qualify row_number() over (partition by run_id, page_url, review_id order by url) = 1;
