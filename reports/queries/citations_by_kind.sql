-- One row per kind of citation and kind of evidence that occur together.
select
    kind,
    evidence,
    count(*) as citation_count,
    count(*) filter (where traceable) as traceable_count,
    count(distinct article_id) as article_count
from citations
group by kind, evidence
order by citation_count desc, kind, evidence
