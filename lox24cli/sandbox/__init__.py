"""A local LOX24 look-alike, written from the documentation alone; shares no code with the gateway."""
