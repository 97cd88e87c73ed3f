-- One row per block, hyperlink or section that lies outside its article's text.
-- Do all blocks, hyperlinks and sections lie within the text?
-- severity: error
with
spans as (
    select
        'block' as part,
        version_id,
        tagger_version,
        start_char,
        end_char
    from core.blocks
    union all
    select
        'href' as part,
        version_id,
        tagger_version,
        start_char,
        end_char
    from core.hrefs
    union all
    select
        'section' as part,
        version_id,
        tagger_version,
        start_char,
        end_char
    from core.sections
),

lengths as (
    select
        version_id,
        tagger_version,
        length(text) as char_count
    from core.readings
)

select spans.*
from spans
inner join lengths
    on spans.version_id = lengths.version_id and spans.tagger_version = lengths.tagger_version
where
    spans.start_char < 0
    or spans.start_char > spans.end_char
    or spans.end_char > lengths.char_count
