"""How costs grow with the work, as a picture."""

from __future__ import annotations

from collections.abc import Iterable

from .lines import Line


def growth_chart(lines: Iterable[Line]) -> str:
    """An SVG: a curve for each line that has points, flat where a record costs the same however many there are."""
    # Loaded by the one that draws, for that takes a second.
    import altair as alt
    import vl_convert

    rows = [{"what": line.name.partition(",")[0], "records": records, "times": times} for line in lines for records, times in line.points]
    chart = (
        alt.Chart(alt.InlineData(rows), width=560, height=320, description="What a record costs, by how many there are")
        .mark_line(point=True)
        .encode(
            x=alt.X("records:Q", title="records", scale=alt.Scale(type="log")),
            y=alt.Y("times:Q", title="cost of a record, in times of the fewest"),
            color=alt.Color("what:N", title=None, legend=alt.Legend(labelLimit=400)),
        )
    )
    return str(vl_convert.vegalite_to_svg(chart.to_json()))
