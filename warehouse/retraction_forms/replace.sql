-- One row per notice and paper that was read, by the paper's DOI and PMID, both null where the row names none.
-- `nature` is the word of this warehouse; one that it does not know stays as it is told, in lower case.
create or replace temp table named_retractions as
select distinct
    line,
    nullif(regexp_extract(lower(trim(told_doi)), '10\.\d{4,9}/\S+'), '') as doi,
    nullif(regexp_extract(trim(told_pmid), '^[1-9]\d{0,8}$'), '') as pmid,
    case lower(trim(told_word))
        when 'retraction' then 'retracted'
        when 'expression of concern' then 'concern'
        when 'correction' then 'corrected'
        when 'reinstatement' then 'reinstated'
        else lower(trim(told_word))
    end as nature,
    announced_on,
    reasons,
    nullif(regexp_extract(lower(trim(told_notice_doi)), '10\.\d{4,9}/\S+'), '') as notice_doi,
    title
from (
    select
        *,
        unnest(string_split(coalesce(told_nature, ''), ';')) as told_word
    from read_retractions
) as split;

-- One row per notice of the earlier list of this form ($form) that this one does not have: of that paper, by either of
-- its identifiers, it does not say that.
create or replace temp table absent_retractions as
select
    earlier.doi,
    earlier.pmid,
    earlier.nature
from core.retractions as earlier
anti join named_retractions as by_doi on earlier.doi = by_doi.doi and earlier.nature = by_doi.nature
anti join named_retractions as by_pmid on earlier.pmid = by_pmid.pmid and earlier.nature = by_pmid.nature
where earlier.form = $form;

-- The earlier list makes room for this one. Where rows of this one could not be read, what it does not have stays:
-- those rows may have told of it.
delete from core.retractions as earlier
where
    earlier.form = $form
    and (
        $is_whole
        or not exists (
            select 1
            from absent_retractions as absent
            where
                absent.doi is not distinct from earlier.doi
                and absent.pmid is not distinct from earlier.pmid
                and absent.nature = earlier.nature
        )
    );

insert into core.retractions by name
select distinct
    doi,
    pmid,
    nature,
    announced_on,
    reasons,
    notice_doi,
    title,
    $form as form,
    $file as file,
    $list_date::date as list_date
from named_retractions
where (doi is not null or pmid is not null) and nature <> '';
