"""Fifty pairs, three workers that are killed again and again, throttles and faults: nothing is lost and nothing done twice."""

from __future__ import annotations

from pathlib import Path

from tests.postgresql import server, url_of
from tests.soak.figures import PAGE, RESULTS, figures, page_part, read, text, with_part, wrong
from tests.soak.running import soak
from tests.soak.settings import SHORT, Kind, happenings, kills, of_minutes


def test_after_kills_throttles_and_faults_both_systems_of_every_pair_agree_to_the_cent(tmp_path: Path) -> None:
    with server() as database:
        soaked = soak(SHORT, url_of(database), tmp_path / "pairs")
    print(text(figures(SHORT, soaked)))
    assert [] == wrong(soaked)
    # All of it did happen.
    assert SHORT.kills == soaked.kills
    assert set() == {kind.value for kind in Kind} - set(soaked.happened)
    assert soaked.faults


def test_the_same_seed_gives_the_same_soak() -> None:
    assert (happenings(SHORT), kills(SHORT)) == (happenings(SHORT), kills(SHORT))
    assert of_minutes(20).kills == len({each.moment for each in kills(of_minutes(20))})


def test_the_page_shows_what_the_recorded_soak_says() -> None:
    page, found = PAGE.read_text("utf-8"), read(RESULTS)
    assert with_part(page, page_part(found)) == page
    assert ("0.00", 0, 0) == (found["difference"], found["duplicates"], found["lost"])
