-- One row per article that is no longer where it was seen: since when it is missing, when that was given up, and
-- which article took its place. 410 says that it is meant; so do a lasting redirect to another article and another
-- article at the same address. One 404 may be a slip of the server, three on one day an outage: 404, an error page
-- with status 200 or a lasting redirect to what is no article say it on three days in a row. Between those, an answer
-- of another kind (a consent wall, a redirect for the time being) starts the count anew; a failure (a timeout, 503)
-- says nothing. This is said again, of any moment, in macros/10_articles_as_of.sql: change both.
insert into absences by name
with
-- what stands where a redirect leads; null where that is no article
holders as (
    select
        url,
        max_by(article_id, "at") filter (where outcome in ('article', 'duplicate')) as article_id
    from core.outcomes
    where
        outcome in ('article', 'duplicate', 'not_article', 'other_language')
        and url in (
            select location from later_answers
            where is_lasting_redirect
        )
    group by url
),

judged as (
    select
        answers.article_id,
        answers."at",
        answers.outcome = 'gone' and answers.reason = 'status 410' as is_meant,
        case
            when answers.outcome in ('article', 'duplicate', 'unchanged') then answers.shown_id
            when answers.is_lasting_redirect then holders.article_id
        end as moved_to,
        answers.outcome = 'gone'
        or (answers.outcome = 'not_article' and starts_with(answers.reason, 'soft 404'))
        or (answers.is_lasting_redirect and holders.url is not null) as is_strike
    from later_answers as answers
    left join holders on answers.location = holders.url
),

numbered as (
    select
        *,
        count(*) filter (where not is_strike and moved_to is null) over (
            partition by article_id
            order by "at"
        ) as turn
    from judged
),

turns as (
    select
        article_id,
        turn,
        min("at") filter (where is_strike or moved_to is not null) as missing_since,
        max_by(moved_to, "at") filter (where moved_to is not null) as moved_to,
        count(distinct "at"::date) filter (where is_strike) >= 3
        or bool_or(is_meant)
        or bool_or(moved_to is not null) as is_gone
    from numbered
    where moved_to is distinct from article_id
    group by article_id, turn
)

select
    article_id,
    min(missing_since) filter (where is_gone) as gone_at,
    coalesce(min(missing_since) filter (where is_gone), max_by(missing_since, turn)) as missing_since,
    max_by(moved_to, turn) filter (where moved_to is not null) as moved_to
from turns
group by article_id;
