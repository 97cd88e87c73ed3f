-- One row per pair of articles that are near-copies, as far as this load changes them. Which pairs there are follows
-- from the articles as they stand (docs/decisions/0008-copies-are-clusters.md), so that the order of loads is all one;
-- but only what shares a band with a changed article is looked at. In a band every article is compared with the
-- `most_compared` that were seen first: a band that thousands share costs thousands of comparisons, not millions.
create or replace temp table copy_thresholds as
select
    0.8 as least_similarity, -- pages of one site whose template is alike ("Exercise 21", "Exercise 22") come to 0.74
    20 as most_compared;     -- of 4,400 real articles 3 share a band at most; those on a thousand sites stay together

-- One row per touched band with an article that did not change itself: of others nobody's place in a band changes.
create or replace temp table shared_bands as
select distinct band
from band_rows
where article_id not in (select article_id from changed_articles);

-- One row per such a band and article that the others of that band are compared with.
create or replace temp view compared_with as
select
    band,
    article_id,
    content_hash
from band_rows
where band in (select band from shared_bands)
qualify
    row_number() over (partition by band order by first_seen_at, article_id)
    <= (select most_compared from copy_thresholds);

create or replace temp table compared_before as
select
    band,
    article_id,
    content_hash
from compared_with;

delete from band_rows
where article_id in (select article_id from changed_articles);

insert into band_rows by name
select
    band,
    article_id,
    content_hash,
    first_seen_at
from changed_bands;

-- One row per article whose pairs are worked out anew: the changed ones, and all of a band where others now come first.
create or replace temp table compared_anew as
with
compared_now as (
    select
        band,
        article_id,
        content_hash
    from compared_with
),

shifted as (
    (
        from compared_before
        except
        from compared_now
    )
    union all
    (
        from compared_now
        except
        from compared_before
    )
)

select article_id from changed_articles
union
select article_id
from band_rows
where band in (select band from shifted);

-- The other bands of those that did not change themselves.
create or replace temp table other_bands as
select distinct band
from core.bands
where
    article_id in (
        select article_id from compared_anew
        where article_id not in (select article_id from changed_articles)
    )
    and band not in (select band from touched_bands);

insert into band_rows by name
select
    band,
    article_id,
    content_hash,
    first_seen_at
from core.bands
where band in (select band from other_bands);

create or replace temp table other_texts as
select article_id
from changed_articles
where is_other_text;

-- Any other pair, of articles whose text is as it was and of which one is not compared anew, shares only bands in which
-- the same ones stand first as before: it is as it was.
delete from core.copy_pairs
where
    article_id in (select article_id from other_texts)
    or other_article_id in (select article_id from other_texts)
    or (
        article_id in (select article_id from compared_anew)
        and other_article_id in (select article_id from compared_anew)
    );

-- One row per pair that shares a band in which one of them comes first, and of which one is compared anew.
create or replace temp table met_pairs as
with
in_bands as (
    select
        band,
        article_id,
        row_number() over (partition by band order by first_seen_at, article_id)
        <= (select most_compared from copy_thresholds) as is_compared_with
    from band_rows
    where
        band in (
            select every.band
            from band_rows as every
            group by every.band
            having count(*) > 1
        )
),

met as (
    select distinct
        least(own.article_id, other.article_id) as article_id,
        greatest(own.article_id, other.article_id) as other_article_id
    from in_bands as own
    inner join in_bands as other on own.band = other.band and own.article_id <> other.article_id
    where other.is_compared_with
)

select
    article_id,
    other_article_id
from met
where
    article_id in (select article_id from other_texts)
    or other_article_id in (select article_id from other_texts)
    or (
        article_id in (select article_id from compared_anew)
        and other_article_id in (select article_id from compared_anew)
    );

create or replace temp table met_signatures as
select
    articles.article_id,
    signatures.signature
from core.articles
inner join core.versions on articles.version_id = versions.version_id
inner join core.signatures on versions.content_hash = signatures.content_hash
where
    articles.article_id in (
        select article_id from met_pairs
        union all
        select other_article_id as article_id from met_pairs
    );

-- In the order that is written here: first the pairs, then their numbers. DuckDB may take it for better to join
-- all numbers with each other first: for 1,500 pages of one boilerplate that was 200 million rows, and 20 GB.
set disabled_optimizers = 'join_order,build_side_probe_side';

create or replace temp table fresh_pairs as
with
-- A join of numbers is many times as fast as list_intersect() for each pair: of one boilerplate, hundreds of thousands.
numbers as (
    select
        article_id,
        unnest(signature) as number,
        len(signature) as number_count
    from met_signatures
)

select
    met.article_id,
    met.other_article_id,
    count(*) / any_value(own.number_count) as similarity
from met_pairs as met
inner join numbers as own on met.article_id = own.article_id
inner join numbers as other on met.other_article_id = other.article_id and own.number = other.number
group by met.article_id, met.other_article_id
having count(*) / any_value(own.number_count) >= (select least_similarity from copy_thresholds);

reset disabled_optimizers;

insert into core.copy_pairs by name
select
    article_id,
    other_article_id,
    similarity
from fresh_pairs;
