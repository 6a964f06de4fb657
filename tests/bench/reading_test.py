"""What other programs print, and how it is read: perf, strace, callgrind, Google Benchmark, clients."""

import json
import unittest

import fixture
import counts
import echo
import micro
import websocket
from processes import BenchError

PERF = """24000,,raw_syscalls:sys_enter,1000,100.00,,
10000,,syscalls:sys_enter_recvfrom,1000,100.00,,
<not counted>,,syscalls:sys_enter_poll,0,100.00,,
"""

STRACE = """% time     seconds  usecs/call     calls    errors syscall
------ ----------- ----------- --------- --------- ----------------
 60.00    0.000600           1       600           recvfrom
 40.00    0.000400           1       400        12 epoll_wait
------ ----------- ----------- --------- --------- ----------------
100.00    0.001000           1      1000        12 total
"""

BENCHMARK = {"benchmarks": [
    {"name": "a", "run_name": "a", "run_type": "iteration", "real_time": 80.0, "cpu_time": 8.0, "bytes_per_second": 4.0},
    {"name": "a", "run_name": "a", "run_type": "iteration", "real_time": 90.0, "cpu_time": 9.0, "bytes_per_second": 5.0},
    {"name": "a_mean", "run_name": "a", "run_type": "aggregate", "cpu_time": 8.5},
    {"name": "b", "run_name": "b/process_time", "run_type": "iteration", "cpu_time": 4096.0, "per_iteration": 4096.0},
]}


class Reading(unittest.TestCase):
    def test_perf_s_table_is_read_without_what_was_not_counted(self):
        self.assertEqual(counts.parse_perf(PERF), {"all": 24000, "recvfrom": 10000})

    def test_strace_s_table_is_read_with_and_without_errors(self):
        self.assertEqual(counts.parse_strace(STRACE), {"recvfrom": 600, "epoll_wait": 400, "all": 1000})

    def test_the_difference_of_two_runs_is_divided_by_the_requests_between_them(self):
        more = counts.MANY - counts.FEW
        few = {"all": 500, "accept4": 100}
        many = {"all": 500 + 2 * more, "accept4": 101, "recvfrom": more}
        self.assertEqual(counts.per_request(few, many), {"all": 2.0, "recvfrom": 1.0})

    def test_callgrind_s_total_is_not_added_to_its_summary(self):
        self.assertEqual(counts.callgrind_total("summary: 1234\ntotals: 1234\n"), 1234)
        with self.assertRaisesRegex(BenchError, "no totals"):
            counts.callgrind_total("events: Ir\n")

    def test_google_benchmark_s_repetitions_are_kept_and_its_means_are_not(self):
        self.assertEqual(micro.results_of(json.dumps(BENCHMARK)), [
            {"name": "a", "times": [8.0, 9.0], "bytes_per_second": [4.0, 5.0]},
            {"name": "b", "times": [1.0]}])

    def test_a_benchmark_that_failed_is_an_error(self):
        failed = {"benchmarks": [{"name": "a", "run_type": "iteration", "error_occurred": True,
                                  "error_message": "not valid"}]}
        with self.assertRaisesRegex(BenchError, "a: not valid"):
            micro.results_of(json.dumps(failed))

    def test_a_client_s_line_is_read(self):
        line = "mode=flood count=10 size=32 seconds=0.5 msgs_per_s=20 mb_per_s=0.001 cpu_ns=7"
        self.assertEqual(websocket.parse(line)["cpu_ns"], 7)
        with self.assertRaisesRegex(BenchError, "no result but: Segmentation fault"):
            websocket.parse("Segmentation fault")

    def test_the_server_is_told_by_the_target_what_to_do(self):
        self.assertEqual(websocket.target_for("flood", 5, 32), "/echo")
        self.assertEqual(websocket.target_for("recv", 5, 32), "/source?count=5&size=32")

    def test_the_reference_is_in_each_group_of_servers(self):
        names = ["epoll_lt", "a", "b", "c"]
        self.assertEqual(echo.groups_of(names, 1000, 3300), [["epoll_lt", "a", "b"], ["epoll_lt", "c"]])
        self.assertEqual(echo.groups_of(names, 1, 3300), [names])


if __name__ == "__main__":
    unittest.main()
