-- One row per pair of concepts and kind of claim that some articles affirm and others deny: who sits where. Nobody is
-- said to be right.
create or replace view contradictions as
with
-- few pairs are: their articles and sites are told of these alone
contested as (
    select
        cluster_agent_concept,
        cluster_target_concept,
        cluster_kind
    from claims
    where cluster_agent_concept is not null
    group by cluster_agent_concept, cluster_target_concept, cluster_kind
    having bool_or(polarity = 'affirmed') and bool_or(polarity = 'negated')
),

said as (
    select
        claims.cluster_agent_concept as agent_concept,
        claims.cluster_target_concept as target_concept,
        claims.cluster_kind as kind,
        claims.polarity,
        articles.article_id,
        articles.site
    from claims
    inner join contested
        on
            claims.cluster_agent_concept = contested.cluster_agent_concept
            and claims.cluster_target_concept is not distinct from contested.cluster_target_concept
            and claims.cluster_kind is not distinct from contested.cluster_kind
    inner join articles on claims.article_id = articles.article_id
)

select
    said.agent_concept,
    said.target_concept,
    any_value(agents.name_nl) as agent_nl,
    any_value(agents.name_en) as agent_en,
    any_value(targets.name_nl) as target_nl,
    any_value(targets.name_en) as target_en,
    said.kind,
    count(distinct said.article_id) filter (where said.polarity = 'affirmed') as affirming_article_count,
    count(distinct said.article_id) filter (where said.polarity = 'negated') as denying_article_count,
    list(distinct said.site order by said.site) filter (where said.polarity = 'affirmed') as affirming_sites,
    list(distinct said.site order by said.site) filter (where said.polarity = 'negated') as denying_sites,
    len(
        list_intersect(
            list(distinct said.article_id) filter (where said.polarity = 'affirmed'),
            list(distinct said.article_id) filter (where said.polarity = 'negated')
        )
    ) as both_article_count
from said
left join core.concepts as agents on said.agent_concept = agents.concept_id
left join core.concepts as targets on said.target_concept = targets.concept_id
group by said.agent_concept, said.target_concept, said.kind;
