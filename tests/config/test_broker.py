"""The embedded broker: nothing that a killed process held is lost, nothing is read half-written."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from celery import Celery
from kombu import Connection
from kombu.simple import SimpleQueue

from config.shared import broker

HOLD_ONE = """
import sys, time
from pathlib import Path
from kombu import Connection
from config.shared import broker
told = broker.settings(redis_url="", folder=Path(sys.argv[1]))
with Connection(told.url, transport_options=told.options) as connection:
    queue = connection.SimpleQueue("rules")
    message = queue.get(timeout=10)
    print(message.payload["number"], flush=True)
    time.sleep(60)
"""


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "broker"


@pytest.fixture
def queue(folder):
    told = broker.settings(redis_url="", folder=folder)
    with Connection(told.url, transport_options=told.options) as connection:
        simple = SimpleQueue(connection, "rules")
        yield simple
        simple.close()


def killed_with_one(folder):
    """A process took the next message and was killed before it acknowledged; what it had read."""
    command = [sys.executable, "-c", HOLD_ONE, str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    taken = process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    return taken


@pytest.fixture
def killed_holder(folder, queue):
    queue.put({"number": 1})
    return killed_with_one(folder)


def test_a_message_goes_through_and_leaves_nothing(folder, queue):
    queue.put({"number": 1})
    message = queue.get(timeout=5)
    message.ack()
    assert message.payload == {"number": 1}
    assert list(folder.rglob("*.msg")) == []


def test_messages_come_in_order(queue):
    queue.put({"number": 1})
    queue.put({"number": 2})
    assert [queue.get(timeout=5).payload["number"], queue.get(timeout=5).payload["number"]] == [
        1,
        2,
    ]


def test_what_a_killed_process_held_comes_back_once(folder, queue, killed_holder):
    assert killed_holder == "1\n"
    assert broker.waiting(folder) == 0
    assert broker.tidy(folder, now=time.time()).requeued == 1
    assert broker.tidy(folder, now=time.time()).requeued == 0
    assert queue.get(timeout=5).payload == {"number": 1}


def test_what_kills_every_process_that_holds_it_is_laid_aside(folder, queue, caplog):
    queue.put({"number": 1})
    found = []
    for _each in range(broker.ATTEMPTS):
        assert killed_with_one(folder) == "1\n"
        found.append(broker.tidy(folder, now=time.time()))
    assert [each.requeued for each in found] == [1, 1, 0]
    assert [each.laid_aside for each in found] == [0, 0, 1]
    assert "laid aside after 3 dead workers" in caplog.text
    queue.put({"number": 2})
    assert queue.get(timeout=5).payload == {"number": 2}
    month = 31 * 24 * 3600
    assert broker.tidy(folder, now=time.time() + month).dropped == 1


def test_what_a_living_process_holds_stays_with_it(folder, queue):
    queue.put({"number": 1})
    held = queue.get(timeout=5)
    assert broker.tidy(folder, now=time.time() + 10**6) == broker.Tidied(requeued=0, dropped=0)
    held.ack()


def test_a_rejected_message_is_in_the_queue_once(folder, queue):
    queue.put({"number": 1})
    queue.get(timeout=5).requeue()
    assert broker.waiting(folder) == 1
    assert len(list(folder.rglob("*.msg"))) == 1


def test_half_a_file_is_dropped_and_the_next_message_read(folder, queue, caplog):
    caplog.set_level("ERROR")
    (folder / "queue").mkdir(parents=True, exist_ok=True)
    (folder / "queue" / "0.rules.msg").write_text('{"body": "eyJ')
    queue.put({"number": 2})
    assert queue.get(timeout=5).payload == {"number": 2}
    assert "unreadable message file" in caplog.text


@pytest.mark.parametrize(
    ("age", "dropped"), [pytest.param(10, 0, id="being written"), pytest.param(7200, 1, id="left")]
)
def test_only_abandoned_parts_are_dropped(folder, age, dropped):
    (folder / "queue").mkdir(parents=True)
    part = folder / "queue" / "1.rules.msg.part"
    part.write_text("{")
    os.utime(part, (1_000_000, 1_000_000))
    assert broker.tidy(folder, now=1_000_000 + age).dropped == dropped


def test_tidying_a_folder_that_is_not_there_yet_does_nothing(folder):
    assert broker.tidy(folder, now=time.time()) == broker.Tidied()


def test_queues_do_not_mix(folder, queue):
    app = Celery(broker="files://")
    app.conf.broker_transport_options = broker.settings(redis_url="", folder=folder).options
    app.send_task("tests.other", queue="send")
    assert broker.waiting(folder) == 1
    assert queue.qsize() == 0


def test_redis_is_taken_by_its_address(folder):
    told = broker.settings(redis_url="redis://127.0.0.1:6379/0", folder=folder)
    assert (told.url, told.folder) == ("redis://127.0.0.1:6379/0", None)
    assert json.dumps(told.options)
