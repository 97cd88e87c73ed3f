-- One row per citation of an article's latest version whose source is a retracted paper, or one that was called into
-- question, on the list that was loaded last. `timing` holds the article against the notice: written after it
-- (`cited_after`), written before it and still standing with the citation after it (`still_cited`), or not seen since
-- (`cited_before`); `unknown` where the list has no date.
create or replace view retracted_citations as
with paired as (
    select
        citation_id,
        count(*) as claim_count
    from claim_citations
    group by citation_id
)

select
    citations.citation_id,
    citations.article_id,
    articles.site,
    articles.url,
    citations.text,
    citations.source_id,
    retractions.scheme,
    retractions.value,
    retractions.standing,
    retractions.announced_on,
    case
        when retractions.announced_on is null then 'unknown'
        when coalesce(articles.modified, articles.published, articles.first_seen_at::date) > retractions.announced_on
            then 'cited_after'
        when articles.last_seen_at::date > retractions.announced_on then 'still_cited'
        else 'cited_before'
    end as timing,
    coalesce(paired.claim_count, 0) as claim_count,
    retractions.reasons,
    retractions.notice_doi,
    retractions.list_date
from citations
inner join core.sources as sources on citations.source_id = sources.source_id
inner join retractions on sources.scheme = retractions.scheme and sources.value = retractions.value
inner join articles on citations.article_id = articles.article_id
left join paired on citations.citation_id = paired.citation_id
where retractions.standing in ('retracted', 'concern');
