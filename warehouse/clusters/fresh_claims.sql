-- One row per claim of the readings that a load brought ($load_number; null for all): what decides its cluster. Equal
-- claims have one number (`said`), in the order in which they came.
create or replace temp table fresh_claims as
with
listed as (
    select
        claims.claim_id,
        claims.version_id,
        claims.tagger_version,
        claims.text,
        readings.lang,
        claims.kind,
        claims.polarity,
        claims.agent_concept,
        claims.target_concept,
        row_number() over (order by readings.load_number, claims.version_id, claims.start_char) as place
    from core.claims
    inner join core.readings
        on claims.version_id = readings.version_id and claims.tagger_version = readings.tagger_version
    where $load_number is null or readings.load_number = $load_number
)

select
    *,
    min(place) over (partition by text, lang, kind, polarity, agent_concept, target_concept) as said
from listed;

-- One row per claim said before this load: it is where it is, and so are those that say it again in the same words.
create or replace temp table said_before as
select
    fresh.said,
    any_value(clusters.cluster_id) as cluster_id,
    any_value(clusters.method) as method,
    any_value(clusters.score) as score,
    any_value(clusters.kind) as kind,
    any_value(clusters.agent_concept) as agent_concept,
    any_value(clusters.target_concept) as target_concept
from fresh_claims as fresh
inner join core.claims as known
    on
        fresh.text = known.text
        and fresh.kind = known.kind
        and fresh.polarity = known.polarity
        and fresh.agent_concept is not distinct from known.agent_concept
        and fresh.target_concept is not distinct from known.target_concept
inner join core.claim_clusters as clusters
    on
        known.claim_id = clusters.claim_id
        and known.version_id = clusters.version_id
        and known.tagger_version = clusters.tagger_version
inner join core.readings
    on
        known.version_id = readings.version_id
        and known.tagger_version = readings.tagger_version
        and fresh.lang = readings.lang
where fresh.place = fresh.said
group by fresh.said;
