-- One row per band of the wordings that meet others, of those numbered from $first up to $after.
create or replace temp table batch_bands as
select
    bands.said,
    bands.band
from fresh_bands as bands
inner join met_wordings as met on bands.said = met.said
where met.number >= $first and met.number < $after and bands.band in (select band from met_bands);

-- One row per such a band and wording that opened a cluster before, also in an earlier batch.
create or replace temp table batch_known as
select
    known.band,
    known.said,
    wordings.cluster_id,
    row_number() over (partition by known.band order by wordings.cluster_id) as place
from known_bands as known
inner join known_wordings as wordings on known.said = wordings.said
where known.band in (select band from batch_bands);
