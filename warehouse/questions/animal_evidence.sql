-- One row per rung of evidence that asserted claims of benefit rest on, that of animal and laboratory work first.
-- What share of asserted benefit claims rests on animal studies?
select
    coalesce(best_level, 'none') as best_level,
    count(*) as claim_count,
    count(*) / sum(count(*)) over () as claim_share,
    -- of those for which anything is offered at all
    case when best_level is null then null else count(*) / sum(count(best_level)) over () end as cited_claim_share,
    coalesce(best_level = 'laboratory', false) as is_animal_or_laboratory
from claim_evidence
where kind = 'benefit' and polarity = 'affirmed' and certainty = 'asserted'
group by best_level
order by is_animal_or_laboratory desc, claim_count desc, best_level
