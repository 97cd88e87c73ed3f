-- One row per concept that claims name, with its claims (each once, whether it acts or is acted on) by grade.
with
named as (
    select
        agent_concept as concept_id,
        claim_id,
        article_id,
        support,
        'agent' as role
    from claims
    where agent_concept is not null
    union all
    select
        target_concept as concept_id,
        claim_id,
        article_id,
        support,
        'target' as role
    from claims
    where target_concept is not null and target_concept is distinct from agent_concept
)

select
    named.concept_id,
    concepts.concept_group,
    concepts.name_nl,
    concepts.name_en,
    count(*) as claim_count,
    count(*) filter (where named.role = 'agent') as agent_count,
    count(distinct named.article_id) as article_count,
    count(distinct articles.site) as site_count,
    count(*) filter (where named.support = 'traceable') as traceable_count,
    count(*) filter (where named.support = 'named') as named_count,
    count(*) filter (where named.support = 'vague') as vague_count,
    count(*) filter (where named.support = 'none') as none_count
from named
inner join articles on named.article_id = articles.article_id
inner join core.concepts as concepts on named.concept_id = concepts.concept_id
group by named.concept_id, concepts.concept_group, concepts.name_nl, concepts.name_en
order by claim_count desc, named.concept_id
