-- One row per site and rung that claims of the site rest on; `level` is null for claims without a citation.
select
    articles.site,
    evidence.best_level as level,
    count(*) as claim_count,
    count(*) filter (where evidence.best_basis = 'registry') as registry_count,
    count(*) filter (where evidence.retracted_count > 0) as retracted_count,
    count(*) filter (where evidence.is_self_cited_only) as self_cited_count,
    count(*) filter (where evidence.second_hand_count > 0) as second_hand_count,
    count(*) filter (where evidence.is_best_preprint) as preprint_count
from claim_evidence as evidence
inner join articles on evidence.article_id = articles.article_id
group by articles.site, evidence.best_level
order by articles.site, evidence.best_level
