"""A file to rows, whatever it is: knows no phone, no field and no network."""
