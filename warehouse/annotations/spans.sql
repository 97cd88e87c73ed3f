-- One row per claim and citation of an article's latest version, of all sites or of $site.
-- What is marked in each article, where, and what stands around it?
with
marked as (
    select
        'claim' as part,
        claim_id as id,
        article_id,
        start_char,
        end_char,
        text,
        [kind, polarity, certainty, support] as tags,
        null as source_url,
        found_by,
        tagger_version
    from claims
    union all
    select
        'citation' as part,
        citations.citation_id as id,
        citations.article_id,
        citations.start_char,
        citations.end_char,
        citations.text,
        [citations.kind, citations.evidence, case when citations.traceable then 'traceable' else 'not traceable' end]
            as tags,
        coalesce(sources.url, citations.href) as source_url,
        citations.found_by,
        citations.tagger_version
    from citations
    left join sources on citations.source_id = sources.source_id
),

offered as (
    select
        claim_id,
        list(citation_id order by citation_id) as citation_ids
    from claim_citations
    group by claim_id
)

select
    marked.part,
    marked.id,
    marked.start_char,
    marked.end_char,
    marked.text,
    marked.tags,
    marked.source_url,
    marked.found_by,
    marked.tagger_version,
    offered.citation_ids,
    articles.url,
    articles.lang,
    -- 32 characters on either side, as Hypothesis and Apache Annotator take them
    substr(articles.text, greatest(marked.start_char - 32, 0) + 1, least(marked.start_char, 32)) as before,
    substr(articles.text, marked.end_char + 1, 32) as after
from marked
inner join articles on marked.article_id = articles.article_id
left join offered on marked.part = 'claim' and marked.id = offered.claim_id
where $site is null or articles.site = $site
order by articles.url, marked.start_char, marked.part, marked.id
