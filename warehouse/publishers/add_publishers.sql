-- One row per publisher that is given in columns of equal length ($domain, $kind, …) and is not there yet.
insert into core.publishers
select given.*
from (
    select
        unnest($domain) as domain,
        unnest($kind) as kind,
        unnest($name) as name,
        unnest($owner) as owner,
        unnest($country) as country,
        unnest($reason) as reason
) as given
anti join core.publishers as known on given.domain = known.domain;
