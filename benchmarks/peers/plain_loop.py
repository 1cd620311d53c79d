"""The peer of `phones check`: csv and phonenumbers, and nothing kept. python plain_loop.py FILE."""

import csv
import sys

import phonenumbers


def main() -> None:
    """Count the file's valid numbers, each written as E.164."""
    phonenumbers.enable_pattern_cache()
    valid = set()
    with open(sys.argv[1], encoding="utf-8", newline="") as file:  # noqa: PTH123  as one writes it
        for row in csv.DictReader(file):
            try:
                number = phonenumbers.parse(row["Telefon"], "DE")
            except phonenumbers.NumberParseException:
                continue
            if phonenumbers.is_valid_number(number):
                valid.add(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    print(len(valid))


if __name__ == "__main__":
    main()
