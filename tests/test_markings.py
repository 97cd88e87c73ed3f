import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from reports.markings import Span, line_html, marked_lines


def claim(text, words, number=1, css="grade-none"):
    start = text.index(words)
    return Span(start, start + len(words), "claim", number, css, "benefit, no source")


def citation(text, words, number=1):
    start = text.index(words)
    return Span(start, start + len(words), "citation", number, "family-research", "study")


def html(text, spans):
    return [str(line_html(text, line)) for line in marked_lines(text, spans)]


class Reader(HTMLParser):
    """What a browser would see: the words, the ids, the tags, and whether the tags nest."""

    def __init__(self, markup):
        super().__init__(convert_charrefs=True)
        self.words, self.ids, self.tags, self.open, self.skip = "", [], [], [], 0
        self.feed(markup)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.tags.append((tag, attributes))
        self.open.append((tag, attributes.get("class", "")))
        if "id" in attributes:
            self.ids.append(attributes["id"])

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        if not any(css == "claim-number" for _, css in self.open):
            self.words += data


def test_a_citation_inside_a_claim_is_boxed_inside_its_mark():
    text = "A 2019 study found that ginger helps. More."
    (line,) = html(text, [claim(text, "A 2019 study found that ginger helps."), citation(text, "A 2019 study")])
    assert line == (
        '<mark class="claim grade-none" id="in-text-claim-1">'
        '<a class="citation family-research" href="#source-1" id="in-text-source-1" data-kind="study">A 2019 study</a>'
        ' found that ginger helps.</mark><a class="claim-number" href="#claim-1" '
        'aria-label="claim 1: benefit, no source" title="benefit, no source">1</a> More.'
    )


def test_a_citation_across_the_edge_of_a_claim_is_one_box_in_two_pieces():
    text = "Ginger helps, says Dr Jansen of Utrecht."
    (line,) = html(text, [claim(text, "Ginger helps, says Dr"), citation(text, "Dr Jansen")])
    boxes = re.findall(r'<a class="(citation[^"]*)"[^>]*?( id="[^"]*")?[^>]*>([^<]*)</a>', line)
    assert [(css, words) for css, _, words in boxes] == [
        ("citation family-research cut-right", "Dr"),
        ("citation family-research cut-left", " Jansen"),
    ]
    assert line.count('id="in-text-source-1"') == 1


def test_overlapping_claims_keep_both_numbers_and_ids():
    text = "Ginger helps and it is safe."
    (line,) = html(text, [claim(text, "Ginger helps and", 1), claim(text, "helps and it is safe.", 2)])
    reader = Reader(line)
    assert sorted(reader.ids) == ["in-text-claim-1", "in-text-claim-2"]
    assert re.findall(r'href="#claim-(\d)"', line) == ["1", "2"]
    assert reader.words == text


def test_two_claims_on_the_very_same_span_keep_both():
    text = "Ginger helps."
    (line,) = html(text, [claim(text, text, 1), claim(text, text, 2)])
    assert sorted(Reader(line).ids) == ["in-text-claim-1", "in-text-claim-2"]


def test_a_claim_over_two_lines_is_marked_on_both_and_numbered_once():
    text = "Ginger helps\n\nagainst colds\nEnd"
    lines = html(text, [claim(text, "Ginger helps\n\nagainst colds\n")])
    assert len(lines) == 3
    assert lines[0].count("<mark") == lines[1].count("<mark") == 1
    assert "claim-number" not in lines[0]
    assert "claim-number" in lines[1]
    assert "".join(lines).count("id=") == 1


def test_offsets_are_code_points():
    text = "👩‍⚕️ e\u0301 𝒳: Ginger helps. 🌿"
    (line,) = html(text, [claim(text, "Ginger helps.")])
    assert ">Ginger helps.</mark>" in line


def test_words_from_the_web_stay_words():
    text = '<script>alert(1)</script> & "quotes" </mark></style><img src=x onerror=alert(1)>'
    (line,) = html(text, [claim(text, "alert(1)</script> &"), citation(text, "</mark></style>")])
    reader = Reader(line)
    assert reader.words == text
    assert {tag for tag, _ in reader.tags} <= {"mark", "a", "span"}


def test_a_span_outside_the_text_marks_nothing():
    text = "Ginger  helps."
    wrong = [(-1, 3), (5, 5), (9, 4), (3, 99), (6, 8)]
    spans = [Span(start, end, "claim", n, "grade-none", "x") for n, (start, end) in enumerate(wrong)]
    assert html(text, spans) == [text]


TEXTS = st.text(alphabet=st.sampled_from("ab <>&\"'\n\t\u202e🌿\u0301é"), min_size=1, max_size=60)


@st.composite
def text_and_spans(draw):
    text = draw(TEXTS)
    edges = st.integers(-2, len(text) + 2)
    kinds = st.sampled_from(["claim", "citation", "disclosure"])
    spans = [
        Span(draw(edges), draw(edges), draw(kinds), number, "x", "label") for number in range(draw(st.integers(0, 8)))
    ]
    return text, spans


@given(text_and_spans())
def test_pieces_tile_the_lines_and_no_character_is_lost(case):
    text, spans = case
    lines = marked_lines(text, spans)
    for line in lines:
        assert [piece.start for piece in line.pieces] == [line.start, *(piece.end for piece in line.pieces[:-1])]
        assert line.pieces[-1].end == line.end
        assert Reader(str(line_html(text, line))).words == text[line.start : line.end]
    assert [text[line.start : line.end] for line in lines] == [line for line in text.split("\n") if line.strip()]


@given(text_and_spans())
def test_every_span_with_words_can_be_jumped_to_once_and_every_claim_jumped_from_once(case):
    text, spans = case
    markup = "".join(str(line_html(text, line)) for line in marked_lines(text, spans))
    with_words = [
        span for span in spans if 0 <= span.start < span.end <= len(text) and text[span.start : span.end].strip()
    ]
    names = {"claim": "in-text-claim", "citation": "in-text-source"}
    expected = sorted(f"{names[span.kind]}-{span.number}" for span in with_words if span.kind in names)
    reader = Reader(markup)
    assert sorted(reader.ids) == expected
    numbers = [attrs["href"] for _, attrs in reader.tags if attrs.get("class") == "claim-number"]
    assert sorted(numbers) == sorted(f"#claim-{span.number}" for span in with_words if span.kind == "claim")
