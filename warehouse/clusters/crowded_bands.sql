-- One row per band that more wordings share than are compared ($most_compared), those of the batch counted too.
-- How many of those places do wordings of before take?
with known as (
    select
        band,
        count(*) as known_count
    from batch_known
    group by band
),

fresh as (
    select
        band,
        count(*) as fresh_count
    from batch_bands
    group by band
)

select
    fresh.band,
    least(coalesce(known.known_count, 0), $most_compared) as taken
from fresh
left join known on fresh.band = known.band
where coalesce(known.known_count, 0) + fresh.fresh_count > $most_compared
