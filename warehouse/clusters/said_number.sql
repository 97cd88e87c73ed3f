-- One row in, one value out: the number of what a claim says, of 63 bits, the same in any year. Claims of one number
-- have the same words, language, kind, polarity and concepts, and are in one cluster.
create or replace temp macro said_number(said_text, lang, kind, polarity, agent_concept, target_concept) as (
    md5_number(
        concat_ws(chr(31), lang, kind, polarity, coalesce(agent_concept, ''), coalesce(target_concept, ''), said_text)
    ) >> 65
)::bigint;
