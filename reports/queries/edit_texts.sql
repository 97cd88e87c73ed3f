-- One row per edit of the articles $ids (null: of all): the text before and after, each as the last tagger read it.
with
wanted as (
    select
        article_id,
        from_version_id,
        to_version_id,
        changed_at
    from article_edits
    where $ids is null or article_id in (select unnest($ids))
),

texts as (
    select
        version_id,
        max_by(text, load_number) as text,
        max_by(title, load_number) as title
    from core.readings
    where
        version_id in (
            select from_version_id from wanted
            union all
            select to_version_id from wanted
        )
    group by version_id
)

select
    wanted.article_id,
    wanted.from_version_id,
    wanted.to_version_id,
    wanted.changed_at,
    before.text as from_text,
    after.text as to_text,
    before.title as from_title,
    after.title as to_title
from wanted
inner join texts as before on wanted.from_version_id = before.version_id
inner join texts as after on wanted.to_version_id = after.version_id
order by wanted.article_id, wanted.changed_at desc, wanted.from_version_id
