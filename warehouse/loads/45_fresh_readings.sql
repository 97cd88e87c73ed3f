-- One row per version of the file set that this tagger ($tagger_version) has read before. Mostly there is none, and
-- then 47_read_again.sql is not run (warehouse/load.py).
create or replace temp table known_readings as
select version_id
from core.readings
where tagger_version = $tagger_version and version_id in (select version_id from staged_articles);

-- One row per reading (version and tagger) that this load brings: new ones here, those that are read again in the next.
create or replace temp table fresh_readings as
select
    staged.version_id,
    $tagger_version as tagger_version,
    staged.url
from staged_articles as staged
inner join kept_articles as kept on staged.article_id = kept.article_id
anti join known_readings as known on staged.version_id = known.version_id
where kept.kept_id = staged.article_id;
