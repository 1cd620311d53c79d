"""What one writes without this tool: csv, phonenumbers, one batch after the other; no journal, no report, no settling.

python benchmarks/peer.py FILE URL GROUP TOKEN
"""

import csv
import sys
from itertools import islice

import httpx
import phonenumbers


def main() -> None:
    """Upload the file's valid numbers in batches of 500."""
    path, url, group, token = sys.argv[1:]
    phonenumbers.enable_pattern_cache()
    created = 0
    headers = {"X-LOX24-AUTH-TOKEN": token, "Accept": "application/json"}
    with open(path, encoding="utf-8", newline="") as file, httpx.Client(headers=headers, timeout=100) as client:  # noqa: PTH123  as one writes it
        contacts = (contact(row) for row in csv.DictReader(file, delimiter=";"))
        valid = (found for found in contacts if found)
        while batch := list(islice(valid, 500)):
            answer = client.post(f"{url}/groups/{group}/phones/batch", json=batch)
            answer.raise_for_status()
            created += sum(item["status"] == 201 for item in answer.json())  # noqa: PLR2004  as one writes it
    print(created)


def contact(row: dict[str, str]) -> dict[str, str] | None:
    """Return what is sent of a row, or None when its number is none."""
    try:
        number = phonenumbers.parse(row["Mobil"], "DE")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    phone = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return {"phone": phone, "a": row["Anrede"], "b": row["Vorname"], "c": row["Nachname"]}


if __name__ == "__main__":
    main()
