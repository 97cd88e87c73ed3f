-- One row per site and edit, the last first, the $most of each site.
select
    edits.site,
    edits.article_id,
    articles.title,
    articles.lang,
    strftime(edits.changed_at, '%Y-%m-%d') as changed,
    edits.reworded_count,
    edits.dropped_count,
    edits.added_count,
    edits.softened_count,
    edits.strengthened_count,
    edits.turned_count,
    edits.citation_added_count,
    edits.citation_removed_count,
    count(*) over (partition by edits.site) as edit_count
from article_edits as edits
inner join articles on edits.article_id = articles.article_id
qualify
    row_number() over (
        partition by edits.site
        order by edits.changed_at desc, edits.article_id, edits.from_version_id
    ) <= $most
order by edits.site, edits.changed_at desc, edits.article_id, edits.from_version_id
