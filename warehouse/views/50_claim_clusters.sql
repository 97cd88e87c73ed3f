-- One row per cluster of claims that say the same: how often, where, since when, how surely, and on what ground they
-- are called the same. `statement_count` counts near-copies of one article once.
create or replace view claim_clusters as
select
    claims.cluster_id,
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
    count(distinct claims.article_id) as article_count,
    count(distinct articles.cluster_id) as statement_count,
    count(distinct articles.site) as site_count,
    list(distinct articles.lang order by articles.lang) as languages,
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
inner join articles on claims.article_id = articles.article_id
inner join core.claim_clusters as clusters
    on
        claims.claim_id = clusters.claim_id
        and claims.version_id = clusters.version_id
        and claims.tagger_version = clusters.tagger_version
left join core.concepts as agents on clusters.agent_concept = agents.concept_id
left join core.concepts as targets on clusters.target_concept = targets.concept_id
group by claims.cluster_id;
