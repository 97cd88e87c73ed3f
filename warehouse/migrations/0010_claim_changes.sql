-- One row per edit of an article, and one per claim that is followed across it: warehouse/loads/80_claim_changes.sql
-- writes both. Edits of before are followed with the first load that comes.
create table core.edits (
    article_id varchar not null,
    from_version_id varchar not null,
    to_version_id varchar not null,
    seen_before_at timestamp not null,
    changed_at timestamp not null,
    tagger_version varchar
);

create table core.claim_changes (
    article_id varchar not null,
    from_version_id varchar not null,
    to_version_id varchar not null,
    changed_at timestamp not null,
    tagger_version varchar not null,
    from_claim_id varchar,
    to_claim_id varchar,
    kind varchar not null,
    wording varchar not null,
    similarity double,
    from_text varchar,
    to_text varchar,
    from_certainty varchar,
    to_certainty varchar,
    from_polarity varchar,
    to_polarity varchar,
    from_support varchar,
    to_support varchar,
    added_citations varchar[] not null,
    removed_citations varchar[] not null,
    changes varchar[] not null
);
