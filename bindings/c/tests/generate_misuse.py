#!/usr/bin/env python3
"""Writes a test of every function of lianban.h with every bad input its comment allows for.

Reads declarations and the bracketed words of @param in the comments. Whatever it does not
understand is an error, so that no function and no parameter can be forgotten.

usage: generate_misuse.py HEADER OUT.cpp | generate_misuse.py --list HEADER"""

import dataclasses
import pathlib
import re
import sys

TAG = re.compile(r"^\((handle|text|json|bytes|struct|out|function)(?:, (never NULL|nullable))?\)")
NUMBERS = {"int32_t", "int64_t", "size_t", "uintptr_t"}
HANDLES = {"lianban_engine": "engine", "lianban_error": "error"}
POINTERS = {"const char*", "char*", "char**", "const uint8_t*", "const lianban_engine_options*",
            "lianban_engine*", "lianban_error*"}


class Misunderstood(Exception):
    pass


@dataclasses.dataclass
class Parameter:
    type: str
    name: str
    kind: str = ""
    nullable: bool = False
    says: str = ""


@dataclasses.dataclass
class Function:
    name: str
    returns: str
    parameters: list


def without_preprocessor(text):
    text = re.sub(r"\\\n", " ", text)
    text = re.sub(r'extern "C" \{', "", text)
    return "\n".join("" if line.lstrip().startswith("#") else line for line in text.split("\n"))


def documented(comment, name):
    """The text of each @param of a comment."""
    lines = [re.sub(r"^\s*\*? ?", "", line) for line in comment.strip("/*").split("\n")]
    text = "\n".join(lines)
    found = {}
    for part in re.split(r"(?m)^@", text)[1:]:
        match = re.match(r"param\[(in|out)\] (\w+)\s*(.*)", part, re.S)
        if match:
            found[match.group(2)] = (match.group(1), " ".join(match.group(3).split()))
        elif not re.match(r"(return|brief|file)\b", part):
            raise Misunderstood(f"{name}: @{part.split()[0]}")
    return found


def parameter_of(written, docs, function):
    match = re.fullmatch(r"(.*?[\s*])(\w+)", written.strip())
    if not match:
        raise Misunderstood(f"{function}: parameter '{written}'")
    type_name = re.sub(r"\s*\*", "*", match.group(1).strip())
    parameter = Parameter(type_name, match.group(2))
    if parameter.name not in docs:
        raise Misunderstood(f"{function}: {parameter.name} has no @param")
    direction, says = docs.pop(parameter.name)
    tag = TAG.match(says)
    if type_name in NUMBERS:
        parameter.kind = "number"
        if tag:
            raise Misunderstood(f"{function}: {parameter.name} is a number")
    elif type_name in HANDLES:
        parameter.kind = "handle"
        if not tag or tag.group(1) != "handle":
            raise Misunderstood(f"{function}: {parameter.name} is a handle and should say so")
    elif type_name in POINTERS:
        if not tag or tag.group(2) is None:
            raise Misunderstood(f"{function}: {parameter.name} does not say whether it may be NULL")
        parameter.kind = tag.group(1)
        parameter.nullable = tag.group(2) == "nullable"
        wanted = {"char**": "out", "lianban_engine*": "out", "lianban_error*": "out",
                  "const uint8_t*": "bytes", "const lianban_engine_options*": "struct"}
        if parameter.kind != wanted.get(type_name, parameter.kind) or (
                type_name == "const char*" and parameter.kind not in ("text", "json")):
            raise Misunderstood(f"{function}: {parameter.name} is no {parameter.kind}")
        if (direction == "out") != (parameter.kind == "out"):
            raise Misunderstood(f"{function}: direction of {parameter.name}")
    else:
        raise Misunderstood(f"{function}: type '{type_name}' of {parameter.name}")
    parameter.says = says
    return parameter


def functions_of(path):
    text = without_preprocessor(pathlib.Path(path).read_text(encoding="utf-8"))
    pattern = re.compile(r"(/\*\*(?:(?!\*/).)*\*/)\s*LIANBAN_API\s+([\w\s*]+?)\s*LIANBAN_CALL\s+"
                         r"(\w+)\s*\(([^()]*)\)\s*;", re.S)
    functions = []
    for comment, returns, name, written in pattern.findall(text):
        docs = documented(comment, name)
        returns = re.sub(r"\s*\*", "*", returns.strip())
        if returns not in ("int32_t", "void", "const char*"):
            raise Misunderstood(f"{name}: returns '{returns}'")
        if returns != "void" and "@return" not in comment:
            raise Misunderstood(f"{name}: no @return")
        parameters = [] if written.strip() == "void" else [
            parameter_of(each, docs, name) for each in written.split(",")]
        if docs:
            raise Misunderstood(f"{name}: @param of nothing: {', '.join(docs)}")
        functions.append(Function(name, returns, parameters))
    code = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    declared = re.findall(r"\b(lianban_\w+)\s*\(", code)
    missed = set(declared) - {each.name for each in functions}
    if missed or len(declared) != len(functions):
        raise Misunderstood("not understood: " + ", ".join(sorted(missed) or declared))
    return functions


def good(parameter, function):
    if parameter.kind == "handle":
        return "engine" if parameter.type == "lianban_engine" else "error"
    if parameter.kind == "out":
        return {"char**": "&out", "lianban_engine*": "&opened", "lianban_error*": "&slot"}[
            parameter.type]
    if parameter.kind == "number":
        return {"timeout_ms": "0", "after": "0", "body_size": "0"}.get(parameter.name, "1")
    if parameter.kind in ("struct", "bytes"):
        return "nullptr"
    if function.name == "lianban_free":
        return "nullptr"
    return '"{}"' if parameter.kind == "json" else '"x"'


def call(function, changed=None, value=None):
    arguments = [value if each is changed else good(each, function) for each in function.parameters]
    return f"{function.name}({', '.join(arguments)})"


def tests_of(function):
    """Bodies of tests, by name."""
    outs = any(each.type == "char**" for each in function.parameters)
    empty = " expect_no_output();" if outs else ""
    codes = function.returns == "int32_t"
    for parameter in function.parameters:
        bad = []  # what is passed, what is expected
        if parameter.kind == "handle":
            zero_is_fine = parameter.says.startswith("(handle) Zero ")
            for value in ("stale(%s)", "foreign(%s)", "forged(%s, 0)", "forged(%s, 1)",
                          "forged(%s, 2)", "forged(%s, 3)"):
                bad.append((value % f"Kind::k{HANDLES[parameter.type].capitalize()}", "LIANBAN_HANDLE"))
            bad.append(("0", None if zero_is_fine or not codes else "LIANBAN_HANDLE"))
        elif parameter.kind == "number":
            if parameter.name in ("timeout_ms", "after", "limit", "lease_ms"):
                bad += [("-1", "LIANBAN_ARGUMENT"),
                        ("INT32_MIN" if parameter.type == "int32_t" else "INT64_MIN",
                         "LIANBAN_ARGUMENT")]
        else:
            fault = "LIANBAN_ARGUMENT" if codes else None
            bad.append(("nullptr", None if parameter.nullable else fault))
            if parameter.kind in ("text", "json") and function.name != "lianban_free":
                bad += [(each, fault) for each in (
                    '"\\xff\\xfe"', '"\\xed\\xa0\\x80"', '"{\\"a\\":\\"\\xc3\\"}"', "giant().c_str()")]
            if parameter.kind == "json":
                bad += [(each, fault) for each in ("deep().c_str()", '"{"', '"\\"\\\\ud800\\""')
                        if parameter.name != "definition_json"]
                # A definition that cannot be read has findings, and no caller is at fault.
                if parameter.name == "definition_json":
                    bad += [("deep().c_str()", None), ('"{"', None)]
        for number, (value, expected) in enumerate(bad):
            body = f"const auto given = {call(function, parameter, value)};"
            if function.returns == "void":
                body = f"{call(function, parameter, value)};"
            elif not codes:
                body += " EXPECT_NE(given, nullptr);"
            elif expected is None:
                body += " EXPECT_TRUE(is_code(given)) << given; EXPECT_NE(given, LIANBAN_INTERNAL);"
            else:
                body += f" EXPECT_EQ(given, {expected});{empty}"
                if function.parameters[-1].name == "out_error" and parameter.name != "out_error":
                    name = parameter.name if expected == "LIANBAN_ARGUMENT" else ""
                    body += f' expect_error({expected}, "{name}");'
            yield f"{parameter.name}_{number}", body
    if function.name.endswith(("_close", "_free")) and function.parameters[0].kind == "handle":
        yield "twice", (f"EXPECT_EQ({call(function)}, LIANBAN_DONE); "
                        f"EXPECT_EQ({call(function)}, LIANBAN_HANDLE);")


def main():
    if sys.argv[1] == "--list":
        print("\n".join(sorted(each.name for each in functions_of(sys.argv[2]))))
        return
    lines = ["// Written by generate_misuse.py from lianban.h.", '#include "misuse.hpp"', ""]
    functions = functions_of(sys.argv[1])
    for function in functions:
        suite = "".join(part.capitalize() for part in function.name.split("_")[1:])
        lines.append(f"class {suite} : public Misuse {{}};")
        bodies = list(tests_of(function))
        if not bodies:  # nothing goes in: it only has to answer
            bodies = [("answers", f"const auto given = {call(function)}; (void)given;")]
        for name, body in bodies:
            lines.append(f"TEST_F({suite}, {name}) {{ {body} }}")
        lines.append("")
    lines.append(f"constexpr int kFunctions = {len(functions)};")
    lines.append("TEST(Header, HasAllFunctions) { EXPECT_GT(kFunctions, 0); }")
    pathlib.Path(sys.argv[2]).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    try:
        main()
    except Misunderstood as fault:
        sys.exit(f"lianban.h: {fault}")
