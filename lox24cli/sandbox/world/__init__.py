"""The state behind the look-alike: accounts, groups, contacts."""
