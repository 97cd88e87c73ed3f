-- One row per alert that was raised at or after $since, oldest first.
-- What was raised lately?
select
    alert_id,
    rule,
    severity,
    site,
    subject,
    text,
    raised_at
from alerts
where raised_at >= $since
order by raised_at, rule, subject, alert_id
