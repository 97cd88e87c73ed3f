-- One row per claim of the articles as they are now: what decides its keys, one article after the other.
select
    claims.article_id,
    claims.version_id,
    readings.lang,
    claims.claim_id,
    row_number() over (order by claims.article_id, claims.start_char) as place,
    claims.text,
    readings.lang as said_lang,
    claims.kind,
    claims.polarity,
    claims.agent_concept,
    claims.target_concept,
    claims.agent,
    claims.target
from core.claims
inner join core.readings
    on claims.version_id = readings.version_id and claims.tagger_version = readings.tagger_version
semi join core.articles as articles on claims.version_id = articles.version_id
order by place
