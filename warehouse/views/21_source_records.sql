-- One row per source that a registry knows and whose match leads back to it: what the registries say of the work. Where
-- they differ, PubMed is believed before Crossref and Crossref before OpenAlex.
create or replace view source_records as
with
believed as (
    select
        source_works.source_id,
        works.*,
        case works.registry when 'pubmed' then 1 when 'crossref' then 2 else 3 end as place
    from core.source_works
    inner join core.works on source_works.work_id = works.work_id
    where source_works.is_checked_back
),

typed as (
    select
        source_id,
        registry,
        unnest(types) as type
    from believed
),

levels as (
    select
        typed.source_id,
        min_by(registry_types.level, (evidence_levels.rank, typed.registry, typed.type)) as level,
        min_by(typed.registry || ': ' || typed.type, (evidence_levels.rank, typed.registry, typed.type)) as basis
    from typed
    inner join core.registry_types
        on typed.registry = registry_types.registry and typed.type = registry_types.type
    inner join core.evidence_levels on registry_types.level = evidence_levels.level
    where registry_types.level <> 'unspecified'
    group by typed.source_id
),

gathered as (
    select
        source_id,
        list(distinct registry order by registry) as registries,
        min_by(doi, place) filter (where doi is not null) as doi,
        min_by(pmid, place) filter (where pmid is not null) as pmid,
        min_by(title, place) filter (where title is not null) as title,
        min_by("year", place) filter (where "year" is not null) as "year",
        min_by(journal, place) filter (where journal is not null) as journal,
        min_by(first_author, place) filter (where first_author is not null) as first_author,
        list_distinct(flatten(list(types order by place))) as types,
        bool_or(is_preprint) as is_preprint,
        bool_or(is_animal) as is_animal,
        bool_or(is_retracted) as is_retracted,
        min(retracted_on) as retracted_on
    from believed
    group by source_id
)

select
    gathered.source_id,
    gathered.registries,
    gathered.doi,
    gathered.pmid,
    gathered.title,
    gathered."year",
    gathered.journal,
    gathered.first_author,
    gathered.types,
    -- whatever the design, animals are no people
    case when gathered.is_animal then 'laboratory' else levels.level end as evidence_level,
    case when gathered.is_animal then 'pubmed: animals and no humans' else levels.basis end as evidence_basis,
    gathered.is_preprint,
    gathered.is_animal,
    gathered.is_retracted,
    gathered.retracted_on
from gathered
left join levels on gathered.source_id = levels.source_id;
