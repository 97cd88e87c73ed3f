-- One row per site, language and week of publication; articles without a date have week null.
select
    site,
    lang,
    week,
    article_count,
    claim_count,
    traceable_count,
    named_count,
    vague_count,
    none_count,
    benefit_count,
    harm_count,
    evidence_count,
    fact_count,
    negated_count,
    hedged_count,
    claim_count - traceable_count as untraceable_count
from weekly_trends
order by site, lang, week
