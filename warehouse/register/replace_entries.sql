-- One row per entry of the list that was read ($entry_ids, $substances, …); it takes the place of the list of this form
-- ($form) that was loaded before.
delete from core.register_entries
where form = $form;

insert into core.register_entries by name
select
    *,
    $form as form,
    $file as file,
    $list_date::date as list_date
from (
    select
        unnest($entry_ids) as entry_id,
        unnest($claim_types) as claim_type,
        unnest($substances) as substance,
        unnest($claims) as claim,
        unnest($conditions) as conditions,
        unnest($health_relationships) as health_relationship,
        unnest($efsa_opinions) as efsa_opinion,
        unnest($regulations) as regulation,
        unnest($told_statuses) as told_status,
        unnest($standings) as standing
) as given;
