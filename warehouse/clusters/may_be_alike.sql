-- One row in, one value out: whether two wordings may be `least_similarity` alike, by their numbers of four-letter runs
-- and by bits of these (transforms/wordings.py).
create or replace temp macro may_be_alike(one_count, other_count, one_bits, other_bits, least_similarity) as (
    least(one_count, other_count) >= least_similarity * greatest(one_count, other_count) - 1e-6
    and bit_count(xor(one_bits[1], other_bits[1]))::integer
    + bit_count(xor(one_bits[2], other_bits[2]))::integer
    + bit_count(xor(one_bits[3], other_bits[3]))::integer
    + bit_count(xor(one_bits[4], other_bits[4]))::integer
    <= (1 - least_similarity) / (1 + least_similarity) * (one_count + other_count) + 1e-6
);
