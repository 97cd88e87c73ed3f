-- One row per outcome of the run, with the article that it is of.
insert into core.outcomes by name
select
    run.url,
    run.site,
    run.run_id,
    run.outcome,
    run.reason,
    run."at",
    run.record,
    run.etag,
    run.last_modified,
    run.location,
    run.directives,
    run.payload_digest,
    run.is_dated,
    run.is_authored,
    run.word_count,
    touched.article_id,
    touched.version_id
from run_outcomes as run
inner join touched_outcomes as touched on run.row_number = touched.row_number
order by run.row_number desc;

-- One row per article whose history this load changes: those of the outcomes as they are now, too.
insert into touched_articles
select distinct article_id
from touched_outcomes
where article_id is not null and article_id not in (select article_id from touched_articles);
