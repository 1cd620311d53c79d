"""The peer of start-up: argparse with as many options as `phones import` has; given a file, http.client uploads it.

python small_script.py --help
python small_script.py FILE --group 7116 --url http://127.0.0.1:8000 --token 1:key
"""

import argparse

OPTIONS = (
    *("group", "url", "token", "token-file", "map", "map-file", "save-map", "region", "sheet", "delimiter", "encoding"),
    *("limit", "on-existing", "on-duplicate", "suppress", "max-errors", "batch-size", "concurrency", "rate", "timeout"),
    *("retries", "backoff", "max-wait", "settle-wait", "report", "failed", "report-dir", "log-file", "cron", "sandbox"),
)
SWITCHES = (
    *("dry-run", "yes", "force", "quiet", "verbose", "no-header", "mobile-only"),
    *("include-opted-out", "fail-fast", "if-changed", "json"),
)


def main() -> None:
    """Read the options; upload the file's valid numbers in one batch."""
    parser = argparse.ArgumentParser(description="Bring the contacts of FILE into a group.")
    parser.add_argument("file")
    for name in OPTIONS:
        parser.add_argument(f"--{name}", metavar=name.upper(), help=f"What {name} says of the run.")
    for name in SWITCHES:
        parser.add_argument(f"--{name}", action="store_true", help=f"Whether {name} holds of the run.")
    options = parser.parse_args()
    upload(options.file, options.url, options.group, options.token)


def upload(path: str, url: str, group: str, token: str) -> None:
    """Send one batch."""
    import csv  # noqa: PLC0415  --help needs none of these
    import http.client  # noqa: PLC0415
    import json  # noqa: PLC0415

    import phonenumbers  # noqa: PLC0415

    contacts = []
    with open(path, encoding="utf-8", newline="") as file:  # noqa: PTH123  as one writes it
        for row in csv.DictReader(file):
            try:
                number = phonenumbers.parse(row["Telefon"], "DE")
            except phonenumbers.NumberParseException:
                continue
            if phonenumbers.is_valid_number(number):
                phone = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
                contacts.append({"phone": phone, "a": row["Anrede"], "b": row["Vorname"], "c": row["Nachname"]})
    connection = http.client.HTTPConnection(url.removeprefix("http://"))
    headers = {"X-LOX24-AUTH-TOKEN": token, "Content-Type": "application/json", "Accept": "application/json"}
    connection.request("POST", f"/groups/{group}/phones/batch", json.dumps(contacts), headers)
    print(sum(item["status"] == 201 for item in json.loads(connection.getresponse().read())))  # noqa: PLR2004


if __name__ == "__main__":
    main()
