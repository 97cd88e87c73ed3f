-- One row per review of a claim that a fact-checker's page (of a reading) or a loaded feed tells, and per words that
-- stand for a verdict (by hand, from warehouse/reference).
create table core.claim_reviews (
    review_id varchar not null,
    origin varchar not null,
    article_id varchar,
    version_id varchar,
    tagger_version varchar,
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
    reviewed_on date,
    file varchar,
    list_date date
);

create table core.rating_words (
    words varchar not null,
    lang varchar not null,
    verdict varchar not null,
    reason varchar not null,
    example varchar not null
);
