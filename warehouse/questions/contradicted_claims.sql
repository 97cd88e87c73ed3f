-- One row per agent, target and kind of claim that some articles affirm and others deny, the most denied first.
-- What do some sites affirm and others deny, and who sits where?
select
    coalesce(agent_en, agent_nl) as agent,
    coalesce(target_en, target_nl) as target,
    kind,
    affirming_article_count,
    denying_article_count,
    both_article_count,
    affirming_sites,
    denying_sites
from contradictions
order by
    least(affirming_article_count, denying_article_count) desc,
    affirming_article_count desc,
    agent_concept,
    target_concept,
    kind
