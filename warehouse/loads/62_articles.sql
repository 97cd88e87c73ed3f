-- One row per touched article that was there before: others have nothing in the tables that follow from articles.
create or replace temp table articles_before as
select
    rowid as row_number,
    article_id
from core.articles
where article_id in (select article_id from touched_articles);

-- One row per article.
delete from core.articles
where rowid in (select row_number from articles_before);

insert into core.articles by name
select
    latest.article_id,
    versions.site,
    latest.version_id,
    latest.tagger_version,
    latest.first_seen_at,
    latest.last_seen_at,
    latest.version_count,
    latest.url,
    absences.gone_at,
    absences.missing_since,
    absences.moved_to
from latest_articles as latest
inner join touched_versions as versions on latest.version_id = versions.version_id
left join absences on latest.article_id = absences.article_id;
