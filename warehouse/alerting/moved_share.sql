-- One row per site, language and support whose share left its usual range in the last whole week.
-- Which sites' claims stand on other grounds than usual?
select
    concat_ws(' ', site, lang, support) as subject,
    "week"::varchar as fact,
    site,
    format(
        '{} ({}): {:.0f} % of {} claims in the week of {} are {}, usually {:.0f} % (z {:.1f})',
        site,
        lang,
        100 * support_share,
        claim_count,
        "week",
        case support when 'none' then 'without support' else support end,
        100 * usual_share,
        z
    ) as text
from share_moves
order by abs(z) desc, site, lang, support
