-- One row per claim of benefit or harm that speaks more surely than its best evidence allows.
-- Which claims are the boldest for what they rest on, and on what do they rest?
select
    gap,
    site,
    text,
    certainty,
    best_level,
    best_basis
from strength_gap
where gap >= 2
order by gap desc, site, text
