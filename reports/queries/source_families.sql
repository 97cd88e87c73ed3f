-- One row per scheme and standing of the sources that articles cite: how many, how often, and what is known of them.
select
    scheme,
    standing,
    count(*) as source_count,
    cast(sum(citation_count) as bigint) as citation_count,
    count(title) as known_count
from sources
group by scheme, standing
order by citation_count desc, scheme, standing
