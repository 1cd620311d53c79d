"""Which countries have a numbering plan that libphonenumber knows, and which of them a calling code is of."""

import phonenumbers


def has_plan(region: str) -> bool:
    """Tell whether numbers of the region (ISO 3166 alpha-2, capitals) can be read."""
    return region in phonenumbers.SUPPORTED_REGIONS


def region_of_code(code: int) -> str | None:
    """Give the main region of a calling code; None for no code, or one of no region (+800).

    `region_of_code(49)` is `DE`, `region_of_code(1)` is `US`, which reads numbers of Canada too.
    """
    region = phonenumbers.region_code_for_country_code(code)
    return region if has_plan(region) else None


def list_regions() -> tuple[str, ...]:
    """Give all regions that have a plan, ISO 3166 alpha-2, sorted."""
    return tuple(sorted(phonenumbers.SUPPORTED_REGIONS))
