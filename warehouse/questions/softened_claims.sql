-- One row per claim that was asserted and came to be hedged in an edit, the latest first.
-- Which claims did sites take back a little, in which words, and does more stand behind them now?
select
    changed_at,
    site,
    from_text,
    to_text,
    from_support,
    to_support,
    added_citations,
    url
from claim_changes
where list_contains(changes, 'softened')
order by changed_at desc, site, url, from_text
