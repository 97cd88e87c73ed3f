-- One row per id that stands on more than one row.
-- Is every article, version, reading, source, current claim and current citation there once?
-- severity: error
with
ids as (
    select
        'article' as relation,
        article_id as id
    from core.articles
    union all
    select
        'version' as relation,
        version_id as id
    from core.versions
    union all
    select
        'reading' as relation,
        version_id || ' by ' || tagger_version as id
    from core.readings
    union all
    select
        'source' as relation,
        source_id as id
    from core.sources
    union all
    select
        'claim' as relation,
        claim_id as id
    from claims
    union all
    select
        'citation' as relation,
        citation_id as id
    from citations
    union all
    select
        'file set' as relation,
        fileset as id
    from core.loads
)

select
    relation,
    id,
    count(*) as row_count
from ids
group by relation, id
having count(*) > 1
