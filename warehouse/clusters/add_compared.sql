-- One row per wording of the batch and its cluster; those that opened one ($opened) are known to the batches after it.
insert into placed by name
select
    unnest($said) as said,
    unnest($cluster_id) as cluster_id,
    unnest($method) as method,
    unnest($score) as score,
    unnest($kind) as kind;

create or replace temp table opened_wordings as
select unnest($opened) as said;

insert into known_bands by name
select
    band,
    said
from fresh_bands
where said in (select said from opened_wordings) and $after < (select count(*) from met_wordings);

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
where said in (select said from opened_wordings) and $after < (select count(*) from met_wordings);
