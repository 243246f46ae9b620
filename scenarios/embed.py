#!/usr/bin/env python3
"""Writes files as C++ constants: embed.py OUT ROOT FILE...; paths are kept relative to ROOT."""
import os
import sys

out, root, files = sys.argv[1], sys.argv[2], sorted(sys.argv[3:])
with open(out, "w", encoding="utf-8") as target:
    target.write("#include <span>\n#include <string_view>\n\nnamespace scenarios {\n\n")
    target.write("struct BuiltinFile {\n  std::string_view path;\n  std::string_view text;\n};\n")
    target.write("std::span<const BuiltinFile> builtin_files();\n\nnamespace {\n\n")
    rows = []
    for i, path in enumerate(files):
        data = open(path, "rb").read()
        numbers = ",".join(str(b - 256 if b > 127 else b) for b in data)
        target.write("constexpr char kFile%d[] = {%s};\n" % (i, numbers))
        name = os.path.relpath(path, root).replace(os.sep, "/")
        rows.append('    {"%s", {kFile%d, sizeof(kFile%d)}},\n' % (name, i, i))
    target.write("\nconstexpr BuiltinFile kFiles[] = {\n%s};\n\n}  // namespace\n\n" % "".join(rows))
    target.write("std::span<const BuiltinFile> builtin_files() { return kFiles; }\n\n")
    target.write("}  // namespace scenarios\n")
