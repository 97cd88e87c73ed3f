-- One row per identifier of a paper (scheme doi or pmid, value) with a notice, and what stands now: a retraction that
-- was taken back is `reinstated`. Of the lists' forms, the one with dates tells more and both count.
create or replace view retractions as
with identified as (
    select
        'doi' as scheme,
        told.doi as value,
        told.nature,
        told.announced_on,
        told.reasons,
        told.notice_doi,
        told.title,
        told.list_date
    from core.retractions as told
    where told.doi is not null
    union all
    select
        'pmid' as scheme,
        told.pmid as value,
        told.nature,
        told.announced_on,
        told.reasons,
        told.notice_doi,
        told.title,
        told.list_date
    from core.retractions as told
    where told.pmid is not null
),

papers as (
    select
        scheme,
        value,
        bool_or(nature = 'retracted') as is_retracted,
        bool_or(nature = 'reinstated') as is_reinstated,
        bool_or(nature = 'concern') as is_doubted,
        min(announced_on) filter (where nature = 'retracted') as retracted_on,
        max(announced_on) filter (where nature = 'retracted') as last_retracted_on,
        max(announced_on) filter (where nature = 'reinstated') as reinstated_on,
        min(announced_on) as first_notice_on,
        max_by(reasons, announced_on) filter (where reasons is not null) as reasons,
        max_by(notice_doi, announced_on) filter (where notice_doi is not null) as notice_doi,
        max(title) as title,
        max(list_date) as list_date
    from identified
    group by scheme, value
)

select
    scheme,
    value,
    case
        -- of a list without dates, nobody knows which came last: a paper is not accused on that ground
        when is_retracted and not (is_reinstated and coalesce(reinstated_on >= last_retracted_on, true))
            then 'retracted'
        when is_reinstated then 'reinstated'
        when is_doubted then 'concern'
        else 'corrected'
    end as standing,
    coalesce(retracted_on, first_notice_on) as announced_on,
    reasons,
    notice_doi,
    title,
    list_date
from papers;
