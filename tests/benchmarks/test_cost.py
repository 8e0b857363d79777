import subprocess
import sys

from benchmarks.cost import cost_of


def run(code):
    return cost_of([sys.executable, "-c", code])


def peak_seen_by_a_light_parent(code):
    measure = f"""
import sys
from benchmarks.cost import cost_of
print(cost_of([sys.executable, "-c", {code!r}]).peak_bytes)
"""
    done = subprocess.run([sys.executable, "-c", measure], capture_output=True)
    return int(done.stdout)


def test_memory_is_the_childs_own_peak():
    small = peak_seen_by_a_light_parent("pass")
    large = peak_seen_by_a_light_parent("b'x' * 200_000_000")
    assert small < 40e6
    assert 180e6 < large - small < 220e6


def test_waiting_takes_time_but_no_processor():
    cost = run("import time; time.sleep(0.5)")
    assert cost.wall_s > 0.5
    assert cost.processor_s < 0.5


def test_a_failure_is_not_taken_for_a_result():
    assert run("raise SystemExit(3)").code == 3
