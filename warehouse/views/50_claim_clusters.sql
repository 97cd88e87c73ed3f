-- One row per cluster of claims that say the same: how often, where, since when, how surely, and on what ground they
-- are called the same. `statement_count` counts near-copies of one article once.
create or replace view claim_clusters as
with
shared as (
    select cluster_id
    from claims
    where cluster_id is not null
    group by cluster_id
    having count(*) > 1
),

-- most clusters are of one claim, of which there is nothing to count: that saves three sets and four sorts for each
alone as (
    select
        claims.cluster_id,
        claims.cluster_agent_concept as agent_concept,
        claims.cluster_target_concept as target_concept,
        claims.cluster_kind as kind,
        claims.polarity,
        claims.text as example,
        1 as claim_count,
        1 as article_count,
        1 as statement_count,
        1 as site_count,
        [articles.lang] as languages,
        articles.first_seen_at,
        articles.site as first_site,
        articles.published as first_published,
        (claims.certainty = 'asserted')::bigint as asserted_count,
        (claims.certainty = 'hedged')::bigint as hedged_count,
        (claims.support = 'traceable')::bigint as traceable_count,
        (claims.support = 'none')::bigint as none_count,
        (claims.cluster_method = 'concepts')::bigint as by_concepts_count,
        claims.cluster_score as least_score
    from claims
    inner join articles on claims.article_id = articles.article_id
    anti join shared on claims.cluster_id = shared.cluster_id
    where claims.cluster_id is not null
),

gathered as (
    select
        claims.cluster_id,
        any_value(claims.cluster_agent_concept) as agent_concept,
        any_value(claims.cluster_target_concept) as target_concept,
        any_value(claims.cluster_kind) as kind,
        any_value(claims.polarity) as polarity,
        -- the shortest says it with the least around it
        min_by(claims.text, (length(claims.text), claims.text)) as example,
        count(*) as claim_count,
        -- most have two or three claims: a set for each of these costs more than a list, and a sort fills the memory
        list_unique(list(claims.article_id))::bigint as article_count,
        list_unique(list(articles.cluster_id))::bigint as statement_count,
        list_unique(list(articles.site))::bigint as site_count,
        list_sort(list_distinct(list(articles.lang))) as languages,
        min(articles.first_seen_at) as first_seen_at,
        min_by(articles.site, (articles.first_seen_at, articles.article_id)) as first_site,
        min(articles.published) as first_published,
        count(*) filter (where claims.certainty = 'asserted') as asserted_count,
        count(*) filter (where claims.certainty = 'hedged') as hedged_count,
        count(*) filter (where claims.support = 'traceable') as traceable_count,
        count(*) filter (where claims.support = 'none') as none_count,
        count(*) filter (where claims.cluster_method = 'concepts') as by_concepts_count,
        min(claims.cluster_score) as least_score
    from claims
    inner join shared on claims.cluster_id = shared.cluster_id
    inner join articles on claims.article_id = articles.article_id
    group by claims.cluster_id
),

every as (
    select * from gathered
    union all by name
    select * from alone
)

select
    every.cluster_id,
    every.agent_concept,
    every.target_concept,
    agents.name_nl as agent_nl,
    agents.name_en as agent_en,
    targets.name_nl as target_nl,
    targets.name_en as target_en,
    every.kind,
    every.polarity,
    every.example,
    every.claim_count,
    every.article_count,
    every.statement_count,
    every.site_count,
    every.languages,
    every.first_seen_at,
    every.first_site,
    every.first_published,
    every.asserted_count,
    every.hedged_count,
    every.traceable_count,
    every.none_count,
    every.by_concepts_count,
    every.least_score
from every
left join core.concepts as agents on every.agent_concept = agents.concept_id
left join core.concepts as targets on every.target_concept = targets.concept_id;
