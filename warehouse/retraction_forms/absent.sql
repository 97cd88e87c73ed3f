-- One row per notice of the earlier list that this one does not have: its paper, the first $most of them.
select distinct coalesce(doi, 'pmid ' || pmid) as paper
from absent_retractions
order by paper
limit $most;
