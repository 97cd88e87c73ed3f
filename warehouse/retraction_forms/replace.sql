-- One row per notice and paper that was read, by the paper's DOI and PMID, both null where the row names none.
-- `nature` is the word of this warehouse; one that it does not know stays as it is told, in lower case.
create or replace temp table named_retractions as
select distinct
    row_number,
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
        row_number() over () as row_number,
        unnest(string_split(coalesce(told_nature, ''), ';')) as told_word
    from read_retractions
) as split;

-- What an earlier list of this form ($form) brought makes room for this one.
delete from core.retractions
where form = $form;

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
