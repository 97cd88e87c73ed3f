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

-- One row per band in which such a wording meets another, of before or of this load.
create or replace temp table met_bands as
select band
from known_bands
union
select band
from fresh_bands
group by band
having count(*) > 1;

-- One row per such wording that meets another: which of them it is like must be seen, in the order in which they came.
create or replace temp table met_wordings as
select
    said,
    row_number() over (order by place) - 1 as number
from fresh_wordings
where
    said in (
        select said from fresh_bands
        where band in (select band from met_bands)
    );

-- One row per wording that meets none: it opens a cluster of its own.
insert into placed by name
select
    said,
    cluster_id,
    'wording' as method,
    1.0 as score,
    kind
from fresh_wordings
where said not in (select said from met_wordings);

insert into core.claim_wordings by name
select
    said,
    cluster_id,
    lang,
    kind,
    polarity,
    wording,
    gram_count,
    gram_bits
from fresh_wordings
where said not in (select said from met_wordings);

insert into core.wording_bands by name
select
    band,
    said
from fresh_bands
where said not in (select said from met_wordings);
