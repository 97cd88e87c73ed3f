-- One row per outcome of the run ($run_id): the file set's replace those that another tagger's file set brought. Until
-- it is in the warehouse each has a number below zero.
delete from core.outcomes
where run_id = $run_id;

create or replace temp table run_outcomes as
with
firsts as (
    select
        article_id,
        min(position) as position
    from staged_outcomes
    where outcome = 'article'
    group by article_id
),

judged as (
    select
        staged.* exclude (article_id),
        kept.kept_id,
        kept.kept_version_id,
        kept.is_dated,
        kept.is_authored,
        kept.word_count,
        case
            when staged.outcome <> 'article' then 'as it was'
            when kept.kept_id <> kept.article_id then 'same text'
            when staged.position > firsts.position then 'same article'
            else 'kept'
        end as verdict,
        staged.article_id as own_id
    from staged_outcomes as staged
    left join firsts on staged.article_id = firsts.article_id
    left join kept_articles as kept on staged.article_id = kept.article_id
)

select
    -1 - position as row_number,
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

-- One row per outcome at a URL whose history this load changes, of before and of now.
create or replace temp table touched_outcomes as
select
    row_number,
    url,
    run_id,
    outcome,
    reason,
    "at",
    location,
    payload_digest,
    article_id,
    version_id
from earlier_outcomes
where run_id <> $run_id
union all
select
    row_number,
    url,
    run_id,
    outcome,
    reason,
    "at",
    location,
    payload_digest,
    article_id,
    version_id
from run_outcomes;

-- One row per such an outcome that does not say itself which article it is of. Where there is none,
-- 32_told_by_others.sql is not run (warehouse/load.py).
create or replace temp table untold_outcomes as
select
    row_number,
    url
from touched_outcomes
where
    outcome in ('gone', 'redirected', 'not_due', 'unchanged')
    or (outcome = 'not_article' and starts_with(reason, 'soft 404'));
