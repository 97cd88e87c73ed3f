-- One row per wording that was never said before and whose keys the file set of a load ($claim_keys) holds.
create or replace temp table new_wordings as
select
    claims.said,
    claims.place,
    claims.version_id,
    claims.claim_id,
    claims.lang,
    claims.polarity
from fresh_claims as claims
inner join fresh_sayings as sayings on claims.place = sayings.place
where claims.has_cluster_keys and claims.method = 'wording' and claims.said not in (select said from placed);

insert into fresh_wordings by name
select
    claims.said,
    claims.place,
    keys.cluster_id,
    claims.lang,
    keys.kind,
    claims.polarity,
    keys.wording,
    keys.bands,
    keys.gram_count,
    keys.gram_bits
from new_wordings as claims
inner join read_parquet($claim_keys) as keys
    on claims.version_id = keys.version_id and claims.claim_id = keys.claim_id;
