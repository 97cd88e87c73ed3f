-- One row per version that is known already and has a text of the file set.
create or replace temp table known_texts as
select
    version_id,
    article_id,
    content_hash,
    site,
    first_seen_at,
    last_seen_at
from core.versions
where content_hash in (select content_hash from staged_articles);

-- One row per article of the file set and the article that is kept for it: itself, or the one with the same text. The
-- same text on the same site under another article_id is a duplicate: of an article that an earlier load kept and
-- that is not gone, else of the first in this file set. So an AMP page without a canonical link is not counted twice,
-- and an article that moved with its text lives on, also where its old address answers 404 instead of leading to the
-- new one. `kept_version_id` is that text as a version of the kept article.
create or replace temp table kept_articles as
with
earlier as (
    select
        site,
        content_hash,
        min_by(article_id, (first_seen_at, article_id)) as article_id,
        min_by(version_id, (first_seen_at, article_id)) as version_id
    from known_texts
    where
        last_seen_at is not null
        and article_id not in (
            select article_id from core.articles
            where gone_at is not null
        )
    group by site, content_hash
),

firsts as (
    select
        site,
        content_hash,
        min_by(article_id, position) as article_id,
        min_by(version_id, position) as version_id
    from staged_articles
    group by site, content_hash
)

select
    staged.article_id,
    staged.version_id,
    staged.is_dated,
    staged.is_authored,
    staged.word_count,
    coalesce(earlier.article_id, firsts.article_id) as kept_id,
    coalesce(earlier.version_id, firsts.version_id) as kept_version_id
from staged_articles as staged
inner join firsts
    on staged.site = firsts.site and staged.content_hash = firsts.content_hash
left join earlier
    on staged.site = earlier.site and staged.content_hash = earlier.content_hash;
