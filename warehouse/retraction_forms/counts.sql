-- One row: how many rows were read, how many name no paper or nothing that happened to it, and what was kept of form
-- $form.
with unusable as (
    select count(distinct row_number) as row_count
    from named_retractions
    where (doi is null and pmid is null) or nature = ''
)

select
    (
        select count(*) from read_retractions
    ) as row_count,
    any_value(unusable.row_count) as unusable_count,
    count(retractions.form) as notice_count,
    count(distinct coalesce(retractions.doi, retractions.pmid)) as paper_count,
    count(retractions.announced_on) as dated_count
from unusable
left join core.retractions as retractions on retractions.form = $form;
