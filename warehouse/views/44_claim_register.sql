-- One row per claim of benefit of an article's latest version: where it stands against the register of health claims on
-- food. The register says what the law allows to be said, not what is true; a claim that is denied (polarity negated)
-- has its standing all the same.
create or replace view claim_register as
with
-- an entry id that a list has twice is one entry here
entries as (
    select
        register,
        entry_id,
        min_by(substance, wording_en) as substance,
        min(wording_en) as wording_en,
        min_by(wording_nl, wording_en) as wording_nl,
        min_by(conditions, wording_en) as conditions,
        min_by(regulation, wording_en) as regulation
    from food_health_claims
    group by register, entry_id
)

select
    claims.claim_id,
    claims.article_id,
    articles.site,
    publishers.kind as publisher_kind,
    claims.text,
    claims.polarity,
    claims.certainty,
    coalesce(matches.standing, 'not_a_food_claim') as standing,
    matches.register,
    matches.entry_id,
    coalesce(matches.method, 'none') as method,
    matches.score,
    entries.substance,
    case
        when articles.lang = 'nl' then coalesce(entries.wording_nl, entries.wording_en)
        else entries.wording_en
    end as wording,
    entries.conditions,
    entries.regulation
from core.claims as claims
inner join articles on claims.version_id = articles.version_id and claims.tagger_version = articles.tagger_version
inner join core.articles as known on articles.article_id = known.article_id
left join core.publishers as publishers on known.publisher_domain = publishers.domain
left join core.register_matches as matches
    on
        claims.claim_id = matches.claim_id
        and claims.version_id = matches.version_id
        and claims.tagger_version = matches.tagger_version
left join entries on matches.register = entries.register and matches.entry_id = entries.entry_id
where claims.kind = 'benefit';
