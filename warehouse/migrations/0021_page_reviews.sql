-- One row per review of a claim that a page tells which is no article, and run in which the page was read.
create table core.page_reviews (
    review_id varchar not null,
    run_id varchar not null,
    page_url varchar not null,
    site varchar not null,
    load_number bigint not null,
    url varchar not null,
    claim varchar not null,
    claimant varchar,
    claimed_on date,
    appearance varchar,
    rating varchar,
    rating_value double,
    best_rating double,
    worst_rating double,
    reviewer varchar,
    reviewer_url varchar,
    reviewed_on date
);
