-- One row per citation of an article's latest version whose source is a retracted paper, or one that was called into
-- question. `timing` holds the article against the notice: written after it (`cited_after`), written before it and
-- still standing with the citation after it (`still_cited`), or not seen since (`cited_before`); `unknown` without a
-- date.
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
    sources.scheme,
    sources.value,
    standings.standing,
    standings.announced_on,
    case
        when standings.announced_on is null then 'unknown'
        when coalesce(articles.modified, articles.published, articles.first_seen_at::date) > standings.announced_on
            then 'cited_after'
        when articles.last_seen_at::date > standings.announced_on then 'still_cited'
        else 'cited_before'
    end as timing,
    coalesce(paired.claim_count, 0) as claim_count,
    standings.reasons,
    standings.notice_doi,
    standings.standing_basis
from citations
inner join core.sources as sources on citations.source_id = sources.source_id
inner join source_standings as standings on citations.source_id = standings.source_id
inner join articles on citations.article_id = articles.article_id
left join paired on citations.citation_id = paired.citation_id
where standings.standing in ('retracted', 'concern');
