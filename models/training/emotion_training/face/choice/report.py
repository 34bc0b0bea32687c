"""Writes the comparison as JSON lines, a Markdown table and a plot."""
import json
import os

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402 - the backend has to be chosen first

from .settings import SHIPPED  # noqa: E402

COLUMNS = ("input", "width", "open", "masked", "processor time", "beside 96 px, width 1")


def write(rows, folder):
    """`rows` are dictionaries with pixels, width, open, masked, milliseconds, ratio."""
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "face-choice.jsonl"), "w") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    with open(os.path.join(folder, "face-choice.md"), "w") as file:
        file.write(table(rows))
    draw(rows, os.path.join(folder, "face-choice.svg"))


def table(rows):
    lines = [COLUMNS, ("---",) * len(COLUMNS)]
    lines += [(f"{r['pixels']} px", f"{r['width']:g}", f"{100 * r['open']:.1f} %", f"{100 * r['masked']:.1f} %", f"{r['milliseconds']:.2f} ms", f"{r['ratio']:.2f}") for r in rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def draw(rows, path):
    """Accuracy over time, a panel for open and one for masked faces; a line joins the sizes, another the widths."""
    plt.rcParams.update({"svg.hashsalt": "emotion_training.face.choice", "font.size": 9, "axes.grid": True, "grid.alpha": 0.3, "axes.spines.top": False, "axes.spines.right": False})
    figure, panels = plt.subplots(1, 2, figsize=(9, 4))
    for axes, faces in zip(panels, ("open", "masked")):
        for kind, title, text in (("width", "input size, width 1", "{pixels} px"), ("pixels", "width, 96 px", "width {width:g}")):
            chosen = sorted((row for row in rows if row[kind] == getattr(SHIPPED, kind)), key=lambda row: row["ratio"])
            axes.plot([row["ratio"] for row in chosen], [100 * row[faces] for row in chosen], marker="o", markersize=4, label=title)
            for row in chosen:
                if kind == "width" or row["width"] != SHIPPED.width:
                    axes.annotate(text.format(**row), (row["ratio"], 100 * row[faces]), textcoords="offset points", xytext=(6, -9), fontsize=8)
        axes.set_title(f"{faces} faces, accuracy in %", loc="left", fontsize=10)
        axes.set_xlabel("processor time beside 96 px, width 1")
        axes.margins(x=0.12, y=0.1)
    panels[0].legend(frameon=False, loc="lower right")
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)
