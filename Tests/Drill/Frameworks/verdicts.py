"""Drives one framework through the drill, and compares the verdicts with those in docs/faults.md.

Usage: verdicts.py BINARY NAME CLIENT [SCENARIO…]

The docs hold what the pinned versions do. Another verdict is a change of the drill, of the mock or of the framework: to be looked at,
and written down.
"""

import json
import os
import re
import subprocess
import sys
import tempfile

SCENARIOS = ["goaway", "reset", "close 1011", "refuse 429"]
PAGE = os.path.join(os.path.dirname(__file__), "..", "..", "..", "docs", "faults.md")


def drill(binary, client, scenarios, folder):
    environment = {**os.environ, "XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder, "PYTHONDONTWRITEBYTECODE": "1"}
    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]:
        environment.pop(name, None)
    command = [binary, "drill", *scenarios, "--json", "--max-duration", "90s", "--", sys.executable, client]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=600)
    assert done.returncode in (0, 1), done.stderr.decode()
    if os.environ.get("DRILL_TALK"):
        sys.stderr.write(done.stderr.decode())
    return {verdict["scenario"]: verdict for verdict in json.loads(done.stdout)["scenarios"]}


def documented(name):
    """Scenario to whether the table of docs/faults.md says that the framework passes."""
    rows = {}
    with open(PAGE, encoding="utf-8") as page:
        for line in page:
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if len(cells) > 2 and cells[0].lower().startswith(name):
                rows[cells[1]] = cells[2] == "ok"
    return rows


def line(name, verdict):
    why = "; ".join(check["detail"] for check in verdict["checks"] if not check["passed"])
    reconnect = f"{verdict['reconnectMs'] / 1000:.1f} s" if verdict.get("reconnectMs") is not None else "–"
    lost = f"{verdict['audioLostMs'] / 1000:.1f} s" if verdict.get("audioLostMs") is not None else "–"
    twice = verdict["sentTwice"] + verdict["askedTwice"]
    cells = [name, verdict["scenario"], "ok" if verdict["passed"] else "FAILED", reconnect, verdict.get("handle") or "–"]
    return " | ".join([*cells, lost, str(verdict["messagesLost"]), str(twice), re.sub(r"\s+", " ", why)])


def main(binary, name, client, *scenarios):
    scenarios = scenarios or SCENARIOS
    expected = documented(name)
    with tempfile.TemporaryDirectory() as folder:
        found = drill(binary, client, scenarios, folder)
    for verdict in found.values():
        print(f"| {line(name, verdict)} |")
    different = [scenario for scenario in scenarios if found[scenario]["passed"] != expected.get(scenario)]
    assert not different, f"{name}: another verdict than docs/faults.md has: {different}"
    print(f"drill of {name}: {len(scenarios)} scenarios, as documented")


if __name__ == "__main__":
    main(*sys.argv[1:])
