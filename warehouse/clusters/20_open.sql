-- One row per band of a wording that was never said before.
create or replace temp table fresh_bands as
select
    said,
    unnest(bands) as band
from fresh_wordings;

-- One row per wording that opened a cluster before and band that it shares with such a one.
create or replace temp table known_bands as
select
    band,
    said
from core.wording_bands
where band in (select band from fresh_bands);

-- One row per such a wording. These tables are as large as the warehouse: each is looked through once for a load.
create or replace temp table known_wordings as
select
    said,
    cluster_id,
    lang,
    kind,
    polarity,
    wording,
    gram_count,
    gram_bits
from core.claim_wordings
where said in (select said from known_bands);

-- One row per wording that opened a cluster before, said anew with other signs or capitals: it is where that is, and
-- shares all bands with it. Of a frame that many share only some are compared, and the very same words must be found
-- all the same.
insert into placed by name
select
    said,
    cluster_id,
    'wording' as method,
    1.0 as score,
    kind
from fresh_wordings
where cluster_id in (select cluster_id from known_wordings);

delete from fresh_wordings
where said in (select said from placed);

delete from fresh_bands
where said not in (select said from fresh_wordings);

-- One row per band in which such a wording meets another, of before or of this load, and whether it is a crowd: whether
-- more share it than are compared with each other ($most_compared).
create or replace temp table met_bands as
select
    band,
    count(*) > $most_compared as is_crowded
from (
    select band from fresh_bands
    union all
    select band from known_bands
) as bands
group by band
having count(*) > 1;

-- One row per two wordings that meet, not in a crowd, and that may be alike.
create or replace temp table alike_pairs as
with
meetings as (
    select
        said,
        band
    from fresh_bands
    where
        band in (
            select band from met_bands
            where not is_crowded
        )
),

pairs as (
    select
        one.said,
        known.said as other
    from meetings as one
    inner join known_bands as known on one.band = known.band
    union
    select
        one.said,
        another.said as other
    from meetings as one
    inner join meetings as another on one.band = another.band and one.said < another.said
),

others as (
    select
        said,
        lang,
        kind,
        polarity,
        gram_count,
        gram_bits
    from known_wordings
    union all
    select
        said,
        lang,
        kind,
        polarity,
        gram_count,
        gram_bits
    from fresh_wordings
)

select
    pairs.said,
    pairs.other
from pairs
inner join fresh_wordings as fresh on pairs.said = fresh.said
inner join others on pairs.other = others.said
where
    fresh.lang = others.lang
    and fresh.kind = others.kind
    and fresh.polarity = others.polarity
    and may_be_alike(fresh.gram_count, others.gram_count, fresh.gram_bits, others.gram_bits, $least_similarity);

-- One row per wording that may be like another, or is in a crowd: what it is like must be seen, in the order in which
-- they came.
create or replace temp table met_wordings as
select
    said,
    row_number() over (order by place) - 1 as number
from fresh_wordings
where
    said in (
        select said from alike_pairs
        union all
        select other as said from alike_pairs
        union all
        select said from fresh_bands
        where
            band in (
                select band from met_bands
                where is_crowded
            )
    );

-- One row per wording that is like none: it opens a cluster of its own.
insert into placed by name
select
    said,
    cluster_id,
    'wording' as method,
    1.0 as score,
    kind
from fresh_wordings
where said not in (select said from met_wordings);

create or replace temp table opened_wordings as
select said
from fresh_wordings
where said not in (select said from met_wordings);
