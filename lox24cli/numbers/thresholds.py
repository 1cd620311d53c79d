"""From where on a number of cells or digits decides, each with the reason; the only place of such judgements here.

Facts about numbers (E.164's fifteen digits, what a spreadsheet keeps) stand where they are used.
"""

LEAST_CLEAR = 20
"""So many clear cells are a way of writing: fewer may be a chance gathering of one sender's habits."""
LEAST_SHARE = 0.9
"""So large a share of them must agree: a column that is written in two ways in turn decides nothing."""
MOST_ODD = 0.1
"""Up to this share of a column, the rest of LEAST_SHARE, cells that suppose a loss are slips: they speak neither for
each other nor against the others. At least two are needed to be more than one slip."""
LEAST_ODD = 2
LONGEST_LOCAL = 8
"""Digits of the longest numbers that are dialled without an area code (Berlin, Stockholm)."""
LONGEST_LOCAL_ABROAD = 9
"""Up to so many digits, islands' whole numbers are what others dial within a town or, in Poland, within the country:
never abroad without a sign."""
LEAST_ENDING_ALIKE = 20
"""So many different numbers that end in one digit are no chance: each of the digits has a tenth."""
SHARE_ENDING_ALIKE = 0.75
"""Where so large a share ends in one digit, it was added to each: of 20 numbers chance makes it once in 10 ** 10 lists.
Not all need to: somebody may have mended a few by hand."""
WINDOW = 300
"""What is wrong with all cells shows in the first ones; rows behind these are decided as they are read."""
ROUNDED: dict[int, tuple[tuple[int, float], ...]] = {
    5: ((1, 0.02),),
    4: ((3, 0.02), (1, 0.5)),
    3: ((3, 0.2), (2, 0.5)),
    2: ((4, 0.5),),
    1: ((10, 0.5), (20, 0.3)),
}
"""Zeros at the end -> (different numbers, share of the plain cells) from which on they are damage. By chance the share
is 10 ** -zeros, so each is far from what an honest column shows. One zero is counted among mobiles alone."""
ROUNDED_TO_SINGLES = ((3, 0.5), (6, 0.25))
"""The same for numbers that 32-bit floats hold exactly: by chance a 32nd at most is."""
MOST_DIFFERENT = 20
"""More different numbers are not told apart: a phone that many rows share is one."""
