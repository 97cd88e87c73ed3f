-- One row per version: those of kept articles that were never seen before. When it was seen follows in 60_history.sql.
insert into core.versions by name
select
    staged.version_id,
    staged.article_id,
    staged.content_hash,
    staged.site
from staged_articles as staged
inner join kept_articles as kept on staged.article_id = kept.article_id
where
    kept.kept_id = staged.article_id
    and staged.version_id not in (
        select version_id from known_texts
    );
