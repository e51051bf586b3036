#!/usr/bin/python3
"""The published JSON Schemas hold for what we ship and what the programs print, and refuse what is broken.

check_schemas.py ROOT SERVER: ROOT is the source tree, SERVER the skylt-server program; skylt-player lies beside it.
"""
import contextlib, copy, datetime, json, os, pathlib, subprocess, sys, tempfile, time

from jsonschema import Draft202012Validator, FormatChecker, RefResolver
from jsonschema.validators import validator_for

MORNING = "2027-05-04T09:20:00+02:00"  # with changes
MOMENTS = ["2026-01-01T00:00:00Z", "2027-05-05T12:10:00+02:00", "2027-05-06T03:00:00+02:00", MORNING]
PROFILES = [["--to", "toilets"], ["--few-steps"], ["--step-free"], []]
DELAYED = ["--session", "tue-manskliga-rattigheter-i-vardagen-vad", "--kind", "delayed", "--minutes", 10]
TALKS = [f"Talk {number},2027-05-04 09:00,2027-05-04 10:00,Attic" for number in range(5)]
TABLE = ["title,start,end,room", *TALKS, "Talk,soon,,"]
GONE = object()

root, server = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
player = server.with_name("skylt-player")
faults, answers = [], {}
formats = FormatChecker()


@formats.checks("date-time", raises=ValueError)
def is_instant(value):
    return not isinstance(value, str) or datetime.datetime.fromisoformat(value.replace("Z", "+00:00")).tzinfo


def read(path):
    return json.loads(pathlib.Path(path).read_text(encoding="utf-8"))


def check(what, validator, document):
    for error in list(validator.iter_errors(document))[:5]:
        faults.append(f"{what}: /{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")


def refuses(what, validator, document):
    if validator.is_valid(document):
        faults.append(f"{what}: the schema takes it")


def broken(document, pointer, value):
    """A copy with another value at `pointer`, or without it."""
    document = copy.deepcopy(document)
    *parents, last = [int(step) if step.isdigit() else step for step in pointer[1:].split("/")]
    part = document
    for step in parents:
        part = part[step]
    if value is GONE:
        del part[last]
    else:
        part[last] = value
    return document


def run(*arguments, program=server, code=0):
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode != code:
        sys.exit(f"{' '.join(map(str, arguments))}: exit code {done.returncode}: {done.stderr}")
    return done.stdout


def ask(name, *arguments, code=0):
    """What the server prints, held against the schema `name`; the last of each is kept."""
    answers[name] = json.loads(run(*arguments, "--data", data, "--json", code=code))
    check(" ".join(map(str, arguments)), schema[name], answers[name])
    return answers[name]


@contextlib.contextmanager
def running(program, *arguments):
    process = subprocess.Popen([program, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                               text=True, env={**os.environ, "SDL_VIDEODRIVER": "offscreen"})
    try:
        yield process
    finally:
        process.terminate()
        process.communicate()


def player_status(screen, folder):
    """What a real player says of itself, as screen list prints it."""
    token = folder / "token"
    token.write_text(run("screen", "token", screen, "--data", data))
    with running(server, "serve", "--data", data, "--listen", "127.0.0.1:0") as serving:
        address = serving.stdout.readline().split()[1]
        with running(player, "run", "--server", address, "--token-file", token, "--cache", folder / "cache",
                     "--window", "320x180", "--at", MORNING):
            for _ in range(100):
                time.sleep(0.2)
                for listed in ask("screen-list", "screen", "list")["screens"]:
                    if listed["status"]:
                        return listed["status"]
    sys.exit("no player said how it is")


schemas = {path.name.removesuffix(".schema.json"): read(path) for path in (root / "docs/schemas").glob("*.json")}
by_id = {one["$id"]: one for one in schemas.values()}
schema = {name: Draft202012Validator(one, resolver=RefResolver(one["$id"], one, by_id), format_checker=formats)
          for name, one in schemas.items()}
for one in schemas.values():
    Draft202012Validator.check_schema(one)
theme = Draft202012Validator({"$ref": "#/$defs/theme", "$defs": schemas["event"]["$defs"]})

sample = answers["event"] = read(root / "assets/demo/event.json")
check("assets/demo/event.json", schema["event"], sample)
for path in sorted((root / "layouts").glob("*.json")):
    answers["layout"] = read(path)
    check(path.name, schema["layout"], answers["layout"])
for path in sorted((root / "assets/themes").glob("*.json")):
    check(path.name, theme, read(path))
dull = read(root / "assets/themes/malmo.json")
next(iter(dull["modes"].values()))["ink"] = "black"
refuses("a colour in words", theme, dull)

with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    data = folder / "data"
    run("init", "--data", data)
    ask("import-result", "import", root / "assets/demo/event.json")
    check("the exported event", schema["event"], json.loads(run("export", "--data", data, "--format", "event")))
    spec = root.parent / "shared/data/schedules/spec/schedule-v1.schema.json"
    if spec.exists():
        schedule = read(spec)
        check("the exported schedule.json", validator_for(schedule)(schedule),
              json.loads(run("export", "--data", data, "--format", "schedule-json")))
    else:
        print(f"skipped: {spec} is not there")

    ask("change", "change", "add", *DELAYED)
    ask("change", "change", "undo", answers["change"]["id"])
    for change in json.loads(run("change", "list", "--data", data, "--json"))["changes"]:
        check("change list", schema["change"], change)

    for moment in MOMENTS:
        ask("show-now", "show", "now", "--at", moment)
    for profile in PROFILES:
        for screen in sample["screens"]:
            if screen["layout"] == "directions":
                ask("show-directions", "show", "directions", "--screen", screen["id"], "--at", MORNING, *profile)

    kinds, snapshot = set(), folder / "snapshot"
    for screen in sample["screens"]:
        run("snapshot", "--screen", screen["id"], "--out", snapshot, "--data", data)
        manifest = answers["manifest"] = read(snapshot / "manifest.json")
        content = answers["manifest-content"] = json.loads(manifest["manifest"])
        scene = answers["scene"] = json.loads(run("render", "--snapshot", snapshot, "--at", MORNING, "--scene", "-",
                                                  program=player))
        for part, document in ("manifest", manifest), ("manifest-content", content), ("scene", scene):
            check(f"{part} of {screen['id']}", schema[part], document)
        kinds.update(item["kind"] for item in scene["items"])
    if missing := {"text", "shape", "arrow", "pictogram", "qr", "map"} - kinds:
        faults.append(f"no scene has {missing}")

    answers["status"] = player_status(sample["screens"][0]["id"], folder)
    check("status", schema["status"], answers["status"])

    table = folder / "table.csv"
    table.write_text("\n".join(TABLE))
    ask("import-result", "import", table)
    table.write_text("\n".join(TABLE[:2]))
    if not ask("import-result", "import", table, code=1)["held"]:
        faults.append("an import without most of its sessions is not held")
    answers["session"] = ask("show-sessions", "show", "sessions")["sessions"][0]
    check("session", schema["session"], answers["session"])

for name in schemas.keys() - answers.keys():
    faults.append(f"{name}.schema.json: nothing is held against it")
for name, document in answers.items():
    for key in schemas[name]["required"]:
        refuses(f"{name} without {key}", schema[name], broken(document, f"/{key}", GONE))
text = [item["kind"] for item in answers["scene"]["items"]].index("text")
for name, pointer, value in [
    ("event", "/sessions/0/title", GONE),
    ("event", "/changes/0/kind", "postponed"),
    ("layout", "/variants/landscape/regions/0/box", GONE),
    ("session", "/start", "2027-05-04"),
    ("session", "/title", {"Swedish!": "Fika"}),
    ("show-sessions", "/sessions/0/visibility", "secret"),
    ("show-now", "/rooms/0/next", GONE),
    ("show-now", "/rooms/0/state", "busy"),
    ("show-directions", "/destinations/0/bearing", 50),
    ("show-directions", "/destinations/0/legs", GONE),
    ("show-directions", "/destinations/0/legs/0/metres", -1),
    ("screen-list", "/screens/0/heading", "north"),
    ("screen-list", "/screens/0/last_seen", GONE),
    ("import-result", "/added", -1),
    ("import-result", "/findings/0/severity", "fatal"),
    ("import-result", "/hold", GONE),
    ("change", "/kind", "postponed"),
    ("change", "/screens", "all"),
    ("manifest", "/signatures", []),
    ("manifest", "/signatures/0/sig", "?"),
    ("manifest-content", "/format", "skylt/manifest/2"),
    ("manifest-content", "/blobs/0/sha256", "0"),
    ("status", "/clock/offset_ms", 0.5),
    ("status", "/mood", "fine"),
    ("scene", "/page", [0, 1]),
    ("scene", "/items/0/kind", "film"),
    ("scene", f"/items/{text}/lines", GONE),
]:
    refuses(f"{name}, broken at {pointer}", schema[name], broken(answers[name], pointer, value))
print("\n".join(faults) or "every document keeps to its schema")
sys.exit(1 if faults else 0)
