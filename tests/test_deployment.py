"""What starts the bot elsewhere fits the bot: compose.yaml, Procfile, the unit."""

import asyncio
import re
import shlex
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from bot.__main__ import LAST_S, ROLES, _options
from bot.health import Health
from bot.settings import Settings
from tests import postgres

ROOT = Path(__file__).parents[1]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
OURS = {name: one for name, one in SERVICES.items() if "build" in one}


def filled_in(text):
    """With the defaults of variables that aren't set, as compose does it."""
    return re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", str(text))


def environment(service):
    return {name: filled_in(told) for name, told in service["environment"].items()}


def settings_of(service):
    told = environment(service)
    return Settings(_env_file=None, **{name.lower(): one for name, one in told.items()})


def what_it_does(command):
    python, dash_m, module, *words = shlex.split(command)
    assert (python, dash_m, module) == ("python", "-m", "bot")
    return _options(words).what


def test_every_role_has_a_service_and_a_line_in_the_procfile():
    assert {what_it_does(one["command"]) for one in OURS.values()} == set(ROLES)
    lines = (ROOT / "Procfile").read_text().splitlines()
    told = dict(line.split(": ", 1) for line in lines)
    assert {name: what_it_does(command) for name, command in told.items()} == {
        role: role for role in ROLES
    }


@pytest.mark.parametrize("service", OURS.values(), ids=OURS)
def test_a_service_sets_what_can_be_set(service):
    fields = {name.upper() for name in Settings.model_fields}
    assert environment(service).keys() <= fields
    assert settings_of(service).history == environment(service)["QUEUE_URL"]


def test_the_unit_sets_what_can_be_set_and_has_time_to_end():
    unit = (ROOT / "setup" / "blockstart@.service").read_text()
    (line,) = re.findall(r"^Environment=(.*)$", unit, re.M)
    told = dict(pair.split("=") for pair in line.split())
    for role in ("all", *ROLES):
        values = {name.lower(): one.replace("%i", role) for name, one in told.items()}
        assert Settings(_env_file=None, **values).role == role
    (stop,) = re.findall(r"^TimeoutStopSec=(\d+)$", unit, re.M)
    assert int(stop) > LAST_S
    for service in OURS.values():
        assert int(service["stop_grace_period"].removesuffix("s")) > LAST_S


def test_only_one_service_has_a_fixed_name_and_may_not_be_scaled():
    named = [name for name, one in OURS.items() if "EXECUTOR_ID" in environment(one)]
    assert named == ["chat"]


@pytest.mark.parametrize("service", OURS.values(), ids=OURS)
def test_the_database_is_the_one_that_is_started(service):
    address = urlsplit(environment(service)["QUEUE_URL"])
    database = environment(SERVICES[address.hostname])
    assert (address.username, address.password) == (
        database["POSTGRES_USER"],
        database["POSTGRES_PASSWORD"],
    )
    # The image names the database after the user where it isn't told.
    assert address.path == f"/{database['POSTGRES_USER']}"
    assert service["depends_on"][address.hostname] == {"condition": "service_healthy"}
    assert "healthcheck" in SERVICES[address.hostname]


def test_what_has_to_stay_is_on_volumes():
    dockerfile = (ROOT / "Dockerfile").read_text()
    (data,) = re.findall(r"^ENV DATA_DIR=(\S+)$", dockerfile, re.M)
    assert f"VOLUME {data}" in dockerfile
    mounted = {
        name: dict(volume.split(":") for volume in one.get("volumes", ()))
        for name, one in SERVICES.items()
    }
    assert mounted["chat"] == {"data": data}
    # Up to 17; from 18 on the image wants the folder above.
    assert SERVICES["database"]["image"] == "postgres:17"
    assert mounted["database"] == {"database": "/var/lib/postgresql/data"}
    used = [name for volumes in mounted.values() for name in volumes]
    assert sorted(used) == sorted(COMPOSE["volumes"])


def test_the_database_is_asked_whether_it_is_there(postgres_server):
    command = SERVICES["database"]["healthcheck"]["test"]
    address = urlsplit(postgres_server)
    variables = {"PATH": str(postgres.programs()), "PGHOST": "127.0.0.1"}
    for port, code in ((address.port, 0), (1, 2)):
        asked = subprocess.run(
            ["/bin/sh", "-c", command],
            env=variables | {"PGPORT": str(port)},
            capture_output=True,
        )
        assert asked.returncode == code, asked.stdout


@pytest.mark.parametrize("service", OURS.values(), ids=OURS)
async def test_a_service_is_asked_whether_it_is_well(service, tmp_path):
    port = environment(service)["HEALTH_PORT"]
    command = service["healthcheck"]["test"]
    assert f":{port}/" in command
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        elsewhere = free.getsockname()[1]
    health = Health(tmp_path)

    async def asked():
        process = await asyncio.create_subprocess_exec(
            *("/bin/sh", "-c", command.replace(f":{port}/", f":{elsewhere}/")),
            env={"PATH": str(Path(sys.executable).parent)},
            stderr=subprocess.DEVNULL,
        )
        return await process.wait()

    assert await asked() == 1
    async with health.listen("127.0.0.1", elsewhere):
        assert await asked() == 1
        health.serving = True
        assert await asked() == 0
