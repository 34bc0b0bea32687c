"""Writes results.json, report.md and report.html."""
import html
import json
import os

import numpy as np

from .experiment import MAIN
from .figures import NAMES, mean_and_deviation
from .findings import findings, gains
from .plots import draw_all

STYLE = ("body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#222}div{overflow-x:auto}"
         "table{border-collapse:collapse;margin:1rem 0}th,td{padding:.25rem .6rem;border-bottom:1px solid #ddd;text-align:right;white-space:nowrap}"
         "th:first-child,td:first-child{text-align:left}figure{margin:1rem 0}svg{max-width:100%;height:auto}")


def write(results, about, labels, multi, folder):
    """`about` is a list of sentences on the data and the networks."""
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "results.json"), "w") as file:
        json.dump([{"mode": mode, "segments": t, "row": row, "folds": folds} for (mode, t), rows in results.items() for row, folds in rows.items()], file, indent=1)
    chance = 0.5 if multi else 1 / len(labels)
    plots = draw_all(results, chance, folder)
    figures = (f"Mean and deviation over the folds, in percent. Chance is {100 * chance:.1f} for balanced accuracy, 50 for ROC AUC. "
               "Fusions are of the masked face and the body.")
    beside = ("Differences of balanced accuracy in points, averaged over segments and modes, with the standard error over the folds. "
              "A difference below its standard error decides nothing.")
    sections = [
        ("Data and networks", [("list", about)]),
        ("Figures", [("text", figures), *(("table", table) for table in _tables(results))]),
        ("What fusion gains over the masked face", [
            ("text", "Balanced accuracy of the fusion minus that of the masked face alone, in points, on the same folds."), ("table", _gain_table(results))]),
        ("Beside the paper", [("text", beside), ("table", _finding_table(results, labels, multi))]),
        ("Plots", [("plot", plot) for plot in plots])]
    for name, form in (("report.md", _markdown), ("report.html", _html)):
        with open(os.path.join(folder, name), "w") as file:
            file.write(form(sections, folder))


def percent(mean, deviation):
    return "–" if np.isnan(mean) else f"{100 * mean:.1f}" if np.isnan(deviation) else f"{100 * mean:.1f} ± {100 * deviation:.1f}"


def _tables(results):
    """One table a figure: rows are streams, columns settings; the paper's rows come first."""
    settings = list(results)
    others = [row for rows in results.values() for row in rows if row not in MAIN]
    rows = [row for row in MAIN if any(row in r for r in results.values())] + list(dict.fromkeys(others))
    for name, title in NAMES.items():
        yield [[title, *(f"{mode} {t}" for mode, t in settings)],
               *([row, *(percent(*mean_and_deviation([f[name] for f in results[s][row]])) if row in results[s] else "–" for s in settings)] for row in rows)]


def _gain_table(results):
    found = gains(results)
    return [["fusion", "mode", "segments", "gain", "folds in which it gains"],
            *([row, mode, str(t), _points(*mean_and_deviation(d)), f"{(d > 0).sum()} of {len(d)}"] for (mode, t, row), d in found.items())]


def _points(mean, deviation):
    return f"{100 * mean:+.1f}" if np.isnan(deviation) else f"{100 * mean:+.1f} ± {100 * deviation:.1f}"


def _finding_table(results, labels, multi):
    return [["the paper (arXiv 2302.10021)", "compared here", "difference", "this run"],
            *([f.text, f.compared, "–" if np.isnan(f.mean) else _points(f.mean, f.error), f.verdict] for f in findings(results, len(labels), multi))]


def _markdown(sections, _):
    lines = ["# Study: emotion from the face, the masked face and the body"]
    for title, parts in sections:
        lines += ["", f"## {title}"]
        for kind, content in parts:
            if kind == "text":
                lines += ["", content]
            elif kind == "list":
                lines += ["", *(f"- {line}" for line in content)]
            elif kind == "plot":
                lines += ["", f"![{content[1]}]({content[0]})"]
            else:
                lines += ["", *("| " + " | ".join(row) + " |" for row in content[:1]), "|" + " --- |" * len(content[0]), *("| " + " | ".join(row) + " |" for row in content[1:])]
    return "\n".join(lines) + "\n"


def _html(sections, folder):
    body = ["<h1>Study: emotion from the face, the masked face and the body</h1>"]
    for title, parts in sections:
        body.append(f"<h2>{html.escape(title)}</h2>")
        for kind, content in parts:
            if kind == "text":
                body.append(f"<p>{html.escape(content)}</p>")
            elif kind == "list":
                body.append("<ul>" + "".join(f"<li>{html.escape(line)}</li>" for line in content) + "</ul>")
            elif kind == "plot":
                with open(os.path.join(folder, content[0])) as file:
                    svg = file.read()
                body.append(f'<figure role="img" aria-label="{html.escape(content[1])}">{svg[svg.index("<svg"):]}</figure>')
            else:
                cells = ["".join(f"<{'th' if not number else 'td'}>{html.escape(cell)}</{'th' if not number else 'td'}>" for cell in row) for number, row in enumerate(content)]
                body.append("<div><table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table></div>")
    head = f'<meta charset="utf-8"><title>Study: emotion under a mask</title><style>{STYLE}</style>'
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body>{"".join(body)}</body></html>\n'
