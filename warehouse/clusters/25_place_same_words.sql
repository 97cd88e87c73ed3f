-- One row per wording of which the same words came earlier in this load: it is where the first of them is.
insert into placed by name
select
    same.said,
    firsts.cluster_id,
    firsts.method,
    firsts.score,
    firsts.kind,
    firsts.agent_concept,
    firsts.target_concept
from same_words as same
inner join placed as firsts on same.first_said = firsts.said;

drop table same_words;
