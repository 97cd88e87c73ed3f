-- One row per publisher, source and article: what publishers.csv said before is forgotten.
delete from core.publishers;

update core.sources
set publisher_domain = null
where publisher_domain is not null;

update core.articles
set publisher_domain = null
where publisher_domain is not null;
