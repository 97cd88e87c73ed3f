-- One row per alert that was raised. None quotes an article; what is forgotten as a site goes by its site.
create table core.alerts (
    alert_id varchar not null,
    rule varchar not null,
    severity varchar not null,
    subject varchar not null,
    fact varchar not null,
    site varchar,
    text varchar not null,
    raised_at timestamp not null
);

-- One row per length of the past against which a site's shares of claims are held, from warehouse/reference.
create table core.share_windows (
    baseline_weeks bigint not null,
    least_weeks bigint not null,
    least_claims bigint not null,
    least_z double not null,
    reason varchar not null
);
