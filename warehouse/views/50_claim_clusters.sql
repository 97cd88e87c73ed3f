-- One row per cluster of claims that say the same: how often, where, since when, how surely, and on what ground they
-- are called the same. `statement_count` counts near-copies of one article once.
create or replace view claim_clusters as
select
    clusters.cluster_id,
    any_value(clusters.agent_concept) as agent_concept,
    any_value(clusters.target_concept) as target_concept,
    any_value(agents.name_nl) as agent_nl,
    any_value(agents.name_en) as agent_en,
    any_value(targets.name_nl) as target_nl,
    any_value(targets.name_en) as target_en,
    any_value(clusters.kind) as kind,
    any_value(claims.polarity) as polarity,
    -- the shortest says it with the least around it
    min_by(claims.text, (length(claims.text), claims.text)) as example,
    count(*) as claim_count,
    -- most clusters have one claim: a set for each of these costs more than a list
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
    count(*) filter (where clusters.method = 'concepts') as by_concepts_count,
    min(clusters.score) as least_score
from core.claims as claims
inner join articles on claims.version_id = articles.version_id and claims.tagger_version = articles.tagger_version
inner join core.claim_clusters as clusters
    on
        claims.claim_id = clusters.claim_id
        and claims.version_id = clusters.version_id
        and claims.tagger_version = clusters.tagger_version
left join core.concepts as agents on clusters.agent_concept = agents.concept_id
left join core.concepts as targets on clusters.target_concept = targets.concept_id
group by clusters.cluster_id;
