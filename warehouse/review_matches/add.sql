-- One row per review that was matched, given in columns of equal length.
insert into core.review_clusters by name
select
    unnest($review_id) as review_id,
    unnest($cluster_id) as cluster_id,
    unnest($agent_concept) as agent_concept,
    unnest($target_concept) as target_concept,
    unnest($kind) as kind,
    unnest($method) as method,
    unnest($score) as score;
