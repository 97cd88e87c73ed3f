-- One row per claim or citation whose found_by has neither form, or whose score is no probability.
-- Is every found_by rule:<id> or model:<version>, and does every score lie between 0 and 1?
-- severity: error
with found as (
    select
        'claim' as part,
        claim_id as id,
        version_id,
        tagger_version,
        found_by,
        score
    from core.claims
    union all
    select
        'citation' as part,
        citation_id as id,
        version_id,
        tagger_version,
        found_by,
        score
    from core.citations
)

select *
from found
where
    not regexp_full_match(found_by, '(rule|model):[A-Za-z0-9][A-Za-z0-9._-]*')
    or score not between 0 and 1
