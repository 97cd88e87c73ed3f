-- One row per claim of fresh_claims: it is in the cluster of what it says.
insert into core.claim_clusters by name
select
    claims.claim_id,
    claims.version_id,
    claims.tagger_version,
    placed.cluster_id,
    placed.method,
    placed.score,
    placed.kind,
    placed.agent_concept,
    placed.target_concept,
    claims.said
from fresh_claims as claims
inner join placed on claims.said = placed.said
order by claims.place;

drop table fresh_sayings;

drop table fresh_keys;

drop table fresh_bands;

drop table met_bands;

drop table met_wordings;

drop table placed;
