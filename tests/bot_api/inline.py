"""Answers to inline queries, checked as Telegram checks them.

See https://core.telegram.org/bots/api#answerinlinequery.
"""

import re

from tests.bot_api.content import markup_of, text_of
from tests.bot_api.wire import BadRequestError, Params

_MAX_RESULTS = 50
_MAX_ID = 64
_MAX_OFFSET = 64


def check_inline_answer(params: Params) -> None:
    results = params.get("results")
    if not isinstance(results, list):
        raise BadRequestError("can't parse inline query results: expected an Array of InlineQueryResult")
    if len(results) > _MAX_RESULTS:
        raise BadRequestError("RESULTS_TOO_MUCH")
    if len({result.get("id") for result in results}) != len(results):
        raise BadRequestError("RESULT_ID_DUPLICATE")
    for result in results:
        _check_article(result)
    if len(str(params.get("next_offset", "")).encode()) > _MAX_OFFSET:
        raise BadRequestError("NEXT_OFFSET_INVALID")
    button = params.get("button")
    if button and not button.get("text"):
        raise BadRequestError("can't parse inline query results button: text must be non-empty")
    if button and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", button.get("start_parameter", "")):
        raise BadRequestError("START_PARAM_INVALID")


def _check_article(result: Params) -> None:
    if result.get("type") != "article":
        raise BadRequestError("can't parse inline query result: the fake knows articles only")
    if not 1 <= len(str(result.get("id", "")).encode()) <= _MAX_ID:
        raise BadRequestError("RESULT_ID_INVALID")
    if not result.get("title"):
        raise BadRequestError("ARTICLE_TITLE_EMPTY")
    content = result.get("input_message_content", {})
    text_of({"text": content.get("message_text", "")} | {k: v for k, v in content.items() if k != "message_text"})
    markup_of(result)
