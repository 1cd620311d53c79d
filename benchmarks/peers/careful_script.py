"""The peer of `phones import`: what one writes with care, without journal, resuming, or a column's evidence.

python careful_script.py FILE URL GROUP TOKEN REPORT
"""

import csv
import sys
from itertools import islice

import phonenumbers
import requests

BATCH = 500
FIELDS = {"Anrede": "a", "Vorname": "b", "Nachname": "c", "Ort": "d", "Firma": "e", "id": "callback_data"}


def main() -> None:
    """Upload the file's valid numbers, each once, one batch after the other, and write what became of each row."""
    path, url, group, token, report = sys.argv[1:]
    phonenumbers.enable_pattern_cache()
    session = requests.Session()
    session.headers.update({"X-LOX24-AUTH-TOKEN": token, "Accept": "application/json"})
    with (
        open(path, encoding="utf-8", newline="") as source,  # noqa: PTH123  as one writes it
        open(report, "w", encoding="utf-8", newline="") as target,  # noqa: PTH123
    ):
        writer = csv.writer(target)
        writer.writerow(("row", "status", "phone", "id"))
        seen: set[str] = set()
        rows = enumerate(csv.DictReader(source), start=2)
        while chunk := list(islice(rows, BATCH)):
            contacts = []
            for number, row in chunk:
                phone = e164(row["Telefon"])
                if phone is None or phone in seen:
                    writer.writerow((number, "skipped" if phone else "invalid", phone or row["Telefon"], ""))
                    continue
                seen.add(phone)
                contacts.append(
                    (number, {"phone": phone} | {key: row[name] for name, key in FIELDS.items() if row[name]})
                )
            answer = session.post(
                f"{url}/groups/{group}/phones/batch", json=[contact for _, contact in contacts], timeout=100
            )
            answer.raise_for_status()
            for (number, contact), item in zip(contacts, answer.json(), strict=True):
                status = "created" if item["status"] == 201 else "refused"  # noqa: PLR2004
                writer.writerow((number, status, contact["phone"], item["body"].get("id", "")))
    print(len(seen))


def e164(text: str) -> str | None:
    """Return the number, or None where it is none."""
    try:
        number = phonenumbers.parse(text, "DE")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


if __name__ == "__main__":
    main()
