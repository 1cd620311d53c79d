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
