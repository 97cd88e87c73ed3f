-- One row per outcome of the run ($run_id): the file set's replace those that another tagger's file set brought.
delete from core.outcomes
where run_id = $run_id;

insert into core.outcomes by name
with
numbered as (
    select
        *,
        row_number() over (partition by outcome, article_id order by position) as occurrence
    from staged_outcomes
),

judged as (
    select
        numbered.* exclude (article_id),
        kept.kept_id,
        kept.kept_version_id,
        kept.is_dated,
        kept.is_authored,
        kept.word_count,
        case
            when numbered.outcome <> 'article' then 'as it was'
            when kept.kept_id <> kept.article_id then 'same text'
            when numbered.occurrence > 1 then 'same article'
            else 'kept'
        end as verdict,
        numbered.article_id as own_id
    from numbered
    left join kept_articles as kept on numbered.article_id = kept.article_id
)

select
    url,
    site,
    run_id,
    "at",
    record,
    etag,
    last_modified,
    location,
    directives,
    payload_digest,
    if(verdict in ('same text', 'same article'), 'duplicate', outcome) as outcome,
    case verdict
        when 'same text' then 'the text of another article of this site'
        when 'same article' then 'the article was seen earlier in this run'
        else reason
    end as reason,
    if(verdict = 'same text', kept_id, own_id) as article_id,
    if(verdict in ('kept', 'same text'), kept_version_id, null) as version_id,
    if(verdict = 'kept', is_dated, null) as is_dated,
    if(verdict = 'kept', is_authored, null) as is_authored,
    if(verdict = 'kept', word_count, null) as word_count
from judged;

-- What was not fetched again (404, 410, a redirect, an error page, a page that was not due) belongs to the article
-- last seen at that URL. What is unchanged belongs to what the URL last held: the body of the same digest, else the
-- last body; where that was a consent wall, the article was not seen. What was not due before it was ever seen was seen
-- all the same, as only a page that is known can be not due: the clock was set back since, and the article is the first
-- of that URL. Found anew for every touched URL, so that it does not matter in which order runs are loaded.
update core.outcomes
set
    article_id = found.article_id,
    version_id = found.version_id
from (
    with
    touched as (
        select
            rowid as row_number,
            url,
            "at",
            outcome,
            payload_digest,
            article_id,
            version_id,
            outcome = 'not_article' and starts_with(reason, 'soft 404') as is_soft_404,
            outcome in ('article', 'duplicate', 'not_article', 'other_language', 'opted_out')
            or (outcome = 'redirected' and starts_with(reason, 'meta refresh')) as is_body
        from core.outcomes
        where url in (select url from touched_urls)
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
    where later.outcome = 'unchanged'
) as found
where outcomes.rowid = found.row_number;
