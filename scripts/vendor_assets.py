"""Renews config/static/vendor with `npm pack`; only maintainers run it, nobody else needs npm.

Usage: python scripts/vendor_assets.py [--latest]
"""

import argparse
import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

STATIC = Path(__file__).resolve().parents[1] / "config" / "static"
VENDOR = STATIC / "vendor"
MANIFEST = VENDOR / "manifest.json"
SPRITE = STATIC / "icons.svg"

FONTS = ("latin", "latin-ext", "cyrillic")
PACKAGES: dict[str, dict[str, str]] = {
    "@tabler/core": {
        "dist/css/tabler.min.css": "tabler/tabler.min.css",
    },
    "@fontsource-variable/inter": {
        "LICENSE": "inter/LICENSE",
        **{
            f"files/inter-{part}-opsz-normal.woff2": f"inter/inter-{part}-opsz-normal.woff2"
            for part in FONTS
        },
    },
    "echarts": {
        "LICENSE": "echarts/LICENSE",
        "NOTICE": "echarts/NOTICE",
        "dist/echarts.min.js": "echarts/echarts.min.js",
    },
    "@tabler/icons": {"LICENSE": "tabler-icons/LICENSE"},
}
ICONS = """
alert-triangle anchor archive arrow-back-up arrow-down arrow-left arrow-right arrow-up
arrows-exchange arrows-sort ban bell book briefcase building bulb calendar calendar-due
calendar-event certificate chart-bar chart-line check chevron-down chevron-left chevron-right
chevron-up circle circle-check circle-dashed circle-x clipboard-check clipboard-list clock
clock-pause coin columns-3 compass copy device-floppy device-mobile dots download edit eye
file-spreadsheet file-text filter fingerprint flag folder git-merge help-circle history home
hourglass id info-circle key language link list list-check lock logout mail map-pin menu-2 message
minus network package paperclip pencil phone phone-call phone-off player-pause plus printer
refresh report-analytics rotate route scale search send settings shield-check ship snowflake
stack-2 sun table target ticket trash truck upload user user-check user-plus user-x users
users-group world world-dollar x
"""


MIT = """MIT License

{copyright}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or
substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM,
DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT
OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def pack(name: str, version: str, into: Path) -> tuple[Path, dict[str, str]]:
    """Fetch one package; the unpacked folder and its own description."""
    folder = into / re.sub(r"\W+", "-", name)
    folder.mkdir()
    wanted = f"{name}@{version}"
    subprocess.run(["npm", "pack", "--silent", wanted], cwd=folder, check=True)
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    root = folder / "package"
    return root, json.loads((root / "package.json").read_text(encoding="utf-8"))


def copy_file(source: Path, target: Path) -> None:
    """Copy bytes; style sheets and scripts lose the pointer to a source map we do not ship."""
    content = source.read_bytes()
    if target.suffix in {".css", ".js"}:
        content = (
            re.sub(rb"/[*/][#@] sourceMappingURL=[^\n*]*(\*/)?", b"", content).rstrip() + b"\n"
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def write_tabler_licence() -> str:
    """Tabler's package names MIT but carries no text: write it with the copyright of its banner."""
    banner = (VENDOR / "tabler/tabler.min.css").read_text(encoding="utf-8")[:600]
    holders = "\n".join(re.findall(r"Copyright [^\n]+", banner))
    (VENDOR / "tabler/LICENSE").write_text(MIT.format(copyright=holders), encoding="utf-8")
    return "tabler/LICENSE"


def draw_sprite(icons: Path) -> None:
    """Gather the icons we use into one file of symbols, each named i-<icon>."""
    symbols = []
    for name in sorted(ICONS.split()):
        text = (icons / f"{name}.svg").read_text(encoding="utf-8")
        inner = re.search(r"<svg[^>]*>(.*)</svg>", text, re.DOTALL)
        if inner is None:
            raise ValueError(f"The icon {name} is not an SVG file.")
        paths = re.findall(r'<path d="([^"]+)"\s*/>', inner[1])
        drawn = "".join(f'<path d="{path}"/>' for path in paths)
        symbols.append(f'<symbol id="i-{name}" viewBox="0 0 24 24">{drawn}</symbol>')
    body = "\n".join(symbols)
    SPRITE.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg">\n{body}\n</svg>\n', encoding="utf-8"
    )


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def renew(*, latest: bool) -> None:
    """Fetch every package at its recorded version (or the newest) and rewrite the manifest."""
    recorded = {}
    if MANIFEST.exists():
        manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
        recorded = {entry["name"]: entry["version"] for entry in manifest["packages"]}
    entries = []
    with tempfile.TemporaryDirectory() as scratch:
        for name, files in PACKAGES.items():
            version = "latest" if latest else recorded.get(name, "latest")
            root, about = pack(name, version, Path(scratch))
            for source, target in files.items():
                copy_file(root / source, VENDOR / target)
            kept = {target: sha256(VENDOR / target) for target in files.values()}
            if name == "@tabler/core":
                licence = write_tabler_licence()
                kept[licence] = sha256(VENDOR / licence)
            if name == "@tabler/icons":
                draw_sprite(root / "icons" / "outline")
                kept["../icons.svg"] = sha256(SPRITE)
            entries.append(
                {
                    "name": name,
                    "version": about["version"],
                    "licence": about["license"],
                    "files": kept,
                }
            )
    text = json.dumps({"packages": entries}, indent=2) + "\n"
    MANIFEST.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--latest", action="store_true", help="take the newest versions")
    renew(latest=parser.parse_args().latest)
