-- One row per view: its grain, how many columns it has, and a query to begin with. warehouse/help_view.py puts all rows
-- in the place of the one that stands here.
create or replace view v_help as
select
    views.relation,
    views.grain,
    views.column_count,
    views.question,
    views.example
from (values ($relation, $grain, $column_count, $question, $example))
    as views (relation, grain, column_count, question, example);
