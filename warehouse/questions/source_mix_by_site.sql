-- One row per site and kind of publisher that its articles cite, over all months.
-- What kinds of publisher does each site cite, and how often itself?
select
    site,
    publisher_kind,
    sum(citation_count) as citation_count,
    sum(citation_count) / sum(sum(citation_count)) over (partition by site) as citation_share,
    sum(self_citation_count) as self_citation_count
from source_mix
group by site, publisher_kind
order by site, citation_count desc, publisher_kind
