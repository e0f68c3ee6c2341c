"""A ClickHouse that was unpacked and not installed."""
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

PASSWORD = "a word that nobody may see"
CONFIG = """<yandex>
  <logger><level>error</level><console>1</console></logger>
  <http_port>{port}</http_port><listen_host>127.0.0.1</listen_host>
  <path>{home}/data/</path><tmp_path>{home}/tmp/</tmp_path><user_files_path>{home}/files/</user_files_path>
  <users_config>users.xml</users_config><default_profile>default</default_profile><default_database>default</default_database>
  <mark_cache_size>5368709</mark_cache_size>
</yandex>"""
USERS = """<yandex><profiles><default><max_memory_usage>2000000000</max_memory_usage></default></profiles><users>
  <default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default>
  <fleet><password>{password}</password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></fleet>
</users><quotas><default/></quotas></yandex>"""


class ClickHouse:
    def __init__(self, parts, home):
        self.parts, self.home, self.process = parts, home, None
        for name in ("data", "tmp", "files"):
            (home / name).mkdir(parents=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        (home / "config.xml").write_text(CONFIG.format(port=self.port, home=home))
        (home / "users.xml").write_text(USERS.format(password=PASSWORD))
        self.start()

    def start(self):
        libraries = [str(path) for path in self.parts.glob("**/*-linux-gnu*") if path.is_dir()]
        binary = next(path for folder in ("sbin", "bin") for path in [self.parts / f"usr/{folder}/clickhouse-server"] if path.exists())
        with open(self.home / "log", "ab") as log:
            self.process = subprocess.Popen(
                [binary, f"--config-file={self.home}/config.xml"], stdout=log, stderr=log, cwd=self.home,
                env=dict(os.environ, LD_LIBRARY_PATH=":".join(libraries)))
        for _ in range(200):
            try:
                self.query("SELECT 1")
                return
            except OSError:
                time.sleep(0.05)
        raise SystemExit("ClickHouse does not become ready:\n" + (self.home / "log").read_text()[-2000:])

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process.poll() is None:
            self.kill()

    def query(self, statement, database="livetop"):
        url = f"http://127.0.0.1:{self.port}/?" + urllib.parse.urlencode({"database": database})
        try:
            return urllib.request.urlopen(url, statement.encode(), timeout=20).read().decode()
        except urllib.error.HTTPError as error:
            if statement == "SELECT 1":
                return ""
            raise AssertionError(f"{error.read().decode()[:600]}\n{statement}") from None

    def rows(self, statement):
        return [line.split("\t") for line in self.query(statement + " FORMAT TabSeparatedRaw").splitlines()]
