"""The launcher on machines that lack things; Python and the package managers are played."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).parent.parent
TOOLS = ("basename", "cat", "cksum", "dirname", "env", "flock", "grep", "mkdir", "readlink", "rm",
         "sed", "sh", "sleep", "tail")  # fmt: skip

PYTHON = """#!/bin/sh
echo "$*" >>"$LOG"
case "$*" in
  *"-m venv "*) sleep 0.2; for folder; do :; done
    mkdir "$folder/bin"; cat "$0" >"$folder/bin/python"
    /bin/chmod +x "$folder/bin/python" ;;
  *"-m pipeline"*) echo "ran $*"; echo "path $PYTHONPATH home ${PYTHONHOME-none}" ;;
esac
"""


@dataclass(frozen=True)
class Machine:
    """A machine whose programs are those of ``bin``, with a project in ``home``."""

    home: Path
    bin: Path
    log: Path

    def has(self, name: str, script: str = "#!/bin/sh\n") -> None:
        """Give the machine a program."""
        (self.bin / name).write_text(script)
        (self.bin / name).chmod(0o755)

    def start(self, *args: str, cwd: Path | None = None, **env: str) -> subprocess.Popen[str]:
        """Start the launcher."""
        return subprocess.Popen(
            [self.home / "diglot", *args],
            cwd=cwd or self.home,
            env={"PATH": str(self.bin), "LOG": str(self.log), **env},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *args: str, cwd: Path | None = None, **env: str) -> tuple[int, str, str]:
        """Return exit status, output and complaints of the launcher."""
        process = self.start(*args, cwd=cwd, **env)
        out, err = process.communicate(timeout=30)
        return process.returncode, out, err

    def calls(self, words: str) -> int:
        """Return how often Python was started with these words."""
        return self.log.read_text().count(words)


@pytest.fixture
def bare(tmp_path: Path) -> Machine:
    """Return a machine without Python, fonts or rights, in a folder with blanks in its name."""
    home, programs = tmp_path / "a project", tmp_path / "bin"
    (home / "pipeline").mkdir(parents=True)
    programs.mkdir()
    for name in ("diglot", "requirements.lock", "requirements-test.lock", "pipeline/parts.txt"):
        shutil.copy(HERE / name, home / name)
    (home / "diglot.toml").touch()
    for tool in TOOLS:
        if real := shutil.which(tool):
            (programs / tool).symlink_to(real)
    machine = Machine(home, programs, tmp_path / "log")
    machine.log.touch()
    machine.has("id", "#!/bin/sh\necho 1000\n")
    return machine


@pytest.fixture
def ready(bare: Machine) -> Machine:
    """Return a machine that has all the system parts, but no ``.venv`` yet."""
    bare.has("python3", PYTHON)
    bare.has("fc-list", "#!/bin/sh\necho a face\n")
    return bare


def test_first_use_makes_the_environment_and_later_uses_do_not(ready):
    """The second call starts Python once, for the verb itself."""
    first, second = ready.run("build"), ready.run("build")

    assert (first[0], second[0]) == (0, 0)
    assert ".venv" in first[2]
    assert second[2] == ""
    assert ready.calls("-m venv") == 1
    assert ready.calls("--require-hashes") == 1


def test_a_half_made_environment_is_made_anew(ready):
    """What an interrupted first use left behind is thrown away."""
    (ready.home / ".venv/bin").mkdir(parents=True)
    (ready.home / ".venv/unfinished").touch()
    status, _, complaints = ready.run("build")

    assert status == 0
    assert "anew" in complaints
    assert not (ready.home / ".venv/unfinished").exists()


def test_a_broken_install_is_not_taken_for_a_finished_one(ready):
    """When pip fails, the launcher says so with exit 4, and tries again the next time."""
    fails = 'case "$*" in *"pip install"*) exit 1 ;; esac\n'
    ready.has("python3", PYTHON.replace("case", f"{fails}case", 1))

    assert ready.run("build")[0] == 4
    assert ready.run("build")[0] == 4
    assert ready.calls("--require-hashes") == 2


def test_a_changed_lock_file_refreshes_the_environment(ready):
    """Packages are installed again, into the environment that is there."""
    ready.run("build")
    with (ready.home / "requirements.lock").open("a") as lock:
        lock.write("# one more line\n")
    ready.run("build")

    assert ready.calls("--require-hashes") == 2
    assert ready.calls("-m venv") == 1


def test_two_first_uses_at_once_do_not_break_each_other(ready):
    """One sets up, the other waits, and both run their verb."""
    both = [ready.start("build"), ready.start("check")]
    said = [process.communicate(timeout=30)[0] for process in both]

    assert [process.returncode for process in both] == [0, 0]
    assert ["-m pipeline build" in said[0], "-m pipeline check" in said[1]] == [True, True]
    assert ready.calls("-m venv") == 1


def test_the_project_is_the_nearest_one_above_or_else_the_launchers(ready, tmp_path):
    """A folder with no ``diglot.toml`` in it or above it is no project."""
    other = tmp_path / "other" / "sources"
    other.mkdir(parents=True)
    elsewhere = ready.run("build", cwd=other)[1]
    (other.parent / "diglot.toml").touch()

    assert f"-m pipeline --root {ready.home} build" in elsewhere
    assert "-m pipeline build" in ready.run("build", cwd=other)[1]


def test_a_link_to_the_launcher_is_the_launcher(ready, tmp_path):
    """It can stand in a folder of the search path."""
    (tmp_path / "link").symlink_to(ready.home / "diglot")
    done = subprocess.run(
        [tmp_path / "link", "build"],
        env={"PATH": str(ready.bin), "LOG": str(ready.log)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    assert f"--root {ready.home} build" in done.stdout


def test_the_callers_python_settings_stay_outside(ready):
    """``PYTHONPATH`` and ``PYTHONHOME`` of another Python do not reach ours."""
    said = ready.run("build", PYTHONPATH="/elsewhere", PYTHONHOME="/elsewhere")[1]

    assert f"path {ready.home} home none" in said


def test_later_uses_cost_less_than_a_tenth_of_a_second(ready):
    """The launcher compares one checksum and starts nothing else."""
    ready.run("build")
    (ready.home / ".venv/bin/python").write_text("#!/bin/sh\n")
    spent = []
    for _ in range(10):
        started = time.perf_counter()
        ready.run("build")
        spent.append(time.perf_counter() - started)

    assert min(spent) < 0.1


@pytest.mark.parametrize(
    ("manager", "command"),
    [
        ("apt-get", "su -c 'apt-get update && apt-get install -y --no-install-recommends "),
        ("dnf", "su -c 'dnf install -y python3 pango harfbuzz fontconfig google-noto-"),
        ("brew", "brew install python pango harfbuzz fontconfig font-noto-"),
    ],
)
def test_without_rights_the_one_command_is_said(bare, manager, command):
    """Nothing is installed; exit 4, and one command brings all that is missing."""
    bare.has(manager, '#!/bin/sh\necho "$0 $*" >>"$LOG"\n')
    status, _, complaints = bare.run("build")
    commands = [line for line in complaints.splitlines() if line.startswith("    ")]

    assert status == 4
    assert [line.strip().startswith(command) for line in commands] == [True]
    assert bare.log.read_text() == ""
    assert not (bare.home / ".venv").exists()


def test_root_on_debian_installs_what_is_missing(bare):
    """It says what it installs; a package list that is too old is renewed first."""
    bare.has("id", "#!/bin/sh\necho 0\n")
    bare.has("apt-cache", '#!/bin/sh\n[ -e "$LOG.lists" ]\n')
    bare.has(
        "apt-get",
        f"""#!/bin/sh
echo "apt-get $*" >>"$LOG"
case "$*" in
  *update) : >"$LOG.lists" ;;
  *install*python3*) [ -e "$LOG.lists" ] || exit 100
    cat "{bare.bin}/later" >"{bare.bin}/python3"; /bin/chmod +x "{bare.bin}/python3"
    cat "{bare.bin}/later" >"{bare.bin}/fc-list"; /bin/chmod +x "{bare.bin}/fc-list" ;;
esac
""",
    )
    bare.has("later", PYTHON + "echo a face\n")
    status, _, complaints = bare.run("build")

    assert status == 0, complaints
    assert "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0" in complaints
    assert re.findall(r"apt-get .*(update|install)", bare.log.read_text()) == ["update", "install"]


def test_who_forbids_installing_is_obeyed(bare):
    """``DIGLOT_INSTALL=no`` makes even root only read what to do."""
    bare.has("id", "#!/bin/sh\necho 0\n")
    bare.has("apt-get", '#!/bin/sh\necho "$0 $*" >>"$LOG"\n')

    assert bare.run("build", DIGLOT_INSTALL="no")[0] == 4
    assert bare.log.read_text() == ""


def test_a_python_that_is_too_old_is_refused_by_name(ready):
    """``DIGLOT_PYTHON`` is taken at its word, and never replaced in silence."""
    ready.has("old", "#!/bin/sh\nexit 1\n")
    status, _, complaints = ready.run("build", DIGLOT_PYTHON="old")

    assert status == 4
    assert "`old`" in complaints


def test_the_doctor_is_seen_without_system_parts(bare):
    """It needs Python alone: it is the one to say what else is missing."""
    bare.has("python3", PYTHON)
    status, said, _ = bare.run("doctor")

    assert (status, "-m pipeline doctor" in said) == (0, True)


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-test.lock"])
def test_the_lock_files_name_every_hash_and_no_place(name):
    """They hold on every machine: no index, no path, no package without its hashes."""
    text = (HERE / name).read_text()
    packages = re.findall(r"^[a-z0-9][^\n]*\\\n    --hash=sha256:", text, re.M)

    assert re.findall(r"^[a-z0-9].*==", text, re.M) != []
    assert len(packages) == len(re.findall(r"^[a-z0-9]", text, re.M))
    assert not re.search(r"://|--index|file:|^/|@ ", text, re.M)


def test_the_tests_run_with_the_versions_that_build():
    """Every package and sum of requirements.lock stands in requirements-test.lock.

    What only some Pythons need to build, the tests may need on all.
    """

    def pins(file: str) -> list[str]:
        lines = (HERE / file).read_text().splitlines()[2:]
        return [re.sub(r" ; [^\\]*", " ", line) for line in lines]

    test = pins("requirements-test.lock")

    assert [line for line in pins("requirements.lock") if line not in test] == []


def test_the_launcher_runs_from_a_folder_that_others_own():
    """The file carries its run bit."""
    assert os.access(HERE / "diglot", os.X_OK)
