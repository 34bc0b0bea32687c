"""The plots of the report, as SVG files without dates, so that equal figures give equal files."""
import os

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402 - the backend has to be chosen first
import numpy as np  # noqa: E402

from .experiment import AVERAGE, AWARE, BODY, FACE, MAIN, MASKED  # noqa: E402
from .features import TSN  # noqa: E402
from .figures import mean_and_deviation  # noqa: E402
from .findings import gains  # noqa: E402

LINES = (FACE, MASKED, BODY, "full body", AVERAGE, AWARE)


def draw_all(results, chance, folder):
    """Writes the plots; returns [(file, title)]."""
    plt.rcParams.update({"svg.hashsalt": "emotion_training.study", "font.size": 9, "axes.grid": True, "grid.alpha": 0.3, "axes.spines.top": False, "axes.spines.right": False})
    plots = (("balanced.svg", "Balanced accuracy of TSN, mean and deviation over the folds", lambda axes: _bars(axes, results, chance)),
             ("segments.svg", "ROC AUC macro by segments; solid TSN, dashed TSM", lambda axes: _lines(axes, results)),
             ("gain.svg", "Balanced accuracy of a fusion minus that of the masked face alone; a point is a fold", lambda axes: _gains(axes, results)))
    for file, title, draw in plots:
        figure, axes = plt.subplots(figsize=(9, 4))
        draw(axes)
        axes.set_title(title, loc="left", fontsize=10)
        figure.tight_layout()
        figure.savefig(os.path.join(folder, file), metadata={"Date": None})
        plt.close(figure)
    return [(file, title) for file, title, _ in plots]


def _bars(axes, results, chance):
    settings = [key for key in results if key[0] == TSN]
    rows = [row for row in MAIN if row in results[settings[0]]]
    width = 0.8 / len(settings)
    for number, key in enumerate(settings):
        means, deviations = zip(*(mean_and_deviation([f["balanced"] for f in results[key][row]]) for row in rows))
        axes.bar(np.arange(len(rows)) + number * width, means, width, yerr=np.nan_to_num(deviations), error_kw={"linewidth": 0.8}, label=f"{key[1]} segment{'s' if key[1] > 1 else ''}")
    axes.axhline(chance, color="black", linestyle=":", linewidth=1)
    axes.set_xticks(np.arange(len(rows)) + 0.4 - width / 2, [row.replace(" ", "\n", 1) for row in rows])
    axes.legend(ncol=len(settings), frameon=False)


def _lines(axes, results):
    for number, row in enumerate(LINES):
        for mode in sorted({key[0] for key in results}):
            points = [(t, mean_and_deviation([f["auc_macro"] for f in rows[row]])[0]) for (m, t), rows in results.items() if m == mode and row in rows]
            if points:
                axes.plot(*zip(*points), color=f"C{number}", marker="o", markersize=4, linestyle="-" if mode == TSN else "--", label=row if mode == TSN else None)
    axes.set_xlabel("segments")
    axes.set_xticks(sorted({key[1] for key in results}))
    axes.legend(ncol=3, frameon=False)


def _gains(axes, results):
    found = gains(results)
    for number, ((mode, t, row), differences) in enumerate(found.items()):
        axes.plot(np.full(len(differences), number), differences, "o", color="gray", markersize=3, alpha=0.6)
        axes.plot([number - 0.3, number + 0.3], [differences.mean()] * 2, color=f"C{('fusion average', 'fusion maximum', AWARE).index(row)}", linewidth=3)
    axes.axhline(0, color="black", linewidth=1)
    axes.set_xticks(range(len(found)), [f"{row.replace('fusion ', '')}, {mode} {t}" for mode, t, row in found], rotation=60, ha="right", fontsize=7)
