-- One row per pair of concepts that claims name as what acts and what is acted on, and kind of claim.
select
    claims.agent_concept,
    claims.target_concept,
    any_value(agents.name_en) as agent_en,
    any_value(agents.name_nl) as agent_nl,
    any_value(targets.name_en) as target_en,
    any_value(targets.name_nl) as target_nl,
    claims.kind,
    count(*) as claim_count,
    count(distinct claims.article_id) as article_count,
    count(distinct articles.site) as site_count,
    count(*) filter (where claims.polarity = 'affirmed') as affirmed_count,
    count(*) filter (where claims.polarity = 'negated') as negated_count,
    count(*) filter (where claims.certainty = 'hedged') as hedged_count,
    count(*) filter (where claims.support = 'traceable') as traceable_count
from claims
inner join articles on claims.article_id = articles.article_id
inner join core.concepts as agents on claims.agent_concept = agents.concept_id
inner join core.concepts as targets on claims.target_concept = targets.concept_id
group by claims.agent_concept, claims.target_concept, claims.kind
order by claim_count desc, claims.agent_concept, claims.target_concept, claims.kind
