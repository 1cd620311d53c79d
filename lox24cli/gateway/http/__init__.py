"""One exchange with the gateway: connection, deadline, request and answer."""
