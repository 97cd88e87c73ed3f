-- One row per site, kind of claim and rung of evidence: `none` for claims without a citation.
-- On what rung does the best evidence of each site's claims stand?
select
    articles.site,
    evidence.kind,
    coalesce(evidence.best_level, 'none') as best_level,
    count(*) as claim_count,
    count(*) / sum(count(*)) over (partition by articles.site, evidence.kind) as claim_share
from claim_evidence as evidence
inner join articles on evidence.article_id = articles.article_id
group by articles.site, evidence.kind, best_level
order by articles.site, evidence.kind, claim_count desc, best_level
