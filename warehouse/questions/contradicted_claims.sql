-- One row per agent, target and kind of claim that some articles affirm and others deny, the most denied first.
-- What do some sites affirm and others deny, and who sits where? Nobody is said to be right.
select
    coalesce(agents.name_en, agents.name_nl) as agent,
    coalesce(targets.name_en, targets.name_nl) as target,
    contradictions.kind,
    contradictions.affirming_article_count,
    contradictions.denying_article_count,
    contradictions.both_article_count,
    contradictions.affirming_sites,
    contradictions.denying_sites
from contradictions
inner join core.concepts as agents on contradictions.agent_concept = agents.concept_id
inner join core.concepts as targets on contradictions.target_concept = targets.concept_id
order by
    least(contradictions.affirming_article_count, contradictions.denying_article_count) desc,
    contradictions.affirming_article_count desc,
    contradictions.agent_concept,
    contradictions.target_concept,
    contradictions.kind
