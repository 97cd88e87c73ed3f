-- One row per citation of the sources $ids (null: of all), the first $most of each: last published first. `number` is
-- the citation's number on its article's page; `before` and `after` are what stands around it.
with
numbered as (
    select
        citation_id,
        row_number() over (partition by article_id order by start_char, end_char, citation_id) as number
    from citations
    where
        $ids is null or article_id in (
            select citing.article_id from citations as citing
            where citing.source_id in (select unnest($ids))
        )
),

ordered as (
    select
        citations.citation_id,
        citations.source_id,
        citations.article_id,
        citations.text,
        citations.kind,
        coalesce(citations.is_self_citation, false) as is_self_citation,
        articles.site,
        articles.title,
        articles.lang,
        articles.published,
        -- 200 characters on either side hold a sentence; the report cuts them at the ends of the line
        substring(
            articles.text, greatest(citations.start_char - 200, 0) + 1, least(citations.start_char, 200)
        ) as before,
        substring(articles.text, citations.end_char + 1, 200) as after,
        row_number() over (
            partition by citations.source_id
            order by
                articles.published desc nulls last,
                citations.article_id,
                citations.start_char,
                citations.citation_id
        ) as place
    from citations
    inner join articles on citations.article_id = articles.article_id
    where citations.source_id is not null and ($ids is null or citations.source_id in (select unnest($ids)))
)

select
    ordered.citation_id,
    ordered.source_id,
    ordered.place,
    ordered.article_id,
    ordered.text,
    ordered.kind,
    ordered.is_self_citation,
    ordered.site,
    ordered.title,
    ordered.lang,
    cast(ordered.published as varchar) as published,
    ordered.before,
    ordered.after,
    numbered.number,
    retracted.timing
from ordered
inner join numbered on ordered.citation_id = numbered.citation_id
left join retracted_citations as retracted on ordered.citation_id = retracted.citation_id
where ordered.place <= $most
order by ordered.source_id, ordered.place
