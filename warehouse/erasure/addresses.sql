-- One row per address and site that any row names as a page's, or as where it leads.
-- Which addresses are there, so that those that were asked to be forgotten can be told?
select
    url,
    site
from core.outcomes
union
select
    location as url,
    site
from core.outcomes
where location is not null
union
select
    readings.url,
    versions.site
from core.readings
inner join core.versions on readings.version_id = versions.version_id
union
select
    url,
    site
from core.articles
where url is not null
