-- One row per claim of benefit or harm with a citation: how much more surely it speaks than its best evidence allows,
-- 0 to 3, by the scale of warehouse/reference/strength_gaps.csv. The ladder is one of effects, so claims of fact and
-- claims on the evidence itself are not held against it; nor are claims without a citation, of which `support` is
-- none.
create or replace view strength_gap as
select
    evidence.claim_id,
    evidence.article_id,
    articles.site,
    claims.text,
    evidence.kind,
    evidence.polarity,
    evidence.certainty,
    evidence.best_level,
    evidence.best_basis,
    gaps.gap,
    gaps.reason
from claim_evidence as evidence
inner join core.articles as articles on evidence.article_id = articles.article_id
inner join core.claims as claims
    on
        evidence.claim_id = claims.claim_id
        and articles.version_id = claims.version_id
        and articles.tagger_version = claims.tagger_version
inner join core.strength_gaps as gaps
    on evidence.certainty = gaps.certainty and evidence.best_level = gaps.level
where evidence.kind in ('benefit', 'harm');
