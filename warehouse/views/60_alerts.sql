-- One row per alert that was raised: what a rule of alerts.toml found, once for the same thing.
create or replace view alerts as
select
    alert_id,
    raised_at,
    rule,
    severity,
    site,
    subject,
    text
from core.alerts;
