-- One row per wording that opened a cluster and shares a band with those asked for ($bands), and such a band. Which
-- wordings may be like these? Of a band that many share, the first fifty: they differ in little but their subject.
select
    bands.band,
    bands.cluster_id,
    wordings.lang,
    wordings.kind,
    wordings.polarity,
    wordings.wording
from core.wording_bands as bands
inner join core.claim_wordings as wordings on bands.cluster_id = wordings.cluster_id
where bands.band in (select unnest($bands))
qualify row_number() over (partition by bands.band order by bands.cluster_id) <= 50
order by bands.band, bands.cluster_id
