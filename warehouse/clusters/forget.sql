-- One row: what was clustered by other rules ($rules are today's) is forgotten.
delete from core.claim_clusters;

delete from core.claim_wordings;

delete from core.wording_bands;

delete from core.review_clusters;

delete from core.clustering;

insert into core.clustering by name
select $rules as rules;
