"""What a sheet shows of a value: number formats, dates, the conventions of a region."""
