-- One row per claim of a reading, as answers.claims has it.
select
    article_id,
    version_id,
    tagger_version,
    claim_id,
    start_char,
    end_char,
    text,
    kind,
    polarity,
    certainty,
    agent,
    target,
    agent_concept,
    target_concept,
    support,
    found_by,
    score,
    agent_start_char,
    agent_end_char,
    target_start_char,
    target_end_char
from answers.claims
