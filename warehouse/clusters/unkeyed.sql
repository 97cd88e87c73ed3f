-- One row per thing that was never said before and whose keys no file set holds as they are made today, numbered from
-- 0 in the order in which they came.
create or replace temp table unkeyed as
select
    claims.said,
    claims.place,
    claims.text,
    claims.lang,
    claims.kind,
    claims.polarity,
    claims.agent_concept,
    claims.target_concept,
    row_number() over (order by claims.place) - 1 as number
from fresh_claims as claims
inner join fresh_sayings as sayings on claims.place = sayings.place
where not claims.has_cluster_keys and claims.said not in (select said from placed);
