-- One row per claim and citation as before; each now says which rule or model found it, with what score, and a claim
-- where its agent and target stand. Rows from before know no more than whether it was a rule or a model. A claim that
-- both had found passes for the model's, since that is what found_by says today where both find one.
alter table core.claims add column score double;
alter table core.claims add column agent_start_char bigint;
alter table core.claims add column agent_end_char bigint;
alter table core.claims add column target_start_char bigint;
alter table core.claims add column target_end_char bigint;
alter table core.citations add column score double;

update core.claims
set found_by = if(found_by = 'rules', 'rule:unknown', 'model:unknown')
where found_by in ('rules', 'model', 'both');

update core.citations
set found_by = if(found_by = 'rules', 'rule:unknown', 'model:unknown')
where found_by in ('rules', 'model', 'both');
