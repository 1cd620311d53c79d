"""Cells that a spreadsheet would execute or change, made harmless, and exactly that undone.

One apostrophe is the mark: a spreadsheet shows what follows it as text. It stands before the cell, and before each part
of it that would begin a cell of its own where the file is split at another separator than ours: `x;=1+1` is one cell in
a file with commas and two where semicolons separate. Whoever writes a file of ours passes every cell (headers too, XLSX
too) through `neutralise` or `protect`; the reader passes every cell of such a file through `restore`. What is dangerous
is OWASP's list (https://owasp.org/www-community/attacks/CSV_Injection).
Knows no file and no number rules.
"""

import re

_EXECUTED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MARK = "'"
_MARKED = (*_EXECUTED, _MARK)
_PART = r"([;,|\t\r\n]\"*)"
"""Where another program may see the beginning of a cell: behind a separator and quotes."""
_EXECUTED_PART = re.compile(rf"{_PART}(?=[{re.escape(''.join(_MARKED))}])")
_MARKED_PART = re.compile(rf"{_PART}{_MARK}(?=[{re.escape(''.join(_MARKED))}])")
_LONGEST_VALUE = 250
"""A longer cell is no phone, whatever becomes of it."""

_MONTH = (
    r"(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz]"
    r"|f[eé]v|avr|jui|ao[uû]|ene|abr|ago|dic|gen|mag|giu|lug|set|ott|m[ar]t|mei|sty|lut|kwi|maj|cze|lip|sie|wrz|pa[zź]|lis|gru)"
)
_CHANGED = re.compile(
    rf"""\s*(?:
        0[\d\s.,]*                                   # a leading zero
      | [\d\s.,'’]*(?:\d[\s.,'’]*){{12,}}            # twelve digits or more: shown as 4,92E+11
      | \d[\d.,]*\s*e\s*[+-]?\s*\d+                  # scientific
      | \d+(?:[.,]\d+)+                              # decimals, dates with dots, thousands
      | \d{{1,4}}\s*[-/.:]\s*\d{{1,4}}(?:\s*[-/.:,]\s*\d{{0,4}}){{0,3}}\.?   # dates and times
      | \d{{1,4}}[.\s-]*{_MONTH}\w*[.\s-]*\d{{0,4}}  # 3. Mai, 1-Jan-24
      | {_MONTH}\w*[.\s-]*\d{{1,4}}                  # Mai 24
      | \(\s*[\d.,\s]+\)                             # accountants' negative
      | [\d.,\s]+%
      | (?:true|false|wahr|falsch)
    )\s*""",
    re.VERBOSE | re.IGNORECASE,
)


def neutralise(cell: str) -> str:
    """Return the cell, with an apostrophe before each part that a spreadsheet would execute or that begins with one."""
    if not cell or cell.isalnum():
        return cell
    marked = _EXECUTED_PART.sub(rf"\1{_MARK}", cell) if _EXECUTED_PART.search(cell) else cell
    return _MARK + marked if cell.startswith(_MARKED) else marked


def protect(cell: str) -> str:
    """Return the cell as `neutralise` gives it, and marked also where a spreadsheet would turn it into another value.

    Meant for phone cells: `0176…` loses its zero, twelve digits become `4,92E+11`, `1-2-3` becomes a date.
    """
    is_changed = len(cell) <= _LONGEST_VALUE and _CHANGED.fullmatch(cell)
    return _MARK + cell if is_changed and not cell.startswith(_MARKED) else neutralise(cell)


def restore(cell: str) -> str:
    """Return the cell without the apostrophes that `neutralise` or `protect` put into it."""
    return _MARKED_PART.sub(r"\1", cell.removeprefix(_MARK)) if _MARK in cell else cell
