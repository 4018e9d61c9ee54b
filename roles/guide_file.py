"""Guides as files: one readable YAML document each, written and read without loss."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from pydantic import ValidationError

from roles import preflight
from roles.faults import faults
from roles.guide import Guide


class GuideFileError(Exception):
    """A file that is no guide; its text names each fault with line and field."""


class _Dumper(yaml.SafeDumper):
    """Writes long texts as blocks, and lists indented, as a person would."""

    def increase_indent(self, flow=False, indentless=False):
        return super().increase_indent(flow, indentless=False)


class _Loader(yaml.SafeLoader):
    """Leaves dates to the Guide, which says in which field one is wrong, and takes no aliases.

    A few lines of aliases to aliases unfold to more than any memory holds.
    """

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent, index):
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark
            raise yaml.MarkedYAMLError(problem="Verweise sind nicht erlaubt", problem_mark=mark)
        return super().compose_node(parent, index)


def _write_text(dumper, text):
    style = "|" if "\n" in text or text.startswith("<") else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _write_text)


def dump(guide: Guide) -> str:
    """Return the guide as the text of a file; the same guide gives the same bytes."""
    document = guide.model_dump(mode="python", exclude_defaults=False)
    return yaml.dump(
        _plain(document), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100
    )


def parse(text: str) -> Guide:
    """Return the guide that a file's text holds, ready to be published, or raise GuideFileError."""
    try:
        root = yaml.compose(text, Loader=_Loader)
        document = yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader
        doubles = list(_doubles(root))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise GuideFileError(
            f"Zeile {line}: Das ist kein gültiges YAML ({error.problem})."
        ) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise GuideFileError(f"Zeile {line}: Dort steht ein Zeichen, das kein Text ist.") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise GuideFileError(f"Zeile 1: Das ist kein gültiges YAML ({error}).") from None
    if not isinstance(root, yaml.MappingNode):
        raise GuideFileError("Zeile 1: Die Datei enthält keinen Guide.")
    if doubles:
        raise GuideFileError(
            "\n".join(f"Zeile {line}: {field} steht doppelt." for line, field in doubles)
        )
    try:
        guide = Guide.model_validate(document)
    except ValidationError as errors:
        sentences = [f"Zeile {_line(root, fault.path)}: {fault}" for fault in faults(errors)]
        raise GuideFileError("\n".join(sentences)) from None
    if sentences := [
        f"Zeile {_line(root, [finding.field])}: {finding.field}: {finding.message}"
        for finding in preflight.check_document(guide)
        if finding.is_error
    ]:
        raise GuideFileError("\n".join(sentences))
    return guide


def _plain(value):
    """Turn enumerations and tuples into what YAML knows."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return getattr(value, "value", value)


def _line(node, path):
    """Return the line (from 1) of the deepest node that the path leads to."""
    line = node.start_mark.line + 1
    for step in path:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
        elif isinstance(node, yaml.MappingNode):
            entries = {key.value: (key, value) for key, value in node.value}
            if step not in entries:
                return line
            key, node = entries[step]
            line = key.start_mark.line + 1
            continue
        else:
            return line
        line = node.start_mark.line + 1
    return line


def _doubles(node) -> Iterator[tuple[int, str]]:
    """Yield line and name of each key that a mapping holds twice; YAML would keep the last."""
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if key.value in seen:
                yield key.start_mark.line + 1, key.value
            seen.add(key.value)
            yield from _doubles(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _doubles(item)
