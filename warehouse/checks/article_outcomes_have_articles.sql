-- One row per outcome `article` without an article.
-- Does every outcome that says article lead to the text of one?
-- severity: error
select
    outcomes.url,
    outcomes.run_id,
    outcomes.article_id
from core.outcomes
left join core.readings on outcomes.version_id = readings.version_id
where
    outcomes.outcome = 'article'
    and (readings.version_id is null or readings.article_id <> outcomes.article_id)
