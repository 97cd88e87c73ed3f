-- One row per rung of the ladder of evidence, the best first.
select
    level,
    rank,
    ocebm_level,
    name,
    reason,
    example
from core.evidence_levels
order by rank
