-- One row per thing that can be searched for, the most widely shared first: a claim (each wording of a cluster's
-- example once) with the article and number where it stands, or a site.
with
numbered as (
    select
        claim_id,
        article_id,
        cluster_id,
        text,
        row_number() over (partition by article_id order by start_char, end_char, claim_id) as number
    from claims
),

shared as (
    select
        coalesce(cluster_id, claim_id) as cluster_id,
        min_by(text, (length(text), text, article_id)) as text,
        min_by(article_id, (length(text), text, article_id)) as article_id,
        min_by(number, (length(text), text, article_id)) as number,
        count(distinct article_id) as article_count
    from numbered
    group by coalesce(cluster_id, claim_id)
)

select
    'site' as sort,
    site as key,
    site as text,
    null as article_id,
    null as number,
    null as site,
    article_count
from site_scorecard
union all
select
    'claim' as sort,
    shared.cluster_id as key,
    shared.text,
    shared.article_id,
    shared.number,
    articles.site,
    shared.article_count
from shared
inner join articles on shared.article_id = articles.article_id
order by sort desc, article_count desc, key
