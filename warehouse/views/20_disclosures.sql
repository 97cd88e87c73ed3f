-- One row per disclosure in an article's text.
create or replace view disclosures as
select
    disclosures.article_id,
    disclosures.version_id,
    disclosures.start_char,
    disclosures.end_char,
    disclosures.text,
    disclosures.kind
from core.disclosures
inner join core.articles
    on disclosures.version_id = articles.version_id and disclosures.tagger_version = articles.tagger_version;
