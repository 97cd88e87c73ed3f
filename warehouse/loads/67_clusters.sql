-- One row per article in a cluster of near-copies: those clusters are joined anew that a changed article or pair is in.
-- A pair with an article of another cluster is a fresh one, so that all of both clusters are here.
create or replace temp table joined_anew as
with
touched as (
    select article_id from compared_anew
    union
    select article_id from fresh_pairs
    union
    select other_article_id as article_id from fresh_pairs
)

select article_id from touched
union
select clusters.article_id
from core.clusters
where clusters.cluster_id in (
    select own.cluster_id
    from core.clusters as own
    where own.article_id in (select article_id from touched)
);

delete from core.clusters
where article_id in (select article_id from joined_anew);

-- One row per pair, both ways round.
create or replace temp table both_ways as
select
    article_id,
    other_article_id
from core.copy_pairs
where article_id in (select article_id from joined_anew)
union all
select
    other_article_id as article_id,
    article_id as other_article_id
from core.copy_pairs
where article_id in (select article_id from joined_anew);

-- One row per article of a pair, by when it was first seen.
create or replace temp table placed as
select
    articles.article_id,
    row_number() over (order by articles.first_seen_at, articles.article_id) as place
from core.articles
where articles.article_id in (select article_id from both_ways);

-- One row per article: the place of the first article that pairs lead to. Each takes over the best place that any of
-- its pairs knows, until none finds a better one: `using key`, which sqlfluff does not know, keeps one row an article.
create or replace temp table joined as -- noqa: PRS
with recursive
reached (article_id, place) using key (article_id) as (
    select
        article_id,
        place
    from placed
    union
    select
        own.article_id,
        min(known.place) as place
    from recurring.reached as own
    inner join both_ways on own.article_id = both_ways.article_id
    inner join reached as known on both_ways.other_article_id = known.article_id
    where known.place < own.place
    group by own.article_id
)

select
    article_id,
    place
from reached;

insert into core.clusters by name
with
signed as (
    select
        articles.article_id,
        signatures.signature
    from core.articles
    inner join core.versions on articles.version_id = versions.version_id
    inner join core.signatures on versions.content_hash = signatures.content_hash
    where articles.article_id in (select article_id from placed)
)

select
    joined.article_id,
    firsts.article_id as cluster_id,
    len(list_intersect(own.signature, other.signature)) / len(own.signature) as similarity
from joined
inner join placed as firsts on joined.place = firsts.place
inner join signed as own on joined.article_id = own.article_id
inner join signed as other on firsts.article_id = other.article_id;

drop view compared_with;

drop table copy_thresholds;

drop table shared_bands;

drop table other_bands;

drop table compared_before;

drop table compared_anew;

drop table other_texts;

drop table met_pairs;

drop table met_signatures;

drop table fresh_pairs;

drop table joined_anew;

drop table both_ways;

drop table placed;

drop table joined;
