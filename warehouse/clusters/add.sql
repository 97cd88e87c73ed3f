-- One row per claim, of those never said before, that was clustered, per wording that opened a cluster, and per band of
-- it, all in columns.
insert into said_before by name
select
    unnest($said) as said,
    unnest($cluster_id) as cluster_id,
    unnest($method) as method,
    unnest($score) as score,
    unnest($claim_kind) as kind,
    unnest($agent_concept) as agent_concept,
    unnest($target_concept) as target_concept;

insert into core.claim_wordings by name
select
    unnest($wording_cluster_id) as cluster_id,
    unnest($lang) as lang,
    unnest($kind) as kind,
    unnest($polarity) as polarity,
    unnest($wording) as wording;

insert into core.wording_bands by name
select
    unnest($band) as band,
    unnest($band_cluster_id) as cluster_id;
