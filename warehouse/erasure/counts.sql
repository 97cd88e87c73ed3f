-- One row: how many rows the tables hold that a forgotten page has rows in.
-- What did a removal come to?
select
    (select count(*) from core.outcomes) as outcomes,
    (select count(*) from core.articles) as articles,
    (select count(*) from core.versions) as versions,
    (select count(*) from core.readings) as readings,
    (select count(*) from core.claims) as claims,
    (select count(*) from core.citations) as citations,
    (select count(*) from core.sources) as sources,
    (select count(*) from core.runs) as runs
