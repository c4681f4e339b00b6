"""Check and open an exit kit with Python's standard library and the command openssl alone."""

import argparse
import gzip
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

MANIFEST, SIGNATURE = "manifest.json", "manifest.json.p7s"


def main() -> int:
    """Check the signature and every digest; open the parts when asked to."""
    asked = _arguments()
    folder = asked.folder.resolve()
    files = json.loads((folder / MANIFEST).read_bytes())["files"]
    faults = _faults(folder, files)
    if asked.word == "check":
        faults += _signature_faults(folder, asked.root)
    for fault in faults:
        _say(f"FAULT {fault}")
    if faults:
        return 1
    _say(f"{len(files)} files are what the manifest says.")
    if asked.word == "open":
        _open(folder, files, key=asked.key, to=asked.to)
    return 0


def _faults(folder: Path, files: list[dict[str, str]]) -> list[str]:
    faults = []
    for file in files:
        path = folder / file["path"]
        if not path.is_file():
            faults.append(f"{file['path']}: missing")
            continue
        digest = hashlib.sha256()
        with path.open("rb") as opened:
            while block := opened.read(1 << 20):
                digest.update(block)
        if digest.hexdigest() != file["sha256"]:
            faults.append(f"{file['path']}: changed")
    named = {MANIFEST, SIGNATURE, *(file["path"] for file in files)}
    there = (path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file())
    others = [path for path in there if path.as_posix() not in named]
    return [*faults, *(f"{path}: not named by the manifest" for path in others)]


def _signature_faults(folder: Path, root: Path) -> list[str]:
    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-purpose", "any",
               "-in", str(folder / SIGNATURE), "-content", str(folder / MANIFEST),
               "-CAfile", str(root), "-out", "/dev/null"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - openssl
    return [] if done.returncode == 0 else [f"{SIGNATURE}: {done.stderr.strip()}"]


def _open(folder: Path, files: list[dict[str, str]], *, key: Path, to: Path) -> None:
    for file in files:
        source, inner = folder / file["path"], file["path"].removesuffix(".p7m")
        if file["kind"] not in {"rows", "documents"}:
            continue
        with tempfile.NamedTemporaryFile() as plain:
            command = ["openssl", "cms", "-decrypt", "-binary", "-inform", "DER",
                       "-in", str(source), "-inkey", str(key), "-out", plain.name]  # fmt: skip
            subprocess.run(command, check=True)  # noqa: S603 - openssl
            if file["kind"] == "rows":
                target = to / inner.removesuffix(".gz")
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(gzip.decompress(Path(plain.name).read_bytes()))
            else:
                (to / "documents").mkdir(parents=True, exist_ok=True)
                with tarfile.open(plain.name) as archive:
                    archive.extractall(to / "documents", filter="data")
    _say(f"Opened into {to}.")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    words = parser.add_subparsers(dest="word", required=True)
    check = words.add_parser("check", help="check the signature and every file")
    check.add_argument("folder", type=Path)
    check.add_argument("--root", type=Path, required=True, help="the trusted root, PEM")
    opened = words.add_parser("open", help="check every file, then open the parts")
    opened.add_argument("folder", type=Path)
    opened.add_argument("--key", type=Path, required=True, help="the owner's private key, PEM")
    opened.add_argument("--to", type=Path, required=True, help="an empty folder")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
