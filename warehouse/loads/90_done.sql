-- One row of each of these tables says something of this load alone.
drop table edited_articles;

drop table edits_now;

drop table edits_kept;

drop table fresh_edits;

drop table touched_articles;

drop table fresh_readings;

drop table known_readings;
