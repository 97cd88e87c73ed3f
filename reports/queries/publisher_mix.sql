-- One row per site and kind of publisher that its articles cite, most cited first; `none` has no address.
select
    site,
    publisher_kind,
    cast(sum(citation_count) as bigint) as citation_count,
    cast(sum(self_citation_count) as bigint) as self_citation_count
from source_mix
group by site, publisher_kind
order by site, citation_count desc, publisher_kind
