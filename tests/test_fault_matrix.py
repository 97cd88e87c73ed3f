"""Every fault is accounted for, and docs/reliability.md says so as it is."""

from tests.fault_matrix import KEYS, PAGE, faults, marked_tests, reliability_page


def test_every_fault_has_a_test_or_a_line_that_says_why_not() -> None:
    known, tests = faults(), marked_tests()
    assert list(known) == [f"F{number:02}" for number in range(1, 58)]
    assert set(tests) <= set(known), "a mark names a fault that nobody knows"
    for fault_id, row in known.items():
        assert set(row) == set(KEYS) | ({"no_test"} if fault_id not in tests else set()), fault_id
        assert all(row.values())
    assert len(tests) >= 48


def test_the_page_is_what_the_tests_say() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert written == reliability_page(faults(), marked_tests()), "run python -m tests.fault_matrix"


def test_a_fault_without_a_test_gives_its_reason() -> None:
    row = dict.fromkeys(KEYS, "a | b")
    page = reliability_page({"F98": row, "F99": row | {"no_test": "needs two machines"}}, {"F98": ["test_a::test_b"]})
    assert "1 of 2 faults are made by tests." in page
    assert "| F99 | none: needs two machines |" in page and "| F98 | a \\| b |" in page
