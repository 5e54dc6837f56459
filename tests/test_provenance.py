"""What is said of finished files, and whether it is still true."""

from __future__ import annotations

import json
import shutil

import pytest
from click.testing import CliRunner
from google.protobuf import json_format
from in_toto_attestation.predicates.provenance.v1 import provenance_pb2
from in_toto_attestation.v1 import statement_pb2
from in_toto_attestation.v1.resource_descriptor import ResourceDescriptor
from in_toto_attestation.v1.statement import Statement

from pipeline.cache import Cache
from pipeline.cli import main
from pipeline.model import Artifact, Locale, Slug, Target, digest
from pipeline.publish import home, publish
from pipeline.world import Disk, peek
from tests import small

FOLDER = f"{small.SLUG}/zh_CN"
PDF, PAGE = f"{FOLDER}/{small.SLUG}.pdf", f"{FOLDER}/{small.SLUG}.html"
ENGINES = ("weasyprint 70.0", "pypandoc_binary 1.17", "Noto Sans CJK SC/700/normal 3f2a9c1d")


def published(folder):
    """Publish two files of the Chinese edition, as if they had been made from the project."""
    read = (small.RELEASE, small.CATALOG, "diglot.toml")
    inputs = {path: peek(Disk(folder), path) for path in (*read, "logo.svg *", "templates/x.css")}
    edition = (Slug(small.SLUG), Locale("zh_CN"))
    made = [
        Artifact(Target(*edition, "pdf"), PDF, b"%PDF abc", inputs, ENGINES),
        Artifact(Target(*edition, "html"), PAGE, b"<html>", inputs, ENGINES),
    ]
    publish(home(folder), made, [PDF, PAGE])
    return made


@pytest.fixture
def project(tmp_path):
    """Return a small project with two finished files."""
    folder = small.write(tmp_path / "project")
    published(folder)
    return folder


def verify(folder, *words):
    """Return the exit status and the lines of ``diglot verify``."""
    result = CliRunner().invoke(main, ["--root", str(folder), "verify", *words])
    return result.exit_code, result.output.splitlines()


def said(folder):
    """Return the statement of the release."""
    return json.loads((folder / "output" / small.SLUG / "provenance.json").read_bytes())


def test_a_statement_is_what_in_toto_and_slsa_define(project):
    """It has the fields of their own definitions and no others, and is valid by their library."""
    value = said(project)
    statement = json_format.ParseDict(value, statement_pb2.Statement())
    predicate = json_format.ParseDict(value["predicate"], provenance_pb2.Provenance())
    Statement.copy_from_pb(statement).validate()
    for named in predicate.build_definition.resolved_dependencies:
        ResourceDescriptor.copy_from_pb(named).validate()

    assert value["predicateType"] == "https://slsa.dev/provenance/v1"
    assert predicate.build_definition.build_type
    assert predicate.run_details.builder.id
    assert not predicate.run_details.HasField("metadata")  # it would tell the time


def test_a_statement_names_what_was_made_and_from_what(project):
    """Each with its digest, as ``sha256sum`` prints it; engines by version."""
    value = said(project)
    subjects = {row["name"]: row["digest"]["sha256"] for row in value["subject"]}
    listed = value["predicate"]["buildDefinition"]["resolvedDependencies"]
    inputs = {row["name"]: row["digest"]["sha256"] for row in listed if "digest" in row}

    assert subjects == {PDF: digest(b"%PDF abc"), PAGE: digest(b"<html>")}
    assert inputs[small.CATALOG] == digest((project / small.CATALOG).read_bytes())
    assert {row["uri"] for row in listed if "uri" in row} == {
        "pkg:pypi/weasyprint@70.0", "pkg:pypi/pypandoc-binary@1.17",
        "font:Noto%20Sans%20CJK%20SC/700/normal",
    }  # fmt: skip


def test_a_statement_is_the_same_in_every_folder(project, tmp_path):
    """It has no time and no place of a machine in it."""
    published(small.write(tmp_path / "another place"))

    assert said(tmp_path / "another place") == said(project)


def test_what_is_as_it_was_built_is_found_so(project):
    """With the project at hand, or with the files alone, wherever they are now."""
    moved = shutil.copytree(project / "output", project.parent / "elsewhere")

    assert verify(project) == (
        0,
        ["2 files of 1 release, made from 3 files: all as they were built"],
    )
    assert verify(project, str(moved), "--artifacts-only") == (
        0, ["2 files of 1 release: all as they were built"],
    )  # fmt: skip


def test_a_flipped_byte_is_named_with_its_place(project):
    """Of a file that the cache remembers, the byte too."""
    Cache(project / ".diglot/cache").store(b"%PDF abc")
    (project / "output" / PDF).write_bytes(b"%PDF aXc")
    status, lines = verify(project)

    assert status == 1
    assert lines[0] == (
        f"{PDF}: error: is not the file that was built: they differ from byte 6 on [changed-file]"
    )
    assert verify(project, "--artifacts-only")[0] == 1


@pytest.mark.parametrize(
    ("path", "text", "rule"),
    [
        (f"output/{PDF}", None, "missing-file"),
        (f"output/{FOLDER}/leaflet.pdf", "who made me?", "unknown-file"),
        ("output/notes.txt", "mine", "unknown-file"),
        (f"output/{FOLDER}/.4711.0.draft", "half", "unfinished-file"),
        (f"output/{small.SLUG}/manifest.json", "{}", "broken-manifest"),
        (f"output/{small.SLUG}/provenance.json", "{}", "changed-provenance"),
        (f"output/{small.SLUG}/provenance.json", None, "changed-provenance"),
        (small.CATALOG, "msgid", "changed-input"),
        (small.RELEASE, None, "changed-input"),
        ("logo.svg", "<svg/>", "changed-input"),
        ("templates/x.css", "p {}", "changed-input"),
    ],
)
def test_what_is_not_as_it_should_be_is_named(project, path, text, rule):
    """Files gone, added, cut; papers changed; inputs changed since."""
    file = project / path
    file.parent.mkdir(exist_ok=True)
    file.unlink() if text is None else file.write_text(text)
    status, lines = verify(project)

    assert status == 1
    assert any(
        line.startswith(path.removeprefix("output/")) and f"[{rule}]" in line for line in lines
    )


@pytest.mark.parametrize(
    "path", ["../../secret.txt", "/etc/passwd", "a/../../b", "x\x00y", "", "*"]
)
def test_a_manifest_leads_nowhere_else(project, path):
    """Files that somebody sends come with a manifest that somebody wrote."""
    file = project / "output" / small.SLUG / "manifest.json"
    listed = json.loads(file.read_bytes())
    listed["artifacts"][path] = listed["artifacts"][PDF]
    file.write_text(json.dumps(listed))
    status, lines = verify(project)

    assert status == 1
    assert "[broken-manifest]" in lines[0]


def test_inputs_are_never_left_out_silently(project):
    """Files without a project, beside them or where one is, are looked at alone if one says so."""
    moved = shutil.copytree(project / "output", project.parent / "elsewhere")
    status, lines = verify(project.parent, str(moved))

    assert status == 2
    assert "--artifacts-only" in lines[-1]


def test_files_elsewhere_are_held_against_the_project_that_one_is_in(project):
    """Unless another lies beside them: then they are of that one."""
    moved = shutil.copytree(project / "output", project.parent / "elsewhere")
    whole = verify(project, str(moved)), verify(project, f"file://{moved}")
    (project / small.CATALOG).write_text("msgid")
    status, lines = verify(project, str(moved))
    shutil.copytree(small.write(project.parent / "other"), moved.parent, dirs_exist_ok=True)

    assert whole == 2 * ((0, ["2 files of 1 release, made from 3 files: all as they were built"]),)
    assert (status, "[changed-input]" in lines[0]) == (1, True)
    assert verify(project, str(moved))[0] == 0


def test_nothing_to_verify_is_no_success(project):
    """An empty folder is not as it was built."""
    shutil.rmtree(project / "output")
    (project / "output").mkdir()

    assert verify(project)[0] == 1
