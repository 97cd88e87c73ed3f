-- One row per claim that was clustered, per wording that opened a cluster, and per band of it, all in columns.
insert into core.claim_clusters by name
select
    unnest($claim_id) as claim_id,
    unnest($version_id) as version_id,
    unnest($tagger_version) as tagger_version,
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
