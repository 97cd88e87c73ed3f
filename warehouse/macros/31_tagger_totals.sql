-- One row per kind of claim and of citation: how many two taggers found in the texts that both have read.
create or replace macro tagger_totals(a, b) as table
    with
    both_read as (
        select count(*) as version_count
        from (
            select version_id
            from core.readings
            where tagger_version in (a, b)
            group by version_id
            having count(distinct tagger_version) = 2
        ) as read_twice
    )

    select
        diff.relation,
        coalesce(diff.a_kind, diff.b_kind) as kind,
        any_value(both_read.version_count) as version_count,
        count(*) filter (where diff.found_in <> 'b') as a_count,
        count(*) filter (where diff.found_in <> 'a') as b_count,
        count(*) filter (where diff.found_in = 'both') as both_count,
        count(*) filter (where diff.found_in = 'a') as a_only_count,
        count(*) filter (where diff.found_in = 'b') as b_only_count,
        count(*) filter (where diff.differs <> []) as differing_count
    from tagger_diff(a, b) as diff
    cross join both_read
    group by diff.relation, coalesce(diff.a_kind, diff.b_kind);
