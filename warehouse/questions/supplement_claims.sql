-- One row per claim about a supplement on a commercial site for which no source can be traced, newest article first.
-- Which supplement claims on commercial sites have no traceable source?
with
-- A site is commercial whose domain is known as such, or with an article that says it earns by what it writes.
commercial_sites as (
    select articles.site
    from core.articles
    inner join core.publishers on articles.publisher_domain = publishers.domain
    where publishers.kind = 'commercial'
    union
    select articles.site
    from disclosures
    inner join core.articles on disclosures.article_id = articles.article_id
    where disclosures.kind in ('affiliate', 'sponsored', 'sells_product')
)

select
    articles.site,
    articles.published,
    claims.agent,
    claims.kind,
    claims.support,
    claims.text,
    articles.url
from claims
inner join articles on claims.article_id = articles.article_id
where
    articles.site in (select site from commercial_sites)
    and claims.support <> 'traceable'
    -- by the words of the agent, since concepts are not found yet: Dutch, English and German names of what is sold
    and regexp_matches(
        claims.agent,
        'supplement|vitamin|magnesium|zinc|zink|iron|ijzer|eisen|calcium|kalzium|selen|omega|collag|kollagen|probioti'
        || '|creatin|kreatin|melaton|curcum|kurkum|turmeric|ashwagandha|ginseng|ginkgo|spirulina|glucosamin|q10|msm'
        || '|(fish|vis|fisch).?(oil|olie|öl)|capsule|kapsel',
        'i'
    )
order by articles.published desc nulls last, articles.site, articles.url, claims.start_char
