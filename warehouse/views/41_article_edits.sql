-- One row per edit of an article, with what became of its claims: null where no tagger has read both texts, since
-- what two taggers find in two texts differs by the tagger, too.
create or replace view article_edits as
with counted as (
    select
        article_id,
        from_version_id,
        to_version_id,
        changed_at,
        count(from_claim_id) as from_claim_count,
        count(to_claim_id) as to_claim_count,
        count(*) filter (where changes = ['unchanged']) as unchanged_claim_count,
        count(*) filter (where wording = 'reworded') as reworded_count,
        count(*) filter (where wording = 'dropped') as dropped_count,
        count(*) filter (where wording = 'added') as added_count,
        count(*) filter (where list_contains(changes, 'softened')) as softened_count,
        count(*) filter (where list_contains(changes, 'strengthened')) as strengthened_count,
        count(*) filter (where list_has_any(changes, ['negated', 'affirmed'])) as turned_count,
        count(*) filter (where list_contains(changes, 'citation_added')) as citation_added_count,
        count(*) filter (where list_contains(changes, 'citation_removed')) as citation_removed_count
    from core.claim_changes
    group by all
)

select
    edits.article_id,
    articles.site,
    articles.url,
    edits.from_version_id,
    edits.to_version_id,
    edits.seen_before_at,
    edits.changed_at,
    edits.tagger_version,
    case
        when edits.tagger_version is not null then coalesce(counted.from_claim_count, 0)
    end as from_claim_count,
    case
        when edits.tagger_version is not null then coalesce(counted.to_claim_count, 0)
    end as to_claim_count,
    case
        when edits.tagger_version is not null then coalesce(counted.unchanged_claim_count, 0)
    end as unchanged_claim_count,
    case
        when edits.tagger_version is not null then coalesce(counted.reworded_count, 0)
    end as reworded_count,
    case
        when edits.tagger_version is not null then coalesce(counted.dropped_count, 0)
    end as dropped_count,
    case
        when edits.tagger_version is not null then coalesce(counted.added_count, 0)
    end as added_count,
    case
        when edits.tagger_version is not null then coalesce(counted.softened_count, 0)
    end as softened_count,
    case
        when edits.tagger_version is not null then coalesce(counted.strengthened_count, 0)
    end as strengthened_count,
    case
        when edits.tagger_version is not null then coalesce(counted.turned_count, 0)
    end as turned_count,
    case
        when edits.tagger_version is not null then coalesce(counted.citation_added_count, 0)
    end as citation_added_count,
    case
        when edits.tagger_version is not null then coalesce(counted.citation_removed_count, 0)
    end as citation_removed_count
from core.edits as edits
inner join core.articles as articles on edits.article_id = articles.article_id
left join counted
    on
        edits.article_id = counted.article_id
        and edits.from_version_id = counted.from_version_id
        and edits.to_version_id = counted.to_version_id
        and edits.changed_at = counted.changed_at;
