-- One row per pair of concepts and kind of claim that some articles affirm and others deny: who sits where. Nobody is
-- said to be right.
create or replace view contradictions as
with said as (
    select
        clusters.agent_concept,
        clusters.target_concept,
        clusters.kind,
        claims.polarity,
        articles.article_id,
        articles.site
    from claims
    inner join core.claim_clusters as clusters
        on
            claims.claim_id = clusters.claim_id
            and claims.version_id = clusters.version_id
            and claims.tagger_version = clusters.tagger_version
    inner join articles on claims.article_id = articles.article_id
    where clusters.agent_concept is not null
)

select
    agent_concept,
    target_concept,
    kind,
    count(distinct article_id) filter (where polarity = 'affirmed') as affirming_article_count,
    count(distinct article_id) filter (where polarity = 'negated') as denying_article_count,
    list(distinct site order by site) filter (where polarity = 'affirmed') as affirming_sites,
    list(distinct site order by site) filter (where polarity = 'negated') as denying_sites,
    len(
        list_intersect(
            list(distinct article_id) filter (where polarity = 'affirmed'),
            list(distinct article_id) filter (where polarity = 'negated')
        )
    ) as both_article_count
from said
group by agent_concept, target_concept, kind
having bool_or(polarity = 'affirmed') and bool_or(polarity = 'negated');
