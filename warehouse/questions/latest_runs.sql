-- One row per site of our own crawler: its last run, with what its articles claim.
-- How did the last run of each site go?
select
    runs.site,
    runs.run_id,
    runs.health,
    runs.health_reason,
    epoch(runs.started_at) as started_epoch,
    runs.crawl_seconds,
    runs.url_count,
    runs.article_count,
    runs.unchanged_count,
    runs.not_due_count,
    runs.not_article_count,
    runs.gone_count,
    runs.error_count,
    runs.refused_count,
    runs.opted_out_count,
    runs.limit_count,
    runs.walled_count,
    runs.request_count,
    runs.byte_count,
    runs.retry_count,
    scorecard.traceable_count,
    scorecard.named_count,
    scorecard.vague_count,
    scorecard.none_count
from runs
left join site_scorecard as scorecard on runs.site = scorecard.site
qualify row_number() over (partition by runs.site order by runs.started_at desc, runs.run_id desc) = 1
order by runs.site
