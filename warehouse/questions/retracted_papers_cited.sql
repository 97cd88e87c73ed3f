-- One row per retracted paper that an article's latest version cites.
-- Which retracted papers are still cited, by how many articles, and for how many claims?
select
    scheme,
    value,
    any_value(standing) as standing,
    any_value(announced_on) as announced_on,
    count(distinct article_id) as article_count,
    count(distinct site) as site_count,
    sum(claim_count) as claim_count,
    count(distinct article_id) filter (where timing = 'cited_after') as written_after_count,
    any_value(reasons) as reasons
from retracted_citations
group by scheme, value
order by article_count desc, claim_count desc, scheme, value
