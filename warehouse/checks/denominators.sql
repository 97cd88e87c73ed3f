-- One row per rate view and number in which it differs from the rows that it counts.
-- Does every view that gives rates count each article, claim, citation and outcome exactly once?
-- severity: error
with
counted as (
    select
        'site_scorecard' as relation,
        'articles' as what,
        (select sum(article_count) from site_scorecard) as told,
        (select count(*) from articles) as found
    union all
    select
        'site_scorecard' as relation,
        'claims' as what,
        (select sum(claim_count) from site_scorecard) as told,
        (select count(*) from claims) as found
    union all
    select
        'weekly_trends' as relation,
        'articles' as what,
        (select sum(article_count) from weekly_trends) as told,
        (select count(*) from articles) as found
    union all
    select
        'weekly_trends' as relation,
        'claims' as what,
        (select sum(claim_count) from weekly_trends) as told,
        (select count(*) from claims) as found
    union all
    select
        'source_mix' as relation,
        'citations' as what,
        (select sum(citation_count) from source_mix) as told,
        (select count(*) from citations) as found
    union all
    select
        'claim_evidence' as relation,
        'claims' as what,
        (select count(*) from claim_evidence) as told,
        (select count(*) from claims) as found
    union all
    select
        'articles' as relation,
        'articles' as what,
        (select count(*) from articles) as told,
        (select count(*) from core.articles) as found
    union all
    select
        'outcomes' as relation,
        'outcomes' as what,
        (select count(*) from outcomes) as told,
        (select count(*) from core.outcomes) as found
    union all
    select
        'runs' as relation,
        'runs' as what,
        (select count(*) from runs) as told,
        (select count(*) from core.runs) as found
    union all
    select
        'runs' as relation,
        'outcomes' as what,
        (select sum(url_count + not_due_count) from runs) as told,
        (
            select count(*)
            from core.outcomes
            where run_id in (select run_id from core.runs)
        ) as found
)

select *
from counted
where coalesce(told, 0) <> found
