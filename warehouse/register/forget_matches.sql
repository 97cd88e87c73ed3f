-- One row: what was set against another register, or by other words ($rules are today's), is forgotten.
delete from core.register_matches;

delete from core.register_matching;

insert into core.register_matching by name
select $rules as rules;
