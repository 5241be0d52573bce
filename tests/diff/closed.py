"""Programs applied to arguments, as closed texts that any engine runs."""
import re


def literal(v):
    """A Python value as a GAEL literal."""
    if isinstance(v, bool):
        return "true" if v else "false"
    if v is None:
        return "none"
    if isinstance(v, (int, float)):
        return f"({v!r})" if v < 0 else repr(v)
    if isinstance(v, str):
        table = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}
        return '"' + "".join(table.get(c, c if c.isprintable() else "\\u{%x}" % ord(c)) for c in v) + '"'
    if isinstance(v, (list, tuple)):
        inner = ",".join(map(literal, v))
        return f"[{inner}]" if isinstance(v, list) else f"({inner})"
    if isinstance(v, dict):
        return "{" + ",".join(f"{literal(k)}:{literal(x)}" for k, x in v.items()) + "}"
    raise ValueError(type(v).__name__)


def defined(line):
    """The name that a line defines, or None: `m=e;..` is a main expression with a local m."""
    head = re.match(r"(\w+)( \w+)*=(?!=)", line)
    flat = re.sub(r'"(\\.|[^"])*"', "", line)
    while flat != (inner := re.sub(r"[(\[{][^()\[\]{}]*[)\]}]", "", flat)):
        flat = inner
    return head[1] if head and ";" not in flat else None


def callable_text(source):
    """The program's lines, its main expression made a definition, and the name that is called: without a main expression the last definition's."""
    lines = [l for l in source.split("\n") if l.strip() and not l.lstrip().startswith("#")]
    head = max(i for i, l in enumerate(lines) if not l[0].isspace())
    called = defined(lines[head]) or "main_"
    if called == "main_":
        lines[head] = "main_=" + lines[head]
    return lines, called


def close(source, args, around="{}"):
    """The program applied to arguments, literals; `around` is what becomes of the call."""
    if not args:
        return "\n".join(l for l in source.split("\n") if l.strip() and not l.lstrip().startswith("#")) + "\n"
    lines, called = callable_text(source)
    return "\n".join([*lines, around.format(f"{called}({','.join(args)})")]) + "\n"


def close_calls(source, calls):
    """The program applied to each of several lists of arguments; its value is the list of the results' texts."""
    lines, called = callable_text(source)
    results = ",".join(f"str({called}({','.join(args)}))" for args in calls)
    return "\n".join([*lines, f"[{results}]"]) + "\n"
