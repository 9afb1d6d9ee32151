#!/usr/bin/env python3
"""Shows each rule of check.py failing on a bad sample and quiet on its good neighbour."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

import check
import csource

HEADERS = {
    "interp/base/text.h": "",
    "grammar/ast.h": "",
    "grammar/scheme.y": "",
    "interp/model/plan.h": "",
    "interp/eval/run.h": "",
    "interp/kaohe.h": "",
    "interp/cli/main.h": "",
}


class Sample(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)

    def put(self, files):
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")

    def found(self, rule, files):
        """What the rule says about these files, as (file, line, severity)."""
        self.put(files)
        return [(n, line, severity) for n, line, _, severity in rule(check.Tree(self.root))]


class Includes(Sample):
    def look(self, name, text):
        return self.found(check.includes_run_one_way, {**HEADERS, name: text})

    def test_upwards_is_an_error(self):
        for name, include in [
            ("interp/base/a.c", "grammar/ast.h"),
            ("grammar/a.c", "model/plan.h"),
            ("grammar/a.c", "interp/model/plan.h"),
            ("interp/model/a.c", "eval/run.h"),
            ("interp/model/a.c", "../eval/run.h"),
            ("interp/eval/a.c", "kaohe.h"),
            ("interp/kaohe.c", "cli/main.h"),
        ]:
            with self.subTest(name, include=include):
                self.assertEqual(self.look(name, f'\n#include "{include}"\n'),
                                 [(name, 2, "error")])
                (self.root / name).unlink()

    def test_angle_brackets_do_not_hide_it(self):
        self.assertEqual(self.look("interp/base/a.c", "# include <grammar/ast.h>\n"),
                         [("interp/base/a.c", 1, "error")])

    def test_generated_header_has_the_place_of_its_source(self):
        self.assertEqual(self.look("interp/base/a.c", '#include "grammar/scheme.tab.h"\n'),
                         [("interp/base/a.c", 1, "error")])

    def test_down_and_inside_are_fine(self):
        text = '#include <stdio.h>\n#include "eval/run.h"\n#include "base/text.h"\n'
        self.assertEqual(self.look("interp/eval/a.c", text), [])
        self.assertEqual(self.look("interp/cli/a.c", '#include "kaohe.h"\n'), [])
        self.assertEqual(self.look("grammar/a.c", '#include "scheme.tab.h"\n'), [])

    def test_commented_out_is_no_include(self):
        text = '/*\n#include "eval/run.h"\n*/\n// #include "eval/run.h"\n'
        self.assertEqual(self.look("interp/base/a.c", text), [])

    def test_unknown_room(self):
        self.assertEqual(self.look("interp/attic/a.c", ""), [("interp/attic/a.c", 1, "error")])

    def test_missing_file_of_the_house(self):
        self.assertEqual(self.look("interp/eval/a.c", '#include "grammar/gone.h"\n'),
                         [("interp/eval/a.c", 1, "error")])


class Floating(Sample):
    def lines(self, text, name="interp/eval/a.c"):
        return [line for _, line, _ in
                self.found(check.no_binary_floating_point, {name: text})]

    def test_types_constants_functions_headers(self):
        for text in [
            "double x;", "long double x;", "static const float f;", "x = (double)y;",
            "x = 0.5;", "x = 1e3;", "x = .5f;", "x = 0x1p3;", "x = 1.;",
            "x = strtod(s, NULL);", "mpq_get_d(q);", "#include <math.h>", "_Float64 x;",
            "#define REAL \\\n    double",
        ]:
            with self.subTest(text):
                self.assertEqual(len(self.lines("\n" + text + "\n")), 1)

    def test_line_is_right_after_splices_and_comments(self):
        self.assertEqual(self.lines('/* a\n b */\n#define A \\\n 1\nchar *s = "x\\\n y";\ndouble x;'),
                         [7])

    def test_comments_strings_and_names_are_not_code(self):
        for text in [
            "/* double */", "// float 0.5", 'char *s = "double 0.5";', "int c = '.';",
            "int double_quote, is_float;", "/* a\n double\n b */", 'char *s = "\\"double";',
            "// line \\\n double", "x = 0xe; y = 10u; z = 0xABE; w = a.b;",
        ]:
            with self.subTest(text):
                self.assertEqual(self.lines(text), [])

    def test_code_after_a_comment_or_string_still_counts(self):
        for text in ['/* " */ double x; /* " */', "int c = '\"'; double x; int d = '\"';",
                     '"//"; double x;', '"/*"; double x; "*/";']:
            with self.subTest(text):
                self.assertEqual(self.lines(text), [1])

    def test_flex_patterns_do_not_swallow_the_rest(self):
        text = '%%\n[^"\\n]+\\"  { one(); }\n[0-9]+"."[0-9]+ { double x; }\n'
        self.assertEqual(self.lines(text, "grammar/scheme.l"), [3])

    def test_rooms_that_may(self):
        for name in ("interp/cli/progress.c", "interp/cli/progress_bar.h", "interp/report/xlsx.c",
                     "tests/eval/a.c"):
            with self.subTest(name):
                self.assertEqual(self.lines("double x;", name), [])
        self.assertEqual(self.lines("double x;", "interp/report/xlsx_read.c"), [1])


class Generated(Sample):
    def test_by_name_and_by_text(self):
        for name, text in [
            ("grammar/scheme.tab.c", ""),
            ("grammar/lex.yy.c", ""),
            ("grammar/parser.c", "/* A Bison parser, made by GNU Bison 3.8.2.  */\n"),
            ("grammar/scan.c", "#line 3 \"scan.c\"\n/* A lexical scanner generated by flex */\n"),
            ("interp/facts/x.c", 'int a;\n#line 12 "facts.l"\n'),
        ]:
            with self.subTest(name):
                self.assertEqual(self.found(check.no_generated_c, {name: text}),
                                 [(name, 1, "error")])
                (self.root / name).unlink()

    def test_own_code_and_the_build_folder_are_fine(self):
        self.assertEqual(self.found(check.no_generated_c, {
            "grammar/parse.c": "/* what flex and bison made is in build/ */\n",
            "build/dev/grammar/scheme.tab.c": "",
        }), [])


class Lengths(Sample):
    def test_files(self):
        for lines, want in [(500, []), (501, ["warning"]), (620, ["warning"]), (621, ["error"])]:
            with self.subTest(lines):
                found = self.found(check.lengths, {"interp/base/a.c": "int x;\n" * lines})
                self.assertEqual([s for _, _, s in found], want)

    def test_functions(self):
        for lines, want in [(60, []), (61, ["warning"]), (90, ["warning"]), (91, ["error"])]:
            with self.subTest(lines):
                body = "    x++;\n" * (lines - 2)
                text = "/* head */\nstatic void step(int x)\n{\n" + body + "}\n"
                found = self.found(check.lengths, {"tests/a.c": text})
                self.assertEqual([s for _, _, s in found], want)

    def test_function_is_named(self):
        text = "int\nlong_one(int a,\n         int b)\n{\n" + "    a++;\n" * 100 + "}\n"
        self.put({"grammar/a.c": text})
        sentence = list(check.lengths(check.Tree(self.root)))[0][2]
        self.assertIn("long_one", sentence)


class TopLevel(Sample):
    WHOLE = {"grammar/a": "", "interp/a": "", "rules/a": "", "examples/a": "", "tests/a": "",
             "CMakeLists.txt": "", "README.md": "", ".ci/run": "", "LICENSE": ""}

    def test_exactly_as_given(self):
        self.assertEqual(self.found(check.top_level, self.WHOLE), [])

    def test_extra(self):
        self.assertEqual(self.found(check.top_level, {**self.WHOLE, "src/a.c": ""}),
                         [("src", 1, "error")])

    def test_missing(self):
        files = dict(self.WHOLE)
        del files["README.md"]
        self.assertEqual(self.found(check.top_level, files), [("README.md", 1, "error")])


class Whole(Sample):
    def test_the_command_fails_and_counts(self):
        self.put({**TopLevel.WHOLE, "interp/eval/a.c": "double x;\n"})
        run = subprocess.run([sys.executable, "-B", check.__file__, str(self.root)],
                             capture_output=True, text=True, encoding="utf-8", check=False)
        self.assertEqual(run.returncode, 1)
        self.assertIn("interp/eval/a.c:1: error:", run.stdout)
        self.assertTrue(run.stdout.endswith("4 passed, 1 failed\n"))


class Tokens(unittest.TestCase):
    def test_kinds(self):
        text = 'int a[3] = {\'x\', 0x1F}; /* c */ f("s", L"w");'
        self.assertEqual([t.text for t in csource.tokens(text) if t.kind in
                          ("word", "number", "string", "char")],
                         ["int", "a", "3", "'x'", "0x1F", "f", '"s"', 'L"w"'])


def main():
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules[__name__])
    result = unittest.TextTestRunner(sys.stdout, verbosity=1).run(suite)
    bad = len(result.failures) + len(result.errors)
    # A failing subtest counts as a failure of its own, never as a passed test.
    print(f"{max(result.testsRun - bad, 0)} passed, {bad} failed")
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
