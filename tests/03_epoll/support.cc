#include "tests/03_epoll/support.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "tests/support/wait.h"

namespace l03 {

using test_support::ChildProcess;

void SendText(l01::Socket& socket, std::string_view text) {
  socket.SendAll(std::as_bytes(std::span(text.data(), text.size())));
}

std::string ReceiveText(l01::Socket& socket, std::size_t size) {
  std::string text(size, '\0');
  auto room = std::as_writable_bytes(std::span(text));
  while (!room.empty()) {
    const l01::IoResult received = socket.Recv(room);
    if (!received.ok()) break;
    room = room.subspan(received.bytes);
  }
  return text.substr(0, size - room.size());
}

std::string Pattern(std::size_t size, std::uint32_t salt) {
  std::string text(size, '\0');
  std::uint32_t state = salt * 2654435761U + 1;
  for (char& c : text) {
    state = state * 1664525U + 1013904223U;
    c = static_cast<char>(state >> 24);
  }
  return text;
}

std::size_t SendUntilWouldBlock(l01::Socket& socket) {
  const std::vector<std::byte> chunk(64 * 1024);
  std::size_t total = 0;
  for (l01::IoResult sent; (sent = socket.Send(chunk)).ok();) total += sent.bytes;
  return total;
}

l01::Socket AnyListener() {
  return l01::ListenOn(l01::Endpoint::Loopback());
}

DescriptorLimit::DescriptorLimit(rlim_t limit) {
  ::getrlimit(RLIMIT_NOFILE, &former_);
  const rlimit lowered{limit, former_.rlim_max};
  ::setrlimit(RLIMIT_NOFILE, &lowered);
}

DescriptorLimit::~DescriptorLimit() {
  ::setrlimit(RLIMIT_NOFILE, &former_);
}

ServeProcess::ServeProcess(const std::vector<std::string>& serve_arguments,
                           std::vector<std::string> in_front) {
  std::vector<std::string> words = std::move(in_front);
  words.insert(words.end(), {NETLADDER_03_EPOLL, "serve", "--port", "0"});
  words.insert(words.end(), serve_arguments.begin(), serve_arguments.end());
  process_ = std::make_unique<ChildProcess>(words);
  const std::string line = process_->ReadLine(std::chrono::seconds(30)).value_or("");
  if (!line.starts_with("listening on ")) {
    throw std::runtime_error("the server did not start: " + line + process_->Stderr());
  }
  const int port = std::stoi(line.substr(line.rfind(':') + 1));
  endpoint_ = l01::Endpoint::Loopback(static_cast<std::uint16_t>(port));
}

int ServeProcess::Stop() {
  process_->Terminate();
  return process_->WaitExit(std::chrono::seconds(30));
}

// -D: strace runs beside the program, which stays our own child. LeakSanitizer cannot work while
// strace traces the process.
std::vector<std::string> WithFault(const std::string& fault) {
  return {"env",    "ASAN_OPTIONS=detect_leaks=0",
          "strace", "-D",
          "-f",     "-qq",
          "-o",     "/dev/null",
          "-e",     "inject=" + fault};
}

namespace {

std::string NewTemporaryPath() {
  const std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("netladder-calls-" + std::to_string(::getpid()));
  std::filesystem::remove(path);
  return path;
}

}  // namespace

CallCounter::CallCounter() : path_(NewTemporaryPath()) {}

CallCounter::~CallCounter() {
  std::filesystem::remove(path_);
}

std::vector<std::string> CallCounter::words() const {
  return {"env", "ASAN_OPTIONS=detect_leaks=0", "strace", "-D", "-f", "-c", "-o", path_};
}

std::map<std::string, std::uint64_t> CallCounter::Read() const {
  std::map<std::string, std::uint64_t> calls;
  // strace writes the table after the program has ended: "% time, seconds, usecs/call, calls,
  // errors (may be empty), syscall", and a line "total" at the end.
  test_support::WaitUntil([&] {
    std::ifstream file(path_);
    for (std::string line; std::getline(file, line);) {
      std::istringstream columns(line);
      std::string share, seconds, usecs, count, word, name;
      columns >> share >> seconds >> usecs >> count;
      while (columns >> word) name = word;
      if (!count.empty() && count.find_first_not_of("0123456789") == std::string::npos) {
        calls[name] = std::stoull(count);
      }
    }
    return calls.contains("total");
  });
  return calls;
}

CallLog::CallLog() : path_(NewTemporaryPath()) {}

CallLog::~CallLog() {
  std::filesystem::remove(path_);
}

// --seccomp-bpf: only the calls that are asked for stop the server, ten thousand clients are many.
std::vector<std::string> CallLog::words() const {
  return {"env",    "ASAN_OPTIONS=detect_leaks=0",
          "strace", "-D",
          "-f",     "--seccomp-bpf",
          "-e",     "trace=recvfrom,sendto,epoll_ctl,?epoll_wait,?epoll_pwait",
          "-o",     path_};
}

std::uint64_t CallLog::Count(const std::string& call) const {
  std::ifstream file(path_);
  std::uint64_t count = 0;
  for (std::string line; std::getline(file, line);) {
    const bool asked = line.find(" " + call + "(") != std::string::npos;
    if (asked && line.find(" = -1 ") == std::string::npos) ++count;
  }
  return count;
}

}  // namespace l03
