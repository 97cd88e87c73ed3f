-- One row per concept and period ($unit: week, month or year) of publication with claims on it; dates before $earliest
-- or after the page was fetched are left out.
with named as (
    select
        agent_concept as concept_id,
        article_id,
        support
    from claims
    where agent_concept is not null
    union all
    select
        target_concept as concept_id,
        article_id,
        support
    from claims
    where target_concept is not null and target_concept is distinct from agent_concept
)

select
    named.concept_id,
    cast(date_trunc($unit, articles.published) as date) as period,
    count(*) as claim_count,
    count(*) filter (where named.support = 'traceable') as traceable_count,
    count(*) filter (where named.support = 'named') as named_count,
    count(*) filter (where named.support = 'vague') as vague_count,
    count(*) filter (where named.support = 'none') as none_count
from named
inner join articles on named.article_id = articles.article_id
where articles.published between $earliest and cast(articles.last_seen_at as date) + 2
group by all
order by named.concept_id, period
