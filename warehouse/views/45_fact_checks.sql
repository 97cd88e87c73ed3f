-- One row per review of a claim by a fact-checker: of the latest version of its page, else of a page that is no article
-- (a verdict of thirty words, a list of verdicts) as it was last read, else of a loaded feed. The
-- verdict is the reviewer's, put into one of six words; nothing is said in a voice of our own. It is read from the
-- rating's words: those of core.rating_words with which they begin, the longest of them; else from its number, where
-- the scale is told ("2 of 1 to 5").
create or replace view fact_checks as
with
-- in which run a page that is no article was last read: since then it may have become one, or hold other reviews
last_readings as (
    select
        outcomes.url as page_url,
        max_by(outcomes.run_id, outcomes."at") as run_id
    from core.outcomes as outcomes
    where
        outcomes.url in (select page_url from core.page_reviews)
        and (
            outcomes.outcome in ('article', 'duplicate', 'not_article', 'other_language', 'opted_out')
            or (outcomes.run_id, outcomes.url) in (
                select
                    run_id,
                    page_url
                from core.page_reviews
            )
        )
    group by outcomes.url
),

told as (
    select
        reviews.*,
        articles.site,
        articles.url as page_url
    from core.claim_reviews as reviews
    left join core.articles as articles
        on reviews.version_id = articles.version_id and reviews.tagger_version = articles.tagger_version
    where reviews.origin = 'feed' or articles.article_id is not null
    union all by name
    select
        reviews.* exclude (run_id, load_number),
        'other page' as origin
    from core.page_reviews as reviews
    inner join last_readings
        on reviews.page_url = last_readings.page_url and reviews.run_id = last_readings.run_id
),

current as (
    select
        reviews.*,
        -- "Pants on Fire!" is "pants on fire"; "Half-true" is "half true"
        trim(regexp_replace(lower(strip_accents(reviews.rating)), '[^a-z0-9]+', ' ', 'g')) as plain_rating,
        case
            when
                reviews.best_rating > reviews.worst_rating
                and reviews.rating_value between reviews.worst_rating and reviews.best_rating
                then (reviews.rating_value - reviews.worst_rating) / (reviews.best_rating - reviews.worst_rating)
        end as position
    from told as reviews
    -- a page knows best what it says ('page', then 'other page'); then the feed that was loaded last
    qualify row_number() over (
        partition by reviews.review_id
        order by reviews.origin desc, reviews.list_date desc nulls last, reviews.article_id, reviews.page_url
    ) = 1
),

worded as (
    select
        current.review_id,
        max_by(words.verdict, length(words.words)) as verdict
    from current
    inner join core.rating_words as words
        on
            current.plain_rating = words.words
            or starts_with(current.plain_rating, words.words || ' ')
    group by current.review_id
)

select
    current.review_id,
    current.url,
    current.claim,
    current.claimant,
    current.claimed_on,
    current.appearance,
    coalesce(
        worded.verdict,
        case
            when current.position is null then 'unknown'
            when current.position = 0 then 'false'
            when current.position < 0.4 then 'mostly_false'
            when current.position <= 0.6 then 'mixture'
            when current.position < 1 then 'mostly_true'
            else 'true'
        end
    ) as verdict,
    case
        when worded.verdict is not null then 'words'
        when current.position is not null then 'number'
        else 'none'
    end as verdict_basis,
    current.rating,
    current.rating_value,
    current.worst_rating,
    current.best_rating,
    current.reviewer,
    current.reviewer_url,
    current.reviewed_on,
    current.origin,
    current.article_id,
    current.page_url,
    current.site,
    current.list_date
from current
left join worded on current.review_id = worded.review_id;
