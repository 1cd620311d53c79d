"""German says all that the code says, and nothing else; run `make german` after a change, then translate."""

import string
from collections import defaultdict

from babel.messages.catalog import Message

from tests.translating.catalogue import MO, compiled, read_catalogue
from tests.translating.extracting import find_marked

CATALOGUE = [message for message in read_catalogue() if message.id]


def ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_every_sentence_has_its_translation() -> None:
    translated = {ids(message) for message in CATALOGUE if all(strings(message)) and not message.fuzzy}
    said = {(one,) if many is None else (one, many): place for one, many, place in find_marked()}
    assert not {place: sentence for sentence, place in said.items() if sentence not in translated}


def test_nothing_is_translated_that_nobody_says() -> None:
    said = {(one,) if many is None else (one, many) for one, many, _ in find_marked()}
    assert not {ids(message) for message in CATALOGUE} - said


def test_a_sentence_is_said_with_a_number_or_without() -> None:
    ways = defaultdict(set)
    for one, many, _ in find_marked():
        ways[one].add(many)
    assert not [one for one, found in ways.items() if len(found) > 1]


def test_translations_have_the_same_fields_and_the_same_spaces_around() -> None:
    for message in CATALOGUE:
        for sentence, said in zip(ids(message), strings(message), strict=True):
            assert fields(said) == fields(sentence), said
            assert len(said) - len(said.lstrip()) == len(sentence) - len(sentence.lstrip()), said
            assert len(said) - len(said.rstrip()) == len(sentence) - len(sentence.rstrip()), said
            assert said[-1:] in ".?:" or sentence[-1:] not in ".?:", said


def test_what_is_typed_and_the_codes_stay_in_a_translation() -> None:
    """Options, commands and variables are copied from a message: a translated one would be none."""
    for message in CATALOGUE:
        for sentence, said in zip(ids(message), strings(message), strict=True):
            typed = [word for word in sentence.split() if word.startswith(("--", "LOX24_"))]
            assert all(word.strip(":;,.?()\"'") in said for word in typed), said


def test_the_compiled_catalogue_is_that_of_the_text() -> None:
    assert MO.read_bytes() == compiled(read_catalogue()), "make german"
