-- One row per rule, subject and fact that was ever raised: when it was raised last.
select
    rule,
    subject,
    fact,
    max(raised_at) as raised_at
from core.alerts
group by rule, subject, fact
