-- One row per article whose times contradict each other.
-- Was every article first seen before it was last seen, and gone only after that?
-- severity: error
select
    article_id,
    first_seen_at,
    last_seen_at,
    gone_at
from core.articles
where
    first_seen_at > last_seen_at
    or gone_at <= last_seen_at
