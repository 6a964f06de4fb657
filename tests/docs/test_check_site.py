import unittest

from fixture import CourseTest  # first: sets the path to the tools
import check_site

HEAD = '<!DOCTYPE html><html lang="en"><head><title>T</title></head><body><h1>T</h1>'


class CheckSite(CourseTest):
    def setUp(self):
        super().setUp()
        self.site = self.root / "site"
        self.pages = {
            "index.html": (
                '<a href="a.html">a</a><a href="b.html">b</a><a rel="next" href="a.html">n</a>'
            ),
            "a.html": '<a rel="prev" href="index.html">p</a><a rel="next" href="b.html">n</a>',
            "b.html": '<a rel="prev" href="a.html">p</a>',
        }

    def check(
        self, chain=("index.html", "a.html", "b.html"), **bodies: str
    ) -> tuple[list[str], list[str]]:
        for name, body in (
            self.pages | {f"{name}.html": text for name, text in bodies.items()}
        ).items():
            self.write(f"site/{name}", body if body.startswith("<!") else HEAD + body)
        problems, external = check_site.check(self.site, list(chain))
        return [str(problem) for problem in problems], external

    def assert_problem(self, body: str, pattern: str) -> None:
        problems, _ = self.check(c=body)
        self.assertEqual(len(problems), 1, problems)
        self.assertRegex(problems[0], "^c.html: " + pattern)

    def test_a_good_site_has_no_problems(self):
        self.write("site/x.svg", "<svg/>")
        self.assertEqual(
            self.check(
                c=(
                    '<h2 id="s">s</h2><a href="#s">s</a><a href="a.html">a</a><a href="#top">t</a>'
                    '<img src="x.svg" alt="x"><img src="data:,x" alt="">'
                )
            )[0],
            [],
        )

    def test_broken_links(self):
        self.assert_problem('<a href="gone.html">x</a>', "broken link: gone.html")
        self.assert_problem('<a href="#gone">x</a>', "broken link: #gone: that page has no such id")
        self.assert_problem('<a href="a.html#gone">x</a>', "broken link: a.html#gone")
        self.assert_problem('<img src="gone.png" alt="x">', "broken link: gone.png")
        self.assert_problem('<script src="gone.js"></script>', "broken link: gone.js")
        self.assert_problem('<a href="../../docs/pages/start.md">x</a>', "broken link")
        self.assert_problem('<a href="../docs/pages/start.md">x</a>', "leads out of the site")
        self.assert_problem('<a href="javascript:x()">x</a>', "unusable link")

    def test_nothing_is_loaded_from_elsewhere(self):
        for body in (
            '<script src="https://cdn.example/x.js"></script>',
            '<img src="//cdn.example/x.png" alt="">',
            '<link rel="stylesheet" href="http://fonts.example/x.css">',
            '<style>@import "https://x.example/a.css";</style>',
            '<p style="background:url(https://x.example/b.png)">x</p>',
        ):
            self.assert_problem(body, "loads from outside the site")

    def test_style_sheets_load_nothing_from_elsewhere_either(self):
        self.write(
            "site/site.css",
            (
                "@font-face { src: url('https://fonts.example/x.woff2'); } p { background:"
                " url(x.png) }"
            ),
        )
        problems, _ = self.check()
        self.assertEqual(
            problems,
            [
                "site.css: broken link: x.png",
                "site.css: loads from outside the site: https://fonts.example/x.woff2",
            ],
        )

    def test_external_links_are_listed_and_not_fetched(self):
        problems, external = self.check(
            c='<a href="https://example.invalid/x">x</a><a href="mailto:a@b.c">m</a>'
        )
        self.assertEqual((problems, external), ([], ["https://example.invalid/x", "mailto:a@b.c"]))

    def test_pages_are_whole(self):
        self.assert_problem('<p id="x">1</p><p id="x">2</p>', "duplicate id 'x'")
        self.assert_problem('<img src="a.html">', "img without alt: a.html")
        self.assert_problem('<iframe src="a.html"></iframe>', "iframe without a title")
        self.assert_problem("<h1>again</h1>", "2 h1 headings")
        self.assert_problem("<h3>x</h3>", "heading level skipped: h3 follows h1")
        self.assert_problem(
            "<!DOCTYPE html><html><head><title>T</title></head><body><h1>T</h1>",
            "html without lang",
        )
        self.assert_problem('<!DOCTYPE html><html lang="en"><body><h1>T</h1>', "no title")

    def test_leftovers_of_the_build_are_found(self):
        for text in ("\\htmlonly[block]", "\ue040brief", "<!-- navigation -->"):
            problems, _ = self.check(c=HEAD + text)
            self.assertRegex(problems[0], r"^c\.html:1: leftover of the build")

    def test_the_lessons_form_a_chain(self):
        self.pages["a.html"] = '<a rel="prev" href="index.html">p</a>'
        self.assertEqual(self.check()[0], ["a.html: rel=next leads to nothing, not to b.html"])
        self.pages["a.html"] = '<a rel="prev" href="b.html">p</a><a rel="next" href="b.html">n</a>'
        self.assertEqual(self.check()[0], ["a.html: rel=prev leads to b.html, not to index.html"])

    def test_every_lesson_is_reachable_from_the_start_page(self):
        self.pages["index.html"] = '<a rel="next" href="a.html">n</a>'
        self.assertEqual(self.check()[0], ["index.html: does not link to the lesson b.html"])

    def test_a_missing_lesson_is_reported(self):
        self.assertIn(
            "z.html: this page of the course is missing",
            self.check(chain=("index.html", "a.html", "b.html", "z.html"))[0],
        )

    def test_an_empty_folder_is_no_site(self):
        self.site.mkdir()
        self.assertIn("no pages", str(check_site.check(self.site, [])[0][0]))


if __name__ == "__main__":
    unittest.main()
