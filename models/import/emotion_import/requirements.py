import shutil

from .errors import ImportFailure

_PROGRAMS = {"node": "nodejs", "npm": "npm", "ffmpeg": "ffmpeg"}


def require_programs():
    """Says at once what is missing, instead of failing half-way."""
    missing = [package for program, package in _PROGRAMS.items() if shutil.which(program) is None]
    if missing:
        raise ImportFailure(f"missing programs; on Debian: apt-get install {' '.join(missing)}")
