-- One row: by which code, words and entries claims were set against the register; others set all of them anew.
create table core.register_matching (
    rules varchar not null
);
