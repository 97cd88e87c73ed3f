-- One row per outcome and per article as before. An outcome of an article keeps whether that page said a date and an
-- author then, and how long it was: the reading is overwritten when the same text comes back with another date, and a
-- past run's shares must not move with it. An article says where it stands now, and which article took its place.
alter table core.outcomes add column is_dated boolean;
alter table core.outcomes add column is_authored boolean;
alter table core.outcomes add column word_count bigint;
alter table core.articles add column url varchar;
alter table core.articles add column moved_to varchar;

-- of runs from before, what their readings say now is the best that is known
update core.outcomes
set
    is_dated = said.is_dated,
    is_authored = said.is_authored,
    word_count = said.word_count
from (
    select
        version_id,
        bool_or(published is not null or modified is not null) as is_dated,
        bool_or(author is not null) as is_authored,
        max(word_count) as word_count
    from core.readings
    group by version_id
) as said
where outcomes.version_id = said.version_id and outcomes.outcome = 'article';

-- what was not due belongs to the article last seen there: so it counts as standing only where one stood
update core.outcomes
set article_id = found.article_id
from (
    with earlier as (
        select
            url,
            "at",
            article_id
        from core.outcomes
        where outcome in ('article', 'duplicate') and article_id is not null
    )

    select
        later.rowid as row_number,
        earlier.article_id
    from core.outcomes as later
    asof inner join earlier
        on later.url = earlier.url and later."at" >= earlier."at"
    where later.outcome = 'not_due'
) as found
where outcomes.rowid = found.row_number;
