-- One row per claim of fresh_claims: it is in the cluster of what it says.
insert into core.claim_clusters by name
select
    fresh.claim_id,
    fresh.version_id,
    fresh.tagger_version,
    said.cluster_id,
    said.method,
    said.score,
    said.kind,
    said.agent_concept,
    said.target_concept
from fresh_claims as fresh
inner join said_before as said on fresh.said = said.said
order by fresh.place;

drop table fresh_claims;

drop table said_before;
