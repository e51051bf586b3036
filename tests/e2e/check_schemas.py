#!/usr/bin/python3
"""The published JSON Schemas hold for what we ship and what the server exports, and refuse what the reader refuses.

check_schemas.py ROOT SERVER: ROOT is the source tree, SERVER the skylt-server program.
"""
import copy, json, pathlib, subprocess, sys, tempfile

from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for

root, server = pathlib.Path(sys.argv[1]), sys.argv[2]
faults = []


def read(path):
    return json.loads(pathlib.Path(path).read_text(encoding="utf-8"))


def check(what, validator, document):
    for error in list(validator.iter_errors(document))[:5]:
        faults.append(f"{what}: /{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")


def refuses(what, validator, document):
    if validator.is_valid(document):
        faults.append(f"{what}: the schema takes it")


def run(*arguments):
    return subprocess.run([server, *map(str, arguments)], check=True, capture_output=True, text=True).stdout


event_schema = read(root / "docs/schemas/event.schema.json")
event = Draft202012Validator(event_schema)
theme = Draft202012Validator({"$ref": "#/$defs/theme", "$defs": event_schema["$defs"]})
layout = Draft202012Validator(read(root / "docs/schemas/layout.schema.json"))

sample = read(root / "assets/demo/event.json")
check("assets/demo/event.json", event, sample)
for path in sorted((root / "layouts").glob("*.json")):
    check(path.name, layout, read(path))
for path in sorted((root / "assets/themes").glob("*.json")):
    check(path.name, theme, read(path))

untitled = copy.deepcopy(sample)
del untitled["sessions"][0]["title"]
refuses("a session without a title", event, untitled)
odd = copy.deepcopy(sample)
odd["changes"][0]["kind"] = "postponed"
refuses("a change of an unknown kind", event, odd)
boxless = read(root / "layouts/door.json")
next(iter(boxless["variants"].values()))["regions"][0].pop("box")
refuses("a region without a box", layout, boxless)
dull = read(root / "assets/themes/malmo.json")
next(iter(dull["modes"].values()))["ink"] = "black"
refuses("a colour in words", theme, dull)

with tempfile.TemporaryDirectory() as folder:
    data = pathlib.Path(folder) / "data"
    run("init", "--data", data)
    run("import", root / "assets/demo/event.json", "--data", data)
    check("the exported event", event, json.loads(run("export", "--data", data, "--format", "event")))
    spec = root.parent / "shared/data/schedules/spec/schedule-v1.schema.json"
    if spec.exists():
        schema = read(spec)
        check("the exported schedule.json", validator_for(schema)(schema),
              json.loads(run("export", "--data", data, "--format", "schedule-json")))
    else:
        print(f"skipped: {spec} is not there")

print("\n".join(faults) or "every document keeps to its schema")
sys.exit(1 if faults else 0)
