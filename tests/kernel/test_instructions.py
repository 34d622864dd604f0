"""What reading a page costs in instructions of the processor, in times of ``json.loads``: a count that no machine's load moves.

It sees what calls do not tell, such as a pattern that goes over a whole answer. 2.00 were counted when the bound was written, for
a page during which the collector has nothing to do.
"""

from __future__ import annotations

import shutil

import pytest

from tests.bench.rounds import all_instructions


@pytest.mark.skipif(shutil.which("valgrind") is None, reason="valgrind counts instructions")
def test_a_page_becomes_models_in_few_more_instructions_than_dicts() -> None:
    counted = all_instructions("tests.bench.decoding:read_last_as", ["dicts"], ["models"], ["nothing"], without=["msgspec"])
    dicts, models, nothing = counted
    assert 2.1 >= (models - nothing) / (dicts - nothing)
