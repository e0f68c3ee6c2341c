"""Drives both clients through the drill and looks at what it says of them.

Usage: compare.py BINARY CLIENT
"""

import json
import os
import subprocess
import sys
import tempfile

SCENARIOS = ["goaway", "reset", "close 1011", "refuse 429"]


def drill(binary, client, manner, folder):
    environment = {**os.environ, "XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder}
    command = [binary, "drill", *SCENARIOS, "--json", "--", sys.executable, client, manner]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=400)
    assert done.returncode in (0, 1), done.stderr.decode()
    report = json.loads(done.stdout)
    return done.returncode, {verdict["scenario"]: verdict for verdict in report["scenarios"]}


def main(binary, client):
    with tempfile.TemporaryDirectory() as folder:
        status, good = drill(binary, client, "resuming", folder)
        failed = [
            f"{name}: {check['detail']}" for name, verdict in good.items() for check in verdict["checks"] if not check["passed"]
        ]
        assert status == 0 and not failed, f"the client that resumes failed: {failed}"
        for name in ["goaway", "reset", "close 1011"]:
            assert good[name]["handle"] == "newest", good[name]
        status, bad = drill(binary, client, "forgetful", folder)
        assert status == 1, "the client that does not resume passed"
        for name in ["goaway", "reset", "close 1011"]:
            assert not bad[name]["passed"], bad[name]
            assert bad[name]["handle"] == "notGiven", bad[name]
            assert bad[name]["sentTwice"] > 0, bad[name]
        # Both come back after a refusal: there is nothing to resume yet.
        assert bad["refuse 429"]["passed"], bad["refuse 429"]
    print("drill: 2 clients, 4 scenarios each; who resumes is told from who does not")


if __name__ == "__main__":
    main(*sys.argv[1:])
