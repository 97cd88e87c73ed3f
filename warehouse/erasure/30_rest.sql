-- One row per load and run as before, with the counts of what is left; none where nothing is. Signatures of no text and
-- publishers of no source or article go, too. $sites are those that are forgotten as a whole.
delete from core.signatures
where content_hash not in (select content_hash from core.versions);

delete from core.publishers
where
    kind = 'unknown'
    and domain not in (
        select publisher_domain from core.sources
        where publisher_domain is not null
        union all
        select publisher_domain from core.articles
        where publisher_domain is not null
    );

update core.loads
set
    page_count = greatest(loads.page_count - touched.page_count, 0),
    article_count = greatest(loads.article_count - touched.article_count, 0)
from touched_runs as touched
where loads.run_id = touched.run_id;

-- A load tells how many claims and citations it brought; of those that a later load took over nothing is known now.
update core.loads
set
    claim_count = left_rows.claim_count,
    citation_count = left_rows.citation_count
from (
    with
    claim_counts as (
        select
            readings.load_number,
            count(*) as claim_count
        from core.claims
        inner join core.readings
            on claims.version_id = readings.version_id and claims.tagger_version = readings.tagger_version
        group by readings.load_number
    ),

    citation_counts as (
        select
            readings.load_number,
            count(*) as citation_count
        from core.citations
        inner join core.readings
            on citations.version_id = readings.version_id and citations.tagger_version = readings.tagger_version
        group by readings.load_number
    )

    select
        touched.load_number,
        coalesce(claim_counts.claim_count, 0) as claim_count,
        coalesce(citation_counts.citation_count, 0) as citation_count
    from touched_loads as touched
    left join claim_counts on touched.load_number = claim_counts.load_number
    left join citation_counts on touched.load_number = citation_counts.load_number
) as left_rows
where loads.load_number = left_rows.load_number;

delete from core.alerts
where site in (select unnest($sites::varchar[]));

delete from core.runs
where
    site in (select unnest($sites::varchar[]))
    or (
        run_id in (select run_id from touched_runs)
        and run_id not in (select run_id from core.outcomes)
    );

delete from core.loads
where
    site in (select unnest($sites::varchar[]))
    or (
        run_id in (select run_id from touched_runs)
        and run_id not in (select run_id from core.outcomes)
    );

update core.articles
set moved_to = null
where
    moved_to in (select article_id from touched_articles)
    and moved_to not in (select article_id from core.articles);

update core.outcomes
set reason = told.new_reason
from (
    select
        unnest($old_reasons::varchar[]) as old_reason,
        unnest($new_reasons::varchar[]) as new_reason
) as told
where outcomes.reason = told.old_reason;
