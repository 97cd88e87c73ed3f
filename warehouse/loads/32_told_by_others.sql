-- One row per outcome that does not say itself which article it is of.
-- What was not fetched again (404, 410, a redirect, an error page, a page that was not due) belongs to the article
-- last seen at that URL. What is unchanged belongs to what the URL last held: the body of the same digest, else the
-- last body; where that was a consent wall, the article was not seen. What was not due before it was ever seen was seen
-- all the same, as only a page that is known can be not due: the clock was set back since, and the article is the first
-- of that URL. Found anew for every touched URL, so that it does not matter in which order runs are loaded.
create or replace temp table told_outcomes as
with
touched as (
    select
        row_number,
        url,
        "at",
        outcome,
        payload_digest,
        article_id,
        version_id,
        outcome = 'not_article' and starts_with(reason, 'soft 404') as is_soft_404,
        outcome in ('article', 'duplicate', 'not_article', 'other_language', 'opted_out')
        or (outcome = 'redirected' and starts_with(reason, 'meta refresh')) as is_body
    from touched_outcomes
    where url in (select url from untold_outcomes)
),

articles as (
    select
        url,
        "at",
        article_id
    from touched
    where outcome in ('article', 'duplicate') and article_id is not null
),

first_articles as (
    select
        url,
        min_by(article_id, "at") as article_id
    from articles
    group by url
),

bodies as (
    select
        url,
        "at",
        if(outcome in ('article', 'duplicate'), article_id, null) as article_id,
        if(outcome in ('article', 'duplicate'), version_id, null) as version_id
    from touched
    where is_body
),

same_bytes as (
    select
        url,
        payload_digest,
        "at",
        if(outcome in ('article', 'duplicate'), article_id, null) as article_id,
        if(outcome in ('article', 'duplicate'), version_id, null) as version_id
    from touched
    where is_body and payload_digest is not null
)

select
    later.row_number,
    coalesce(
        articles.article_id, if(later.outcome = 'not_due', first_articles.article_id, null)
    ) as article_id,
    null::varchar as version_id
from touched as later
asof left join articles
    on later.url = articles.url and later."at" >= articles."at"
left join first_articles on later.url = first_articles.url
where later.outcome in ('gone', 'redirected', 'not_due') or later.is_soft_404
union all
select
    later.row_number,
    if(same_bytes."at" is null, bodies.article_id, same_bytes.article_id) as article_id,
    if(same_bytes."at" is null, bodies.version_id, same_bytes.version_id) as version_id
from touched as later
asof left join bodies
    on later.url = bodies.url and later."at" >= bodies."at"
asof left join same_bytes
    on
        later.url = same_bytes.url
        and later.payload_digest = same_bytes.payload_digest
        and later."at" >= same_bytes."at"
where later.outcome = 'unchanged';

update touched_outcomes
set
    article_id = told.article_id,
    version_id = told.version_id
from told_outcomes as told
where touched_outcomes.row_number = told.row_number;

-- Few of before are told anew, and only these are written.
update core.outcomes
set
    article_id = told.article_id,
    version_id = told.version_id
from told_outcomes as told
where
    told.row_number >= 0
    and outcomes.rowid = told.row_number
    and (outcomes.article_id, outcomes.version_id) is distinct from (told.article_id, told.version_id);

drop table told_outcomes;
