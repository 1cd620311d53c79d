"""The LOX24 API: the only importer of httpx; knows no files and no rows' origin."""
