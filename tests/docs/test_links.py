"""What leads nowhere in a built site is found; ``.ci/run`` and ``nox -s docs`` look at the whole site."""

from __future__ import annotations

import pytest

from bpwoo_sync.codes import CODES
from bpwoo_sync.documentation import DOCUMENTATION
from tests.docs.links import faults, read, target, told_by_messages
from tests.docs.pages import explained

SITE = {
    "index.html": read(
        '<h1 id="top">Home</h1> <a class="x" href="howto/quota.html#waiting">how</a> <code>href=&quot;gone.html&quot;</code>'
    ),
    "howto/quota.html": read('<section id="waiting"><img src="../_static/a%20b.svg"></section>'),
    "howto/index.html": read(""),
    "_static/a b.svg": None,
}


@pytest.mark.parametrize(
    ("page", "address", "expected"),
    [
        ("howto/quota.html", "../index.html#top", ("index.html", "top")),
        ("howto/quota.html", "#waiting", ("howto/quota.html", "waiting")),
        ("howto/quota.html", "../_static/a%20b.svg?v=1", ("_static/a b.svg", "")),
        ("index.html", f"{DOCUMENTATION}/howto/quota.html#waiting", ("howto/quota.html", "waiting")),
        ("index.html", DOCUMENTATION, ("index.html", "")),
        ("index.html", "https://shop.example/", None),
        ("index.html", "mailto:somebody@shop.example", None),
    ],
)
def test_an_address_leads_to_a_file_and_a_place_or_out_of_the_site(page: str, address: str, expected: tuple[str, str] | None) -> None:
    assert expected == target(page, address)


def test_links_that_lead_somewhere_are_no_faults() -> None:
    inside = [(name, address) for name, page in SITE.items() if page is not None for address in page.linked]
    assert ["howto/quota.html#waiting", "../_static/a%20b.svg"] == [address for _, address in inside]
    assert [] == faults(SITE, [*inside, ("index.html", "howto/"), ("index.html", "#")])


def test_a_page_and_a_place_that_are_not_there_are_told_with_what_links_them() -> None:
    found = faults(
        SITE, [("howto/quota.html", "gone.html"), ("index.html", "howto/quota.html#gone"), ("E", f"{DOCUMENTATION}/errors/E.html")]
    )
    assert [
        "howto/quota.html: gone.html: there is no howto/gone.html",
        "index.html: howto/quota.html#gone: howto/quota.html has no #gone",
        f"E: {DOCUMENTATION}/errors/E.html: there is no errors/E.html",
    ] == found


def test_every_error_and_issue_is_asked_for_its_address() -> None:
    told = dict(told_by_messages())
    assert {*explained.errors(), *CODES} <= set(told)
    assert [] == [name for name, address in told.items() if not address.startswith(f"{DOCUMENTATION}")]
