-- One row in, one value out: what DuckDB 2 gives for if(). It writes views down with the function's name, and DuckDB
-- 1.5, whose parser makes a CASE of it, then finds no such function: 14 views could not be read there (1.5.6).
create or replace macro "if"(condition, yes, no) as case when condition then yes else no end;
