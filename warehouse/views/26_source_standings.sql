-- One row per source that a loaded retraction list or a registry tells of: what stands now of the paper. A list is
-- found by the source's own DOI or PMID, and by those that a registry has for it.
create or replace view source_standings as
with
identified as (
    select
        source_id,
        scheme,
        value
    from core.sources
    where scheme in ('doi', 'pmid')
    union
    select
        source_id,
        'doi' as scheme,
        doi as value
    from source_records
    where doi is not null
    union
    select
        source_id,
        'pmid' as scheme,
        pmid as value
    from source_records
    where pmid is not null
),

told as (
    select
        identified.source_id,
        retractions.standing,
        retractions.announced_on,
        retractions.reasons,
        retractions.notice_doi,
        'list of ' || retractions.list_date as basis,
        1 as place
    from identified
    inner join retractions on identified.scheme = retractions.scheme and identified.value = retractions.value
    union all
    select
        source_id,
        'retracted' as standing,
        retracted_on as announced_on,
        null as reasons,
        null as notice_doi,
        array_to_string(registries, ', ') as basis,
        2 as place
    from source_records
    where is_retracted
)

select
    source_id,
    -- a list knows of reinstatements, a registry seldom does
    min_by(standing, place) as standing,
    min_by(announced_on, place) filter (where announced_on is not null) as announced_on,
    min_by(reasons, place) filter (where reasons is not null) as reasons,
    min_by(notice_doi, place) filter (where notice_doi is not null) as notice_doi,
    min_by(basis, place) as standing_basis
from told
group by source_id;
