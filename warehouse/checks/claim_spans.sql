-- One row per claim whose words are not the text at its offsets.
-- Is the text of every claim what stands in the article from start_char to end_char?
-- severity: error
select
    spans.version_id,
    spans.tagger_version,
    spans.start_char,
    spans.end_char,
    spans.text
from core.claims as spans
inner join core.readings
    on spans.version_id = readings.version_id and spans.tagger_version = readings.tagger_version
where
    spans.start_char < 0
    or spans.start_char >= spans.end_char
    or substr(readings.text, spans.start_char + 1, spans.end_char - spans.start_char) <> spans.text
