-- One row per review of a fact-checker of whose claim it is known what acts on what: the cluster of claims that state
-- it.
create table core.review_clusters (
    review_id varchar not null,
    cluster_id varchar not null,
    agent_concept varchar not null,
    target_concept varchar not null,
    kind varchar not null,
    method varchar not null,
    score double not null
);
