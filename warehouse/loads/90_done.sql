-- One row of each of these tables says something of this load alone.
drop table staged_outcomes;

drop table staged_articles;

drop table touched_urls;

drop table earlier_outcomes;

drop table run_outcomes;

drop table touched_outcomes;

drop table untold_outcomes;

drop table known_texts;

drop table kept_articles;

drop table touched_articles;

drop table sightings;

drop table touched_versions;

drop table latest_articles;

drop table later_answers;

drop table absences;

drop table articles_before;

drop table fresh_signatures;

drop table bands_before;

drop table looked_at;

drop table own_signatures;

drop table changed_articles;

drop table changed_bands;

drop table touched_bands;

drop table band_rows;

drop table meeting_bands;

drop table edits_before;

drop table edits_now;

drop table fresh_edits;

drop table known_readings;

drop table fresh_readings;
