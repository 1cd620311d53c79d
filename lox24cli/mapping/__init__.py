"""Which column is what: headers, contents, requests and saved maps become a ColumnMap."""
