-- One row per migration that was applied to the file.
select
    "number",
    "name",
    sha256
from core.migrations
order by "number"
