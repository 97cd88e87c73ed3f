-- One row per thing that fresh claims say, by its number, and the first claim that says it.
create or replace temp table fresh_sayings as
select
    said,
    min(place) as place,
    bool_or(has_cluster_keys and method <> 'wording') as is_known_by_concepts
from fresh_claims
group by said;

-- One row per such a thing that was said before, and a row that tells its cluster: all of one number are in one.
create or replace temp table said_before as
select
    said,
    min(rowid) as row_number
from core.claim_clusters
where
    said in (
        select said from fresh_sayings
        where not is_known_by_concepts
    )
group by said;

-- One row per thing that is said and whose cluster is known: it was said before this load, in the same words, and is
-- where it is. By concepts a claim knows its cluster itself.
create or replace temp table placed as
select
    said,
    cluster_id,
    method,
    score,
    kind,
    agent_concept,
    target_concept
from core.claim_clusters
where rowid in (select row_number from said_before);

-- One row per thing that was never said before and whose cluster its keys tell, or that is to be found by the keys of
-- its wording (fresh_wordings.sql).
insert into placed by name
select
    claims.said,
    claims.cluster_id,
    claims.method,
    claims.score,
    claims.said_kind as kind,
    claims.known_agent as agent_concept,
    claims.known_target as target_concept
from fresh_claims as claims
inner join fresh_sayings as sayings on claims.place = sayings.place
where claims.has_cluster_keys and claims.method <> 'wording';

-- One row per wording that was never said before, by its number, with its keys.
create or replace temp table fresh_wordings (
    said bigint,
    place bigint,
    cluster_id varchar,
    lang varchar,
    kind varchar,
    polarity varchar,
    wording varchar,
    bands bigint[],
    gram_count bigint,
    gram_bits bigint[]
);
