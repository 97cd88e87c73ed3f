-- One row per wording of the batch and wording that opened a cluster before, that share a band and may be alike.
-- Of a band that many share, the first $most_compared: they differ in little but their subject. Those that cannot be
-- $least_similarity alike are left out (may_be_alike.sql).
-- Which wordings are to be compared with which?
with pairs as (
    select distinct
        bands.said,
        known.said as other
    from batch_bands as bands
    inner join batch_known as known on bands.band = known.band
    where known.place <= $most_compared
)

select
    pairs.said,
    wordings.cluster_id,
    wordings.wording
from pairs
inner join fresh_wordings as fresh on pairs.said = fresh.said
inner join known_wordings as wordings on pairs.other = wordings.said
where
    fresh.lang = wordings.lang
    and fresh.kind = wordings.kind
    and fresh.polarity = wordings.polarity
    and may_be_alike(
        fresh.gram_count, wordings.gram_count, fresh.gram_bits, wordings.gram_bits, $least_similarity
    )
