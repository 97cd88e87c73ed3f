-- One row per band of a wording that was never said before.
create or replace temp table fresh_bands as
select
    said,
    cluster_id,
    unnest(bands) as band
from fresh_keys
where method = 'wording';

-- One row per band in which such a wording meets another, of before or of this load.
create or replace temp table met_bands as
select distinct band
from core.wording_bands
where band in (select band from fresh_bands)
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
from fresh_keys
where said in (select said from fresh_bands where band in (select band from met_bands));

-- One row per thing that is said by concepts, and per wording that meets none: that opens a cluster of its own.
insert into placed by name
select
    said,
    cluster_id,
    method,
    score,
    kind,
    agent_concept,
    target_concept
from fresh_keys
where said not in (select said from met_wordings);

insert into core.claim_wordings by name
select
    cluster_id,
    lang,
    kind,
    polarity,
    wording,
    gram_count,
    gram_bits
from fresh_keys
where method = 'wording' and said not in (select said from met_wordings);

insert into core.wording_bands by name
select
    band,
    cluster_id
from fresh_bands
where said not in (select said from met_wordings);
