-- One row per concept that is given in columns of equal length, in place of those of before.
delete from core.concepts;

insert into core.concepts by name
select
    unnest($concept_id) as concept_id,
    unnest($concept_group) as concept_group,
    unnest($name_nl) as name_nl,
    unnest($name_en) as name_en,
    unnest($parent) as parent,
    unnest($doid) as doid,
    unnest($hpo) as hpo;
