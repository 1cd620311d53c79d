"""Where the mapping draws its lines: every figure of judgement of this room, each with why it is this one.

What is counted by them says column_contents.py; what follows from it phone_candidates.py and phone_preference.py.
"""

SAMPLE_ROWS = 500
"""Rows that are looked at: enough for every share below, and a 300 MB file is not read twice."""

PLAINLY = 0.7
"""From this share of the filled cells on, a column plainly holds mobiles (or phones): lists have blanks written as
`-`, remarks and typing errors, but seldom in three of ten cells."""

PLAINLY_NOT = 0.1
"""Up to this share, it plainly does not: a few mobiles stand in every column of landlines, and a column with so few
cells beside another is no rival of it."""

HALF = 0.5
"""More mobiles than anything else: enough for the better of two columns, not enough to be one alone."""

NEARLY_ALL = 0.9
"""Below a header that names some number, such as `Zählernummer`, the cells have to be mobiles without exception, but
for a typing error in ten."""

FEW = 8
"""Bare digits in fewer cells than this are too few to tell phones from running numbers."""

FEW_CELLS_OF_A_REGION = 5
"""Fewer national numbers than this do not tell which country they are of: a family has three abroad."""

NETWORK_DIGITS = 4
"""The beginning that names a town or a mobile network: `0651`, `0171`."""

FEW_FOR_A_TIE = 3
"""Filled cells that a column needs to be told from an equal one by them: two may be chance."""

FIRST_DIGITS, DIFFERENT_STARTS = 6, 4
"""Running numbers of one file share their first six digits; people in four networks or more do not."""

YEAR = 4
"""Bare mobiles of one country share three first digits at most (491); the orders of a year share `2026`."""

ONE_WAY = 0.9
"""Numbers that rise (or fall) from nine cells of ten to the next are counted up, not dialled."""

UNIX_TIMES = range(1_000_000_000, 2_000_000_000)
"""2001 to 2033, in seconds: ten digits that read as German mobiles without their zero."""

MIN_DIGITS = 7
"""Of a phone in a cell: the shortest numbers with their area code; a postcode has fewer."""
