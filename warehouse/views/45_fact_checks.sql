-- One row per review of a claim by a fact-checker: of the latest version of its page, else of a loaded feed. The
-- verdict is the reviewer's, put into one of six words; nothing is said in a voice of our own. It is read from the
-- rating's words: those of core.rating_words with which they begin, the longest of them; else from its number, where
-- the scale is told ("2 of 1 to 5").
create or replace view fact_checks as
with
current as (
    select
        reviews.*,
        articles.site,
        -- "Pants on Fire!" is "pants on fire"; "Half-true" is "half true"
        trim(regexp_replace(lower(strip_accents(reviews.rating)), '[^a-z0-9]+', ' ', 'g')) as plain_rating,
        case
            when
                reviews.best_rating > reviews.worst_rating
                and reviews.rating_value between reviews.worst_rating and reviews.best_rating
                then (reviews.rating_value - reviews.worst_rating) / (reviews.best_rating - reviews.worst_rating)
        end as position
    from core.claim_reviews as reviews
    left join core.articles as articles
        on reviews.version_id = articles.version_id and reviews.tagger_version = articles.tagger_version
    where reviews.origin = 'feed' or articles.article_id is not null
    -- a page knows best what it says; then the feed that was loaded last
    qualify row_number() over (
        partition by reviews.review_id
        order by reviews.origin desc, reviews.list_date desc nulls last, reviews.article_id
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
    current.site,
    current.list_date
from current
left join worded on current.review_id = worded.review_id;
