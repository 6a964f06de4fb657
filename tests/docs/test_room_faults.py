import unittest

from fixture import CourseTest
from doctools import room_faults

LIST = """add_lesson(03_house RUNGS 01_blocking)
add_room(cellar SOURCES coal.cc wine.h)  # add_room(attic SOURCES old.cc)
add_room(kitchen
  USES cellar
  SOURCES
    stove.cc
  POSIX
    stove_posix.cc
  WINDOWS
    stove_win.cc)
"""


class RoomFaults(CourseTest):
    """A house of two rooms without a fault; each test plants one."""

    def setUp(self):
        super().setUp()
        self.write("lessons/03_house/CMakeLists.txt", LIST)
        self.write("lessons/03_house/main.cc", '#include "03_house/kitchen/stove.h"\n')
        self.file("cellar/coal.h")
        self.file("cellar/coal.cc", "03_house/cellar/coal.h")
        self.file("cellar/wine.h", "01_blocking/counter.h")
        self.file("kitchen/stove.h", "03_house/cellar/coal.h", "support/trace.h")
        for end in ("", "_posix", "_win"):
            self.file(f"kitchen/stove{end}.cc", "03_house/kitchen/stove.h")

    def file(self, name, *includes):
        text = "".join(f'#include "{path}"\n' for path in includes)
        self.write(f"lessons/03_house/{name}", f"// What it is.\n{text}")

    def assert_faults(self, *faults):
        found = [str(problem) for problem in room_faults.check(self.root)]
        self.assertEqual(found, [f"lessons/03_house{fault}" for fault in faults])

    def test_a_house_in_order_has_no_fault(self):
        self.assert_faults()

    def test_an_arrow_that_no_uses_allows_is_named_with_its_line(self):
        self.file("cellar/wine.h", "03_house/cellar/coal.h", "03_house/kitchen/stove.h")
        found = [str(problem) for problem in room_faults.check(self.root)]
        self.assertIn(
            "lessons/03_house/cellar/wine.h:3: room cellar may not use kitchen: includes"
            " kitchen/stove.h",
            found,
        )

    def test_every_planted_arrow_is_a_line_of_its_own(self):
        self.write(
            "lessons/03_house/CMakeLists.txt", LIST + "add_room(attic SOURCES box.h chest.h)\n"
        )
        self.file("attic/box.h", "03_house/cellar/wine.h")
        self.file("attic/chest.h", "03_house/cellar/wine.h", "03_house/kitchen/stove.h")
        self.assert_faults(
            "/attic/box.h:2: room attic may not use cellar: includes cellar/wine.h",
            "/attic/chest.h:2: room attic may not use cellar: includes cellar/wine.h",
            "/attic/chest.h:3: room attic may not use kitchen: includes kitchen/stove.h",
        )

    def test_a_circle_of_rooms_is_named_even_if_the_lists_allow_it(self):
        self.write(
            "lessons/03_house/CMakeLists.txt", LIST.replace("cellar SOURCES", "cellar USES kitchen SOURCES")
        )
        self.file("cellar/wine.h", "03_house/kitchen/stove.h")
        self.assert_faults("/CMakeLists.txt: a circle of rooms: cellar -> kitchen -> cellar")

    def test_a_circle_of_files_is_found_through_their_source_files(self):
        self.file("cellar/coal.cc", "03_house/cellar/coal.h", "03_house/cellar/wine.h")
        self.file("cellar/wine.h", "03_house/cellar/coal.h")
        self.assert_faults(": a circle of files: cellar/coal -> cellar/wine -> cellar/coal")

    def test_parts_of_a_file_are_no_circle_with_it(self):
        self.write(
            "lessons/03_house/CMakeLists.txt", LIST.replace("wine.h", "wine.h coal_dust.h coal_fire.cc")
        )
        self.file("cellar/coal.cc", "03_house/cellar/coal.h", "03_house/cellar/coal_dust.h")
        self.file("cellar/coal_fire.cc", "03_house/cellar/coal_dust.h")
        self.file("cellar/coal_dust.h", "03_house/cellar/coal.h")
        self.assert_faults()

    def test_a_header_that_others_include_is_no_part(self):
        self.write(
            "lessons/03_house/CMakeLists.txt", LIST.replace("wine.h", "wine.h coal_dust.h")
        )
        self.file("cellar/coal.cc", "03_house/cellar/coal.h", "03_house/cellar/coal_dust.h")
        self.file("cellar/coal_dust.h", "03_house/cellar/coal.h")
        self.file("cellar/wine.h", "03_house/cellar/coal_dust.h")
        self.assert_faults(": a circle of files: cellar/coal -> cellar/coal_dust -> cellar/coal")

    def test_a_higher_lesson_and_an_unknown_one_are_refused(self):
        self.file("cellar/wine.h", "04_roof/tiles.h", "tests/support/wait.h")
        end = "a lesson uses only those below it and support"
        self.assert_faults(
            f"/cellar/wine.h:2: includes 04_roof/tiles.h: {end}",
            f"/cellar/wine.h:3: includes tests/support/wait.h: {end}",
        )

    def test_files_that_stand_where_nobody_looks_are_named(self):
        self.file("lamp.cc")
        self.file("attic/old.h")
        self.file("cellar/cellar_door.h")
        self.assert_faults(
            "/attic: a folder that no add_room names",
            "/cellar/cellar_door.h: is in no list: add it to the room's SOURCES",
            "/cellar/cellar_door.h: repeats its room: drop the prefix",
            "/lamp.cc: stands at the lesson's top: move it into a room",
        )

    def test_a_list_that_says_what_is_not_so_is_named(self):
        self.write(
            "lessons/03_house/CMakeLists.txt",
            LIST + "add_room(attic USES cellar tower SOURCES old.h)\n",
        )
        self.assert_faults(
            "/CMakeLists.txt:11: add_room(attic USES cellar): no include needs that",
            "/CMakeLists.txt:11: add_room(attic USES tower): there is no room tower",
            "/CMakeLists.txt:11: attic/old.h does not exist",
        )

    def test_tests_stand_in_rooms_of_the_same_names(self):
        self.write("tests/03_house/kitchen/stove_test.cc", "")
        self.write("tests/03_house/support/fire.h", "")
        self.write("tests/03_house/garden/rose_test.cc", "")
        found = [str(problem) for problem in room_faults.check(self.root)]
        self.assertEqual(found, ["tests/03_house/garden: tests stand in rooms of the lesson"])


if __name__ == "__main__":
    unittest.main()
