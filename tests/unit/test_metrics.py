"""What the bot counts comes out in Prometheus' text format, with nothing about anybody."""

import re

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.metrics import CONTENT_TYPE, Metrics

COUNTED = ("received", "handled", "repeated", "given_up", "set_aside")
METHODS = {"given_up": "dead_lettered", "set_aside": "unparseable"}


def samples(metrics: Metrics) -> dict[str, float]:
    """Each sample by its name and labels."""
    families = text_string_to_metric_families(metrics.render().decode())
    return {
        sample.name + "".join(f" {name}={value}" for name, value in sorted(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }


def test_a_question_is_counted_with_its_outcome_and_its_latency() -> None:
    metrics = Metrics()
    assert samples(metrics)["article_bot_questions_total answered=false"] == 0
    metrics.answered(0.02, answered=True)
    metrics.answered(3.0, answered=True)
    metrics.answered(0.001, answered=False)
    found = samples(metrics)
    assert found["article_bot_questions_total answered=true"] == 2
    assert found["article_bot_questions_total answered=false"] == 1
    assert found["article_bot_answer_latency_seconds_count"] == 3
    assert found["article_bot_answer_latency_seconds_sum"] == pytest.approx(3.021)
    buckets = [found[f"article_bot_answer_latency_seconds_bucket le={le}"] for le in ("0.005", "0.025", "10.0", "+Inf")]
    assert buckets == [1, 2, 3, 3]


def test_the_gauges_say_what_was_said_last() -> None:
    metrics = Metrics()
    waiting = [1, 2, 3]
    metrics.watch_queue(lambda: len(waiting))
    waiting.pop()
    metrics.good_poll(1_700_000_000.5)
    found = samples(metrics)
    assert found["article_bot_queue_length"] == 2
    assert found["article_bot_last_good_poll_timestamp_seconds"] == 1_700_000_000.5


def test_each_fate_of_an_update_and_each_retry_has_its_counter() -> None:
    metrics = Metrics()
    metrics.updates_received(1, repeated=3)
    for times, fate in enumerate(COUNTED, 1):
        for _ in range(times if fate not in ("received", "repeated") else 0):
            getattr(metrics, f"update_{METHODS.get(fate, fate)}")()
    metrics.message_retried()
    found = samples(metrics)
    assert [found[f"article_bot_updates_{fate}_total"] for fate in COUNTED] == [1, 2, 3, 4, 5]
    assert found["article_bot_messages_retried_total"] == 1


def test_two_bots_in_one_process_count_apart() -> None:
    one, other = Metrics(), Metrics()
    one.updates_received(1, repeated=0)
    assert samples(other)["article_bot_updates_received_total"] == 0


def test_every_metric_has_the_prefix_and_a_help_text_and_only_closed_labels() -> None:
    metrics = Metrics()
    metrics.answered(0.1, answered=True)
    for family in text_string_to_metric_families(metrics.render().decode()):
        assert family.name.startswith("article_bot_")
        assert family.documentation
        for sample in family.samples:
            assert set(sample.labels) <= {"answered", "le", "version", "python"}
            assert all(re.fullmatch(r"true|false|\+Inf|[0-9.]+", value) for value in sample.labels.values())


def test_the_content_type_is_that_of_the_text_format() -> None:
    assert CONTENT_TYPE == "text/plain; version=0.0.4; charset=utf-8"
