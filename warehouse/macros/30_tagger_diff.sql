-- One row per text that two taggers have both read and claim or citation that either found there: by both, by a only or
-- by b only. What both found has the same words; where a text has the same words twice, the first is held against the
-- first. `differs` names what they judged otherwise of it. Texts that only one of them read are left out: of those, all
-- would be a difference.
create or replace macro tagger_diff(a, b) as table
    with
    both_read as (
        select
            version_id,
            any_value(article_id) as article_id
        from core.readings
        where tagger_version in (a, b)
        group by version_id
        having count(distinct tagger_version) = 2
    ),

    found as (
        select
            'claim' as relation,
            version_id,
            tagger_version,
            start_char,
            text,
            kind,
            polarity || ', ' || certainty as manner,
            support as worth,
            found_by
        from core.claims
        where tagger_version in (a, b)
        union all
        select
            'citation' as relation,
            version_id,
            tagger_version,
            start_char,
            text,
            kind,
            evidence as manner,
            coalesce(source_id, '') as worth,
            found_by
        from core.citations
        where tagger_version in (a, b)
    ),

    numbered as (
        select
            found.*,
            both_read.article_id,
            row_number() over (
                partition by found.relation, found.version_id, found.tagger_version, found.text
                order by found.start_char
            ) as occurrence
        from found
        inner join both_read on found.version_id = both_read.version_id
    ),

    by_a as (
        select *
        from numbered
        where tagger_version = a
    ),

    by_b as (
        select *
        from numbered
        where tagger_version = b
    )

    select
        coalesce(by_a.article_id, by_b.article_id) as article_id,
        coalesce(by_a.version_id, by_b.version_id) as version_id,
        articles.site,
        coalesce(by_a.relation, by_b.relation) as relation,
        case
            when by_b.text is null then 'a'
            when by_a.text is null then 'b'
            else 'both'
        end as found_in,
        coalesce(by_a.text, by_b.text) as text,
        by_a.kind as a_kind,
        by_b.kind as b_kind,
        case
            when by_a.text is null or by_b.text is null then []::varchar[]
            else list_concat(
                case when by_a.kind <> by_b.kind then ['kind'] else []::varchar[] end,
                case
                    when by_a.manner = by_b.manner then []::varchar[]
                    when by_a.relation = 'claim' then ['polarity or certainty']
                    else ['evidence']
                end,
                case
                    when by_a.worth = by_b.worth then []::varchar[]
                    when by_a.relation = 'claim' then ['support']
                    else ['source']
                end
            )
        end as differs,
        by_a.found_by as a_found_by,
        by_b.found_by as b_found_by
    from by_a
    full join by_b
        on
            by_a.relation = by_b.relation
            and by_a.version_id = by_b.version_id
            and by_a.text = by_b.text
            and by_a.occurrence = by_b.occurrence
    inner join core.articles as articles on coalesce(by_a.article_id, by_b.article_id) = articles.article_id;
