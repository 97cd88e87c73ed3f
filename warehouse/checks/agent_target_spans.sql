-- One row per agent or target whose words are not the text at its offsets, or that lies outside its claim.
-- Are the words of every agent and target what stands at their offsets, within their claim?
-- severity: error
with spans as (
    select
        'agent' as part,
        claim_id,
        version_id,
        tagger_version,
        text as claim_text,
        start_char as claim_start,
        end_char as claim_end,
        agent as words,
        agent_start_char as start_char,
        agent_end_char as end_char
    from core.claims
    union all
    select
        'target' as part,
        claim_id,
        version_id,
        tagger_version,
        text as claim_text,
        start_char as claim_start,
        end_char as claim_end,
        target as words,
        target_start_char as start_char,
        target_end_char as end_char
    from core.claims
)

-- The claim's own text is looked into, not the article's: claim_spans compares those two.
select *
from spans
where
    (words is null) <> (start_char is null)
    or (words is null) <> (end_char is null)
    or start_char >= end_char
    or start_char < claim_start
    or end_char > claim_end
    or substr(claim_text, start_char - claim_start + 1, end_char - start_char) <> words
