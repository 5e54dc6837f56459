"""Pandoc trees as persistent values."""

from __future__ import annotations

import pytest
from hypothesis import given

from pipeline import tree
from tests import strategies

BREAK = {"t": "LineBreak"}


@given(strategies.documents)
def test_rewriting_by_nothing_changes_nothing(document):
    """A visitor that keeps every node gives the same tree."""
    assert tree.rewrite(document, lambda node: node) == document


@given(strategies.documents)
def test_every_node_is_found_at_its_address(document):
    """What ``nodes`` yields, ``at`` finds, and ``replace`` puts back."""
    for address, node in tree.nodes(document):
        assert tree.at(document, address) == node
        assert tree.replace(document, {address: node}) == document


@given(strategies.documents)
def test_nodes_come_in_the_same_order_without_their_addresses(document):
    """``each`` is ``nodes``, for those who need no address."""
    assert list(tree.each(document)) == [node for _, node in tree.nodes(document)]


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [("国公司", "共建", "国公司共建"), ("invites", "all", "invites all"), ("城", "A", "城 A")],
)
def test_a_line_break_is_a_blank_where_the_language_has_blanks(before, after, text):
    """A Chinese title on two lines is one run of characters in a running head."""
    nodes = [{"t": "Str", "c": before}, BREAK, {"t": "Str", "c": after}]

    assert tree.plain(nodes) == text
