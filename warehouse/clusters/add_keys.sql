-- One row per thing that is said, with its keys, in columns of equal length.
insert into fresh_keys by name
select
    unnest($said) as said,
    unnest($place) as place,
    unnest($lang) as lang,
    unnest($polarity) as polarity,
    unnest($cluster_id) as cluster_id,
    unnest($method) as method,
    unnest($score) as score,
    unnest($kind) as kind,
    unnest($agent_concept) as agent_concept,
    unnest($target_concept) as target_concept,
    unnest($wording) as wording,
    unnest($bands) as bands,
    unnest($gram_count) as gram_count,
    unnest($gram_bits) as gram_bits;
