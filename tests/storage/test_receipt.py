from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from storage.receipt import LENGTH, Receipt, draw_receipt, find_receipt, grouped, read_receipt, without_receipts
from tests.storage.vectors import read_vectors

DIGITS = st.lists(st.integers(0, 9), min_size=19, max_size=19)
POSITIONS = st.integers(0, LENGTH - 1)


def drawn(digits: list[int]) -> Receipt:
    following = iter(digits)
    return draw_receipt(lambda: next(following))


def test_receipts_read_as_the_vectors_say() -> None:
    """Every script's digits and usual separators are read, anything else is refused."""
    vectors = read_vectors("receipt")
    for case in vectors["read"]:
        assert read_receipt(case["text"]) == case["receipt"], case["text"]
    for case in vectors["find"]:
        assert find_receipt(case["text"]) == case["receipt"], case["text"]
    for receipt, shown in vectors["grouped"].items():
        assert grouped(Receipt(receipt)) == shown


@given(DIGITS)
def test_a_drawn_receipt_reads_back_however_it_is_written(digits: list[int]) -> None:
    """Grouped, bare, and in another script."""
    receipt = drawn(digits)
    assert read_receipt(receipt) == receipt
    assert read_receipt(grouped(receipt)) == receipt
    assert read_receipt("".join(chr(ord("\N{THAI DIGIT ZERO}") + int(digit)) for digit in receipt)) == receipt


@given(DIGITS, POSITIONS, st.integers(1, 9))
def test_every_single_wrong_digit_is_caught(digits: list[int], at: int, shift: int) -> None:
    """No receipt is one digit away from another."""
    receipt = drawn(digits)
    wrong = (int(receipt[at]) + shift) % 10
    assert read_receipt(f"{receipt[:at]}{wrong}{receipt[at + 1 :]}") is None


@given(DIGITS, st.integers(0, LENGTH - 2))
def test_every_swap_of_neighbours_is_caught(digits: list[int], at: int) -> None:
    """No receipt becomes another by swapping two neighbouring digits that differ."""
    receipt = drawn(digits)
    assume(receipt[at] != receipt[at + 1])
    assert read_receipt(f"{receipt[:at]}{receipt[at + 1]}{receipt[at]}{receipt[at + 2 :]}") is None


@given(DIGITS, st.text(st.characters(exclude_categories=("Nd", "Cs")), min_size=1), st.text("0123456789", max_size=9))
def test_a_receipt_is_found_between_words(digits: list[int], words: str, number: str) -> None:
    """Also after another number, where words stand between them."""
    receipt = drawn(digits)
    assert find_receipt(f"{number} a {words}{grouped(receipt)}{words}") == receipt


@given(st.lists(DIGITS, max_size=3), st.text(st.characters(categories=("L", "P")), min_size=1))
def test_every_receipt_in_a_text_is_masked_and_nothing_else(receipts: list[list[int]], words: str) -> None:
    """A receipt typed into an answer is not kept with it."""
    joint = f" a{words}a "
    text = joint.join(["", *[grouped(drawn(digits)) for digits in receipts], ""])
    assert without_receipts(text, "[…]") == joint.join(["", *["[…]" for _ in receipts], ""])


@given(st.text())
def test_any_text_is_read_without_failing(text: str) -> None:
    """Whatever is typed gives a receipt or None."""
    found = read_receipt(text)
    assert found is None or find_receipt(text) == found
    assert (without_receipts(text, "") == text) == (find_receipt(text) is None)
