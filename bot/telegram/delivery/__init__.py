"""Delivery: every update that Telegram acknowledges is handled at least once, whatever fails.

Updates come by `polling` or the webhook of `http_server`, are stored in the `inbox` before they are acknowledged,
wait in the `keyed_queue` (in order for each chat), and are handled by the `update_worker`: retried with backoff, and
kept as dead letters at last, of which `alerts` tell the managers. Calls of the Bot API go through the
`retrying_request`.
"""
