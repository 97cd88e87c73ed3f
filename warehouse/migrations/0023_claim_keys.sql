-- One row per claim of a reading, as before. `said` is one number for all claims of the same words, language, kind,
-- polarity and concepts, so that what was said before is found by it. A claim of before gets it when claims are clustered
-- anew, as this version does.
alter table core.claim_clusters add column said bigint;

-- One row per wording that opened a cluster, as before, with what tells most others apart from it without its words.
alter table core.claim_wordings add column gram_count bigint;

alter table core.claim_wordings add column gram_bits bigint [];
