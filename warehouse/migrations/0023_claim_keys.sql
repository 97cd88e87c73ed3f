-- One row per claim of a reading, as before. `said` is one number for all claims of the same words, language, kind,
-- polarity and concepts, so that what was said before is found by it. A claim of before gets it when claims are
-- clustered anew, which this migration asks for.
alter table core.claim_clusters add column said bigint;

-- One row per wording that opened a cluster, as before: the number of the claim that it was, and what tells most other
-- wordings apart from it without its words.
delete from core.claim_wordings;

alter table core.claim_wordings add column said bigint;

alter table core.claim_wordings add column gram_count bigint;

alter table core.claim_wordings add column gram_bits bigint[];

-- One row per such a wording and band, as before, by its number: a third of the bytes that a load looks through.
drop table core.wording_bands;

create table core.wording_bands (
    band bigint not null,
    said bigint not null
);

delete from core.clustering;
