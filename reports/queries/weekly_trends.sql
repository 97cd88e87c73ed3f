-- One row per site, language and week of publication; articles without a date have week null.
select * from weekly_trends
order by site, lang, week
