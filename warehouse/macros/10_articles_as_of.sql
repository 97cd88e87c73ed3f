-- One row per article that was seen by a moment, as the view `articles` would have shown it then: what was answered
-- later changes nothing. It is worked out as in loads/60_history.sql and loads/61_absences.sql, which say why
-- (tests/test_as_of.py holds them against each other), but of all articles, and of the outcomes until then. Each text
-- is read by the tagger that read it last, of today, so that two days can be compared; its title and dates are those
-- of its last fetch.
create or replace macro articles_as_of(moment) as table
    with
    sightings as (
        select
            article_id,
            version_id,
            run_id,
            url,
            outcome,
            reason,
            "at",
            version_id is not null
            and bool_or(outcome = 'article') over (partition by article_id, url) as is_own
        from core.outcomes
        where article_id is not null and "at" <= moment::timestamp
    ),

    latest as (
        select
            article_id,
            max_by(version_id, (is_own, "at", version_id)) as version_id,
            min("at") as first_seen_at,
            max("at") as last_seen_at,
            max_by(run_id, ("at", run_id)) as last_run_id,
            max_by(url, ("at", url)) as last_url,
            count(distinct version_id) as version_count
        from sightings
        where version_id is not null
        group by article_id
    ),

    newest as (
        select
            version_id,
            max_by(tagger_version, load_number) as tagger_version,
            max_by(url, load_number) as url
        from core.readings
        where version_id in (select version_id from latest)
        group by version_id
    ),

    own_sightings as (
        select
            sightings.article_id,
            max(sightings."at") filter (where sightings.version_id is not null) as seen_at,
            max(sightings."at") filter (
                where sightings.version_id is null
                and sightings.outcome in ('gone', 'redirected', 'not_article')
                and sightings.reason not in ('status 302', 'status 303', 'status 307')
                and (sightings."at" <= latest.last_seen_at or sightings.run_id = latest.last_run_id)
            ) as left_at
        from sightings
        inner join latest on sightings.article_id = latest.article_id
        inner join newest on latest.version_id = newest.version_id and sightings.url = newest.url
        group by sightings.article_id
    ),

    latest_articles as (
        select
            latest.*,
            newest.tagger_version,
            case when own.left_at > own.seen_at then latest.last_url else newest.url end as url,
            case
                when own.seen_at is null or own.left_at > own.seen_at then latest.last_url
                else newest.url
            end as telling_url
        from latest
        inner join newest on latest.version_id = newest.version_id
        left join own_sightings as own on latest.article_id = own.article_id
    ),

    answers as (
        select
            latest.article_id,
            answered."at",
            answered.outcome,
            answered.reason,
            answered.location,
            answered.article_id as shown_id,
            answered.outcome = 'redirected'
            and answered.reason not in ('status 302', 'status 303', 'status 307') as is_lasting_redirect
        from latest_articles as latest
        inner join core.outcomes as answered on latest.telling_url = answered.url
        where
            answered."at" > latest.last_seen_at
            and answered."at" <= moment::timestamp
            and answered.run_id <> latest.last_run_id
            and answered.outcome in (
                'article', 'duplicate', 'unchanged', 'gone', 'redirected', 'not_article', 'other_language', 'opted_out'
            )
    ),

    -- what stands where a redirect leads; null where that is no article
    holders as (
        select
            url,
            max_by(article_id, "at") filter (where outcome in ('article', 'duplicate')) as article_id
        from core.outcomes
        where
            outcome in ('article', 'duplicate', 'not_article', 'other_language')
            and url in (select location from answers)
            and "at" <= moment::timestamp
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
        from answers
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
    ),

    absences as (
        select
            article_id,
            min(missing_since) filter (where is_gone) as gone_at,
            coalesce(min(missing_since) filter (where is_gone), max_by(missing_since, turn)) as missing_since,
            max_by(moved_to, turn) filter (where moved_to is not null) as moved_to
        from turns
        group by article_id
    )

    select
        latest.article_id,
        latest.version_id,
        coalesce(latest.url, readings.url) as url,
        versions.site,
        readings.lang,
        readings.title,
        readings.author,
        readings.published,
        readings.modified,
        readings.reviewed,
        readings.text,
        readings.word_count,
        latest.first_seen_at,
        latest.last_seen_at,
        absences.gone_at,
        absences.missing_since,
        absences.moved_to,
        latest.version_count,
        readings.extractor_version,
        readings.tagger_version
    from latest_articles as latest
    inner join core.versions on latest.version_id = versions.version_id
    inner join core.readings
        on latest.version_id = readings.version_id and latest.tagger_version = readings.tagger_version
    left join absences on latest.article_id = absences.article_id;
