-- One row per claim of a reading, as before: the kind by which it is in its cluster, which may not be the tagger's.
alter table core.claim_clusters add column kind varchar;
