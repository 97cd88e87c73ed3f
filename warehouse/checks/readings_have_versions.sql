-- One row per reading without a version, and per article without its current reading.
-- Does every reading belong to a version, and does every article have the reading that its views show?
-- severity: error
select
    'reading' as relation,
    readings.version_id,
    readings.tagger_version
from core.readings
anti join core.versions
    on readings.version_id = versions.version_id
union all
select
    'article' as relation,
    articles.version_id,
    articles.tagger_version
from core.articles
anti join core.readings
    on articles.version_id = readings.version_id and articles.tagger_version = readings.tagger_version
