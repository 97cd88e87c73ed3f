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
    if(verdict in ('kept', 'same text'), kept_version_id, null) as version_id
from judged;

-- What was not fetched again (304, 404, 410, a redirect, an error page) belongs to the article last seen at that URL.
-- Found anew for every touched URL, so that it does not matter in which order runs are loaded.
update core.outcomes
set
    article_id = found.article_id,
    version_id = found.version_id
from (
    with
    later as (
        select
            rowid as row_number,
            url,
            "at",
            outcome
        from core.outcomes
        where
            (
                outcome in ('unchanged', 'gone', 'redirected')
                or (outcome = 'not_article' and starts_with(reason, 'soft 404'))
            )
            and url in (select url from touched_urls)
    ),

    earlier as (
        select
            url,
            "at",
            article_id,
            version_id
        from core.outcomes
        where
            outcome in ('article', 'duplicate')
            and article_id is not null
            and url in (select url from touched_urls)
    )

    select
        later.row_number,
        earlier.article_id,
        if(later.outcome = 'unchanged', earlier.version_id, null) as version_id
    from later
    asof left join earlier
        on later.url = earlier.url and later."at" >= earlier."at"
) as found
where outcomes.rowid = found.row_number;
