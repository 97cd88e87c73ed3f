-- One row per claim of a reading: the cluster of claims that say the same, and by what it is in it.
create table core.claim_clusters (
    claim_id varchar not null,
    version_id varchar not null,
    tagger_version varchar not null,
    cluster_id varchar not null,
    method varchar not null,
    score double not null,
    agent_concept varchar,
    target_concept varchar
);

-- One row per wording that opened a cluster: claims of which it is not known what acts on what are held against these.
create table core.claim_wordings (
    cluster_id varchar not null,
    lang varchar not null,
    kind varchar not null,
    polarity varchar not null,
    wording varchar not null
);

-- One row per wording that opened a cluster and band: only wordings that share a band are compared.
create table core.wording_bands (
    band bigint not null,
    cluster_id varchar not null
);

-- One row: by which rules and words claims are clustered; others cluster all of them anew.
create table core.clustering (
    rules varchar not null
);

-- One row per concept of transforms/concepts, with its first term in each language of ours.
create table core.concepts (
    concept_id varchar not null,
    concept_group varchar not null,
    name_nl varchar,
    name_en varchar,
    parent varchar,
    doid varchar,
    hpo varchar
);

-- One row per pair of windows in which claims are held against their own past, from warehouse/reference.
create table core.rising_windows (
    window_days bigint not null,
    baseline_days bigint not null,
    least_articles bigint not null,
    least_z double not null,
    reason varchar not null
);
