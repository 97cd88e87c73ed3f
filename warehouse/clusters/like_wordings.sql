-- One row per wording of the batch and wording that opened a cluster before, that share a band and may be alike.
-- Of a band that many share, the first $most_compared: they differ in little but their subject. Those that cannot be
-- $least_similarity alike, by the count of their four-letter runs or by bits of these, are left out
-- (transforms/wordings.py).
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
    and least(fresh.gram_count, wordings.gram_count)
    >= $least_similarity * greatest(fresh.gram_count, wordings.gram_count) - 1e-6
    and bit_count(xor(fresh.gram_bits[1], wordings.gram_bits[1]))::integer
    + bit_count(xor(fresh.gram_bits[2], wordings.gram_bits[2]))::integer
    + bit_count(xor(fresh.gram_bits[3], wordings.gram_bits[3]))::integer
    + bit_count(xor(fresh.gram_bits[4], wordings.gram_bits[4]))::integer
    <= (1 - $least_similarity) / (1 + $least_similarity) * (fresh.gram_count + wordings.gram_count) + 1e-6
