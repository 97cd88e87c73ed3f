-- One row per thing that is said and whose keys were made now: by concepts its cluster, else its wording; in columns of
-- equal length.
insert into placed by name
select
    unnest($known_said) as said,
    unnest($known_cluster_id) as cluster_id,
    unnest($known_method) as method,
    unnest($known_score) as score,
    unnest($known_kind) as kind,
    unnest($known_agent_concept) as agent_concept,
    unnest($known_target_concept) as target_concept;

insert into fresh_wordings by name
select
    unnest($said) as said,
    unnest($place) as place,
    unnest($cluster_id) as cluster_id,
    unnest($lang) as lang,
    unnest($kind) as kind,
    unnest($polarity) as polarity,
    unnest($wording) as wording,
    unnest($bands) as bands,
    unnest($gram_count) as gram_count,
    unnest($gram_bits) as gram_bits;
