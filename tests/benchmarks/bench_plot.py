"""The history of benchmark runs in; one picture of every figure over time out."""

import json
from pathlib import Path

import vl_convert


def write_plot(history: Path, picture: Path) -> None:
    """Draw the history: a small chart a figure with its own scale, the goal as a rule, a line for each machine."""
    rows = []
    for line in history.read_text(encoding="utf-8").splitlines():
        run = json.loads(line)
        rows += [
            {
                "at": run["at"],
                "machine": f"{run['machine']['name']}, {run['pages']}",
                "figure": f"{one['stage']}: {one['name']}",
                "unit": one["unit"],
                "value": one["value"],
                "goal": one["goal"],
            }
            for one in run["figures"]
            if one["value"] is not None
        ]
    line = {
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": {"field": "at", "type": "temporal", "title": None},
            "y": {"field": "value", "type": "quantitative", "title": None, "scale": {"zero": True}},
            "color": {"field": "machine", "type": "nominal", "legend": {"orient": "bottom"}},
        },
    }
    goal = {
        "mark": {"type": "rule", "strokeDash": [4, 4], "color": "#555"},
        "encoding": {"y": {"field": "goal", "type": "quantitative", "aggregate": "max"}},
    }
    drawn = {
        "data": {"values": rows},
        "title": "How fast claimtrace is beside what it stands on; dashed: the goal",
        "facet": {"field": "figure", "type": "nominal", "title": None},
        "columns": 4,
        "spec": {"width": 220, "height": 120, "layer": [line, goal]},
        "resolve": {"scale": {"y": "independent"}},
    }
    picture.write_text(vl_convert.vegalite_to_svg(drawn), encoding="utf-8")
