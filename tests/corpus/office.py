"""LibreOffice without a window: opens files and saves them again, as a person at a spreadsheet would.

Filter options: https://help.libreoffice.org/latest/en-US/text/shared/guide/csv_params.html
"""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SOFFICE = shutil.which("soffice")
_CHARSETS = {"utf-8": 76, "utf-16-le": 65535, "cp1252": 1, "iso-8859-15": 22, "mac-roman": 2, "cp1250": 33}
_SECONDS = 180


@dataclass(frozen=True, slots=True)
class CsvForm:
    """How LibreOffice is told to read or write CSV."""

    delimiter: str = ","
    encoding: str = "utf-8"
    language: str = "0"
    """LibreOffice's number of a language: 1031 German, 1033 American English, 0 that of the program."""

    @property
    def charset(self) -> int:
        """LibreOffice's number of the encoding."""
        return _CHARSETS[self.encoding]

    def infilter(self) -> str:
        """Read: separator, quote, charset, first line, columns as found, language."""
        return f"CSV:{ord(self.delimiter)},34,{self.charset},1,,{self.language}"

    def target(self) -> str:
        """Write what the cells show, without a quote more than needed."""
        return f"csv:Text - txt - csv (StarCalc):{ord(self.delimiter)},34,{self.charset},1,,{self.language},false,true"


def convert(
    files: Sequence[Path], target: str, folder: Path, *, infilter: str | None = None, profile: Path
) -> list[Path]:
    """Save the files again in `folder` as `target` (`xlsx`, `ods`, `csv:…`); return them in the same order.

    Raises:
        RuntimeError: LibreOffice did not write one of them.
    """
    assert SOFFICE is not None
    folder.mkdir(exist_ok=True)
    arguments = [SOFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    if infilter:
        arguments.append(f"--infilter={infilter}")
    arguments += ["--convert-to", target, "--outdir", str(folder), *map(str, files)]
    done = subprocess.run(arguments, capture_output=True, timeout=_SECONDS, check=False)
    ending = target.partition(":")[0]
    made = [folder / f"{file.stem}.{ending}" for file in files]
    missing = [file.name for file in made if not file.exists()]
    if missing:
        raise RuntimeError(f"LibreOffice did not write {missing}: {done.stderr.decode(errors='replace')}")
    return made
