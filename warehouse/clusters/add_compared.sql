-- One row per wording of the batch and its cluster, and per wording that opened one ($opened) and band of it.
insert into placed by name
select
    unnest($said) as said,
    unnest($cluster_id) as cluster_id,
    unnest($method) as method,
    unnest($score) as score,
    unnest($kind) as kind;

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
where said in (select unnest($opened));

insert into core.wording_bands by name
select
    band,
    said
from fresh_bands
where said in (select unnest($opened));

insert into known_bands by name
select
    band,
    said
from fresh_bands
where said in (select unnest($opened)) and $after < (select count(*) from met_wordings);

insert into known_wordings by name
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
where said in (select unnest($opened)) and $after < (select count(*) from met_wordings);
