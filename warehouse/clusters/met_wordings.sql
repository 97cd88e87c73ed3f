-- One row per wording that meets others, of those numbered from $first up to $after.
-- Which wordings are to be compared, and which of their bands do they share, in the order in which they came?
select
    keys.said,
    keys.cluster_id,
    keys.lang,
    keys.kind,
    keys.polarity,
    keys.wording,
    (
        select list(bands.band order by bands.band)
        from batch_bands as bands
        where bands.said = keys.said
    ) as bands
from met_wordings as met
inner join fresh_wordings as keys on met.said = keys.said
where met.number >= $first and met.number < $after
order by met.number
