-- One row per notice of a retraction list and paper: what happened to it, when and why, as the list that was loaded
-- last tells it. A list of another form stands beside it.
create table core.retractions (
    doi varchar,
    pmid varchar,
    nature varchar not null,
    announced_on date,
    reasons varchar,
    notice_doi varchar,
    title varchar,
    form varchar not null,
    file varchar not null,
    list_date date not null
);
