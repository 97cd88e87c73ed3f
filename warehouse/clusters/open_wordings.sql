-- One row per wording of opened_wordings, and per band of it: each has opened a cluster.
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
where said in (select said from opened_wordings);

insert into core.wording_bands by name
select
    band,
    said
from fresh_bands
where said in (select said from opened_wordings);
