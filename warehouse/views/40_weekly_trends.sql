-- One row per site, language and week of publication (null for articles without a date). Where other taggers than in
-- the week before read the articles, is_tagger_break says so: a step there may be the tagger's.
create or replace view weekly_trends as
with
dated as (
    select
        version_id,
        site,
        lang,
        date_trunc('week', published)::date as week,
        tagger_version
    from articles
),

article_counts as (
    select
        site,
        lang,
        week,
        count(*) as article_count,
        list(distinct tagger_version order by tagger_version) as tagger_versions
    from dated
    group by site, lang, week
),

claim_counts as (
    select
        dated.site,
        dated.lang,
        dated.week,
        count(*) as claim_count,
        count(*) filter (where claims.support = 'traceable') as traceable_count,
        count(*) filter (where claims.support = 'named') as named_count,
        count(*) filter (where claims.support = 'vague') as vague_count,
        count(*) filter (where claims.support = 'none') as none_count,
        count(*) filter (where claims.kind = 'benefit') as benefit_count,
        count(*) filter (where claims.kind = 'harm') as harm_count,
        count(*) filter (where claims.kind = 'evidence') as evidence_count,
        count(*) filter (where claims.kind = 'fact') as fact_count,
        count(*) filter (where claims.polarity = 'negated') as negated_count,
        count(*) filter (where claims.certainty = 'hedged') as hedged_count
    from core.claims
    inner join dated on claims.version_id = dated.version_id and claims.tagger_version = dated.tagger_version
    group by dated.site, dated.lang, dated.week
)

select
    article_counts.site,
    article_counts.lang,
    article_counts.week,
    article_counts.article_count,
    coalesce(claim_counts.claim_count, 0) as claim_count,
    coalesce(claim_counts.traceable_count, 0) as traceable_count,
    coalesce(claim_counts.named_count, 0) as named_count,
    coalesce(claim_counts.vague_count, 0) as vague_count,
    coalesce(claim_counts.none_count, 0) as none_count,
    coalesce(claim_counts.benefit_count, 0) as benefit_count,
    coalesce(claim_counts.harm_count, 0) as harm_count,
    coalesce(claim_counts.evidence_count, 0) as evidence_count,
    coalesce(claim_counts.fact_count, 0) as fact_count,
    coalesce(claim_counts.negated_count, 0) as negated_count,
    coalesce(claim_counts.hedged_count, 0) as hedged_count,
    1 - claim_counts.traceable_count / claim_counts.claim_count as untraceable_share,
    article_counts.tagger_versions,
    article_counts.week is not null
    and coalesce(article_counts.tagger_versions <> lag(article_counts.tagger_versions) over (
        partition by article_counts.site, article_counts.lang
        order by article_counts.week nulls last
    ), false) as is_tagger_break
from article_counts
left join claim_counts
    on
        article_counts.site = claim_counts.site
        and article_counts.lang = claim_counts.lang
        and article_counts.week is not distinct from claim_counts.week;
