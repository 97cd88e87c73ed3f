-- One row per site, language and support whose share among the claims of the last whole week of publication lies
-- outside its usual range, by warehouse/reference/share_windows.csv. Usual is the mean of the weeks before that have
-- enough claims of the same taggers; `z` counts the standard deviations of those weeks, or, where they hardly
-- differ, those that chance alone gives to so few claims (a binomial), whichever is wider.
create or replace view share_moves as
with
days as (
    select max(published) as last_day
    from articles
    where published <= (select max(loaded_at)::date from loads)
),

weekly as (
    select
        trends.site,
        trends.lang,
        trends.week,
        trends.tagger_versions,
        trends.claim_count,
        unnest(['traceable', 'named', 'vague', 'none']) as support,
        unnest([trends.traceable_count, trends.named_count, trends.vague_count, trends.none_count]) as support_count
    from weekly_trends as trends
    cross join days
    -- a week that goes on says nothing yet
    where trends.week + 6 <= days.last_day
),

latest as (
    select *
    from weekly
    qualify week = max(week) over ()
),

usual as (
    select
        latest.site,
        latest.lang,
        latest.support,
        windows.baseline_weeks,
        count(*) as baseline_week_count,
        sum(past.support_count)::bigint as baseline_support_count,
        sum(past.claim_count)::bigint as baseline_claim_count,
        sum(past.support_count) / sum(past.claim_count) as usual_share,
        coalesce(stddev_samp(past.support_count / past.claim_count), 0) as usual_deviation
    from latest
    cross join core.share_windows as windows
    inner join weekly as past
        on
            latest.site = past.site
            and latest.lang = past.lang
            and latest.support = past.support
            and latest.tagger_versions = past.tagger_versions
            and latest.week > past.week
            and past.week >= latest.week - 7 * windows.baseline_weeks::int
            and windows.least_claims <= past.claim_count
    group by latest.site, latest.lang, latest.support, windows.baseline_weeks
),

judged as (
    select
        latest.site,
        latest.lang,
        latest.week,
        latest.support,
        latest.support_count,
        latest.claim_count,
        usual.baseline_weeks,
        usual.baseline_week_count,
        usual.baseline_support_count,
        usual.baseline_claim_count,
        usual.usual_share,
        latest.support_count / latest.claim_count as support_share,
        (latest.support_count / latest.claim_count - usual.usual_share)
        / nullif(
            greatest(
                usual.usual_deviation,
                sqrt(usual.usual_share * (1 - usual.usual_share) / latest.claim_count),
                -- what never was: one claim of it is no wonder, a tenth of all is
                1 / latest.claim_count
            ), 0
        ) as z
    from latest
    inner join usual
        on latest.site = usual.site and latest.lang = usual.lang and latest.support = usual.support
    where latest.claim_count > 0
)

select
    judged.site,
    judged.lang,
    judged.week,
    judged.support,
    judged.support_count,
    judged.claim_count,
    judged.support_share,
    judged.baseline_week_count,
    judged.baseline_support_count,
    judged.baseline_claim_count,
    judged.usual_share,
    judged.z
from judged
inner join core.share_windows as windows on judged.baseline_weeks = windows.baseline_weeks
where
    judged.claim_count >= windows.least_claims
    and judged.baseline_week_count >= windows.least_weeks
    and abs(judged.z) >= windows.least_z;
