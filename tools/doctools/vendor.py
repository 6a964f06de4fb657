"""What the site takes from npm packages: the search engine and the fonts, each with its licence.

The packages stand in docs/theme/node_modules (`./lab docs` installs them); a build copies the few
files that the pages load, so that the site needs nothing from elsewhere when it is read.
"""

import shutil
from pathlib import Path

from .problems import Stop

FONT = "@fontsource-variable"
# file in node_modules -> its name on the site
FILES = {
    "minisearch/dist/umd/index.js": "minisearch.js",
    "minisearch/LICENSE.txt": "licences/minisearch.txt",
    f"{FONT}/source-serif-4/files/source-serif-4-latin-wght-normal.woff2": "fonts/serif.woff2",
    f"{FONT}/source-serif-4/files/source-serif-4-latin-wght-italic.woff2": "fonts/serif-italic.woff2",
    f"{FONT}/source-serif-4/LICENSE": "licences/source-serif-4.txt",
    f"{FONT}/source-sans-3/files/source-sans-3-latin-wght-normal.woff2": "fonts/sans.woff2",
    f"{FONT}/source-sans-3/LICENSE": "licences/source-sans-3.txt",
    f"{FONT}/source-code-pro/files/source-code-pro-latin-wght-normal.woff2": "fonts/mono.woff2",
    f"{FONT}/source-code-pro/LICENSE": "licences/source-code-pro.txt",
}
OWN = ("theme.js", "site.js", "search.js", "timeline.js", "learn.js", "keys.js")


def copy(theme: Path, site: Path) -> None:
    """Puts the scripts and the fonts beside the pages. Raises Stop when a package is missing."""
    for name in OWN:
        shutil.copyfile(theme / name, site / name)
    for source, name in FILES.items():
        file = theme / "node_modules" / source
        if not file.exists():
            raise Stop(
                f"docs/theme/node_modules lacks {source}: run `./lab docs`, or by hand "
                "`cd docs/theme && npm ci --ignore-scripts`"
            )
        target = site / name
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(file, target)
