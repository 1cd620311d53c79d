from random import Random

from hypothesis import given
from hypothesis import strategies as st

from lox24cli.witnesses import ENOUGH, Witness, decide


def test_two_sources_that_agree_decide() -> None:
    verdict = decide([Witness("header", "B", "header says mobile"), Witness("cells", "B", "9 of 9 cells are mobiles")])

    assert verdict.choice == "B"
    assert verdict.reason == "header says mobile; 9 of 9 cells are mobiles"


def test_one_source_that_speaks_twice_is_one_witness() -> None:
    assert decide([Witness("header", "B", "x"), Witness("header", "B", "y")]).choice is None


def test_an_objection_makes_it_a_question_whatever_speaks_for_it() -> None:
    verdict = decide(
        [
            Witness("header", "B", "header says mobile", weight=ENOUGH),
            Witness("cells", "B", "all cells are mobiles"),
            Witness("other columns", "B", "column C is full of mobiles too", objects=True),
        ]
    )

    assert verdict.choice is None
    assert verdict.reason == "column C is full of mobiles too"
    assert verdict.rivals == ("B",)


def test_two_choices_with_enough_support_are_a_question_between_them() -> None:
    verdict = decide([Witness("header", "B", "", weight=ENOUGH), Witness("header", "C", "", weight=ENOUGH)])

    assert verdict.choice is None
    assert verdict.rivals == ("B", "C")


def test_no_witness_at_all_decides_nothing() -> None:
    assert decide([]).choice is None


_WITNESSES = st.lists(
    st.builds(
        Witness,
        st.sampled_from(["header", "cells", "sign"]),
        st.sampled_from("ABC"),
        st.just("because"),
        st.integers(1, ENOUGH),
        st.booleans(),
    )
)


@given(_WITNESSES, st.randoms(use_true_random=False))
def test_the_order_of_the_witnesses_decides_nothing(witnesses: list[Witness[str]], rng: Random) -> None:
    shuffled = rng.sample(witnesses, len(witnesses))

    assert decide(shuffled).choice == decide(witnesses).choice


@given(_WITNESSES)
def test_one_more_objection_never_lets_its_choice_through(witnesses: list[Witness[str]]) -> None:
    against = Witness("third", "A", "no", objects=True)

    assert decide([*witnesses, against]).choice != "A"
