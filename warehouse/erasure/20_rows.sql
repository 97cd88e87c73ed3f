-- One row per forgotten row, in every table that holds any. Candidates go by their citation, before that goes.
delete from core.work_candidates
where
    citation_id in (
        select citation_id
        from core.citations
        where version_id in (select version_id from forgotten_versions)
    )
    and citation_id not in (
        select citation_id
        from core.citations
        where version_id not in (select version_id from forgotten_versions)
    );

delete from core.page_reviews
where
    (run_id, page_url) in (
        select
            run_id,
            url
        from core.outcomes
        where rowid in (select row_number from forgotten_outcomes)
    );

delete from core.outcomes
where rowid in (select row_number from forgotten_outcomes);

delete from core.versions
where version_id in (select version_id from forgotten_versions);

delete from core.readings
where version_id in (select version_id from forgotten_versions);

delete from core.blocks
where version_id in (select version_id from forgotten_versions);

delete from core.hrefs
where version_id in (select version_id from forgotten_versions);

delete from core.sections
where version_id in (select version_id from forgotten_versions);

delete from core.claims
where version_id in (select version_id from forgotten_versions);

delete from core.citations
where version_id in (select version_id from forgotten_versions);

delete from core.claim_citations
where version_id in (select version_id from forgotten_versions);

delete from core.disclosures
where version_id in (select version_id from forgotten_versions);

delete from core.source_works
where source_id in (select source_id from forgotten_sources);

delete from core.source_answers
where source_id in (select source_id from forgotten_sources);

delete from core.works
where work_id in (select work_id from forgotten_works);

delete from core.sources
where source_id in (select source_id from forgotten_sources);

delete from core.claim_clusters
where version_id in (select version_id from forgotten_versions);

-- the words that opened a cluster go with the last claim of these very words; what only was like them keeps its cluster
delete from core.claim_wordings
where
    cluster_id not in (
        select cluster_id from core.claim_clusters
        where method = 'wording'
    );

delete from core.wording_bands
where said not in (select said from core.claim_wordings);

delete from core.register_matches
where version_id in (select version_id from forgotten_versions);

delete from core.claim_reviews
where version_id in (select version_id from forgotten_versions);

delete from core.review_clusters
where
    review_id not in (
        select review_id from core.claim_reviews
        union all
        select review_id from core.page_reviews
    );

-- both texts of an edit are an article's own
delete from core.claim_changes
where
    from_version_id in (select version_id from forgotten_versions)
    or to_version_id in (select version_id from forgotten_versions);

delete from core.edits
where
    from_version_id in (select version_id from forgotten_versions)
    or to_version_id in (select version_id from forgotten_versions);
