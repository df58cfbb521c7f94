"""JSON Schemas of what authors write and of what lawcheck prints, derived from the models."""

from __future__ import annotations

from typing import Any

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXT = {"type": "string"}


def checklist_schema() -> dict[str, Any]:
    """Return the schema of a checklist file, shorthands included.

    A file may be an included piece or a layer, so no key is required at the top.
    """
    from lawcheck.checklist.models import ChecklistModel

    schema = ChecklistModel.model_json_schema(by_alias=True)
    schema.pop("required", None)
    definitions = schema["$defs"]
    words: dict[str, Any] = {"type": "array", "items": _TEXT}
    shorthands: dict[str, list[dict[str, Any]]] = {
        "ExprModel": [_TEXT, words],
        "BranchModel": [_TEXT, words],
        "VocabModel": [words],
        "TextModel": [_TEXT],
    }
    for name, forms in shorthands.items():
        definitions[name] = {"anyOf": [*forms, definitions[name]]}
    for name in ("ElementModel", "PartModel"):
        definitions[name].setdefault("required", ["id"])
    # In a layer an integrity rule or a kind is amended by its id alone.
    for name in ("IntegrityModel", "KindModel"):
        definitions[name]["required"] = ["id"]
    return {"$schema": _DIALECT, "$id": "checklist-1.schema.json", **schema, "title": "lawcheck checklist"}


def cases_schema() -> dict[str, Any]:
    """Return the schema of a case file."""
    from lawcheck.checklist.models import CasesModel

    schema = CasesModel.model_json_schema(by_alias=True)
    return {"$schema": _DIALECT, "$id": "cases-1.schema.json", **schema, "title": "lawcheck cases"}


def report_schema() -> dict[str, Any]:
    """Return the schema of the ``json`` output."""
    from lawcheck.checklist.terms import Level, Status
    from lawcheck.judge import CHECK, SURE
    from lawcheck.language import Modality

    nullable_text = {"type": ["string", "null"]}
    number = {"type": "number"}
    count = {"type": "integer", "minimum": 0}
    place = {
        "start": count,
        "end": count,
        "line": {"type": "integer", "minimum": 1},
        "column": {"type": "integer", "minimum": 1},
        "page": {"type": ["integer", "null"]},
    }
    evidence = _object(
        quote=_TEXT,
        **place,
        section=_TEXT,
        role=_TEXT,
        modality={"enum": [m.value for m in Modality]},
        substance={"type": "array", "items": _TEXT},
        why=_TEXT,
    )
    leaf: dict[str, Any] = {
        "id": _TEXT,
        "title": _TEXT,
        "level": {"enum": [level.value for level in Level]},
        "weight": number,
        "status": {"enum": [status.value for status in Status]},
        "credit": {"type": "number", "minimum": 0, "maximum": 1},
        "basis": {"type": "array", "items": _TEXT},
        "message": _TEXT,
        "advice": _TEXT,
        "expected": {
            "anyOf": [{"type": "null"}, _object(line=count, page={"type": ["integer", "null"]}, section=_TEXT)]
        },
        "reason": _TEXT,
        "band": {"enum": [SURE, CHECK]},
        "band_reason": _TEXT,
        "evidence": {"type": "array", "items": evidence},
    }
    read = _object(
        value={"type": ["string", "integer", "null"]},
        source=_TEXT,
        quote=_TEXT,
        line={"type": ["integer", "null"]},
        page={"type": ["integer", "null"]},
    )
    extraction = _object(
        format=_TEXT,
        reader=_TEXT,
        encoding=nullable_text,
        unit={"enum": ["line", "paragraph"]},
        converted_by=nullable_text,
        complete={"type": "boolean"},
        garbled={"type": "number", "minimum": 0, "maximum": 1},
        pages={"type": ["integer", "null"]},
        pages_without_text={"type": "array", "items": count},
        skipped={"type": "object", "additionalProperties": count},
        text_boxes=count,
        inserted=count,
        deleted=count,
        hidden=count,
    )
    report = _object(
        path=_TEXT,
        sha256=_TEXT,
        checklist=_object(id=_TEXT, version=_TEXT),
        title=nullable_text,
        body=nullable_text,
        kind=nullable_text,
        year={"type": ["integer", "null"]},
        characters=count,
        score={"type": ["number", "null"], "minimum": 0, "maximum": 100},
        threshold=number,
        checked={"type": "number", "minimum": 0, "maximum": 1},
        passed={"type": "boolean"},
        elements={"type": "array", "items": _object(**leaf, parts={"type": "array", "items": _object(**leaf)})},
        findings={
            "type": "array",
            "items": _object(
                rule=_TEXT,
                severity={"enum": ["error", "warning", "info"]},
                message=_TEXT,
                quote=_TEXT,
                **place,
                fingerprint=_TEXT,
            ),
        },
        sections={
            "type": "array",
            "items": _object(
                role=_TEXT,
                title=_TEXT,
                level=count,
                start=count,
                end=count,
                line=count,
                page={"type": ["integer", "null"]},
            ),
        },
        read={"type": "object", "additionalProperties": read},
        extraction={"anyOf": [{"type": "null"}, extraction]},
        notes={"type": "array", "items": _TEXT},
        accepted={
            "type": "array",
            "items": _object(rule=_TEXT, fingerprint=_TEXT, reason=_TEXT, signer=_TEXT, expires=nullable_text),
        },
        error=nullable_text,
        error_code=nullable_text,
    )
    summary = _object(
        reports=count, passed=count, failed=count, errors=count, mean_score={"type": ["number", "null"]}
    )
    body = _object(
        schema={"const": "lawcheck-report/1"},
        lawcheck=_TEXT,
        checklist=_object(id=_TEXT, version=_TEXT),
        summary=summary,
        reports={"type": "array", "items": report},
    )
    return {"$schema": _DIALECT, "$id": "report-1.schema.json", "title": "lawcheck report", **body}


def _object(**properties: Any) -> dict[str, Any]:
    # Keys are only ever added within a major version, so readers must accept further ones.
    return {"type": "object", "properties": properties, "required": list(properties)}
