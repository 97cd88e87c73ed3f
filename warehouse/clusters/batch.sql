-- One row per band of the wordings that meet others, of those numbered from $first up to $after.
create or replace temp table batch_bands as
select
    bands.said,
    bands.band
from fresh_bands as bands
inner join met_wordings as met on bands.said = met.said
where met.number >= $first and met.number < $after and bands.band in (select band from met_bands);

-- One row per wording that opened a cluster before and such a band of it.
create or replace temp table known_bands as
select
    band,
    cluster_id,
    row_number() over (partition by band order by cluster_id) as place
from core.wording_bands
where band in (select band from batch_bands);
