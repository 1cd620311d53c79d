"""A cell to a number or a reason: the only importer of phonenumbers."""
