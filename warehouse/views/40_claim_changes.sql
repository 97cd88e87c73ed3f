-- One row per claim that is followed across an edit of an article, or came or went with it.
create or replace view claim_changes as
select
    changed.article_id,
    articles.site,
    articles.url,
    edits.seen_before_at,
    changed.changed_at,
    changed.kind,
    changed.wording,
    changed.similarity,
    changed.changes,
    changed.from_text,
    changed.to_text,
    changed.from_certainty,
    changed.to_certainty,
    changed.from_polarity,
    changed.to_polarity,
    changed.from_support,
    changed.to_support,
    changed.added_citations,
    changed.removed_citations,
    changed.from_version_id,
    changed.to_version_id,
    changed.from_claim_id,
    changed.to_claim_id,
    changed.tagger_version
from core.claim_changes as changed
inner join core.edits as edits
    on
        changed.article_id = edits.article_id
        and changed.changed_at = edits.changed_at
        and changed.from_version_id = edits.from_version_id
        and changed.to_version_id = edits.to_version_id
inner join core.articles as articles on changed.article_id = articles.article_id;
