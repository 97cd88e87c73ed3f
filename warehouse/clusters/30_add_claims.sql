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

drop table if exists fresh_sayings;

drop table if exists said_before;

drop table if exists unkeyed;

drop table if exists new_wordings;

drop table if exists fresh_wordings;

drop table if exists fresh_bands;

drop table if exists known_bands;

drop table if exists known_wordings;

drop table if exists met_bands;

drop table if exists alike_pairs;

drop table if exists met_wordings;

drop table if exists opened_wordings;

drop table if exists batch_bands;

drop table if exists batch_known;

drop table if exists placed;
