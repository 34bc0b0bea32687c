"""catalog.json: which model is made from which file of which package, and the SHA-256 of both ends."""
import json

from .errors import ImportFailure
from .locations import CATALOG


class Catalog:
    def __init__(self, path=CATALOG):
        self._path = path
        with open(path, encoding="utf-8") as file:
            self._document = json.load(file)

    def select(self, names):
        """The entries with these names, all when there are none."""
        entries = {entry["name"]: entry for entry in self._document["models"]}
        unknown = [name for name in names if name not in entries]
        if unknown:
            raise ImportFailure(f"the catalogue holds {', '.join(entries)}; it does not hold {', '.join(unknown)}")
        return [entries[name] for name in names or entries]

    def save(self):
        self._path.write_text(render_json(self._document), encoding="utf-8")


def render_json(document):
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
