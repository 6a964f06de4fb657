// What, why and contract: see child_process.h.
#include "tests/support/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

extern char** environ;

namespace test_support {
namespace {

using Clock = std::chrono::steady_clock;

std::runtime_error Failure(const std::string& call, int code) {
  return std::runtime_error(call + ": " + std::strerror(code));
}

// A pipe whose ends no other child inherits: a forgotten copy would keep the stream open for ever.
std::array<int, 2> MakePipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw Failure("pipe2", errno);
  return ends;
}

void CloseFd(int* fd) {
  if (*fd >= 0) close(*fd);
  *fd = -1;
}

int MillisecondsUntil(Clock::time_point end) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
  return left < 0 ? 0 : static_cast<int>(left);
}

// The file actions and attributes of one posix_spawn: a clean signal state, three pipes, nothing
// else open.
class SpawnSetup {
 public:
  SpawnSetup() {
    posix_spawn_file_actions_init(&actions_);
    posix_spawnattr_init(&attributes_);
    // The test may have blocked signals that the child must be able to receive.
    sigset_t none;
    sigemptyset(&none);
    sigset_t defaults;
    sigemptyset(&defaults);
    for (const int signal : {SIGINT, SIGTERM, SIGPIPE}) sigaddset(&defaults, signal);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &defaults);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~SpawnSetup() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  SpawnSetup(const SpawnSetup&) = delete;
  SpawnSetup& operator=(const SpawnSetup&) = delete;

  void Connect(int pipe_end, int standard_fd) {
    posix_spawn_file_actions_adddup2(&actions_, pipe_end, standard_fd);
  }
  // After the last Connect(). What the test program inherited (from a shell, from CI) is no child's
  // business: it would count against the descriptor limit that a test gives it.
  void CloseTheRest() { posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1); }
  int Spawn(pid_t* pid, char* const* argv) const {
    return posix_spawnp(pid, argv[0], &actions_, &attributes_, argv, environ);
  }

 private:
  posix_spawn_file_actions_t actions_;  // which pipe becomes which standard stream
  posix_spawnattr_t attributes_;        // signal state of the child
};

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& argv) {
  std::signal(SIGPIPE, SIG_IGN);  // writing to a child that has ended is a value, not our end
  Start(argv);
}

void ChildProcess::Start(const std::vector<std::string>& argv) {
  std::array<int, 2> in = MakePipe();
  std::array<int, 2> out = MakePipe();
  std::array<int, 2> err = MakePipe();
  SpawnSetup setup;
  setup.Connect(in[0], STDIN_FILENO);
  setup.Connect(out[1], STDOUT_FILENO);
  setup.Connect(err[1], STDERR_FILENO);
  setup.CloseTheRest();
  std::vector<std::string> words = argv;
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  const int code = setup.Spawn(&pid_, pointers.data());
  for (int* fd : {&in[0], &out[1], &err[1]}) CloseFd(fd);
  in_ = in[1];
  out_.fd = out[0];
  err_.fd = err[0];
  for (const int fd : {in_, out_.fd, err_.fd}) fcntl(fd, F_SETFL, O_NONBLOCK);
  if (code != 0) {
    for (int* fd : {&in_, &out_.fd, &err_.fd}) CloseFd(fd);
    throw Failure("posix_spawn " + argv[0], code);
  }
}

ChildProcess::~ChildProcess() {
  if (!exit_code_) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  for (int* fd : {&in_, &out_.fd, &err_.fd}) CloseFd(fd);
}

std::optional<std::string> ChildProcess::ReadLine(Milliseconds patience) {
  const auto end = Clock::now() + patience;
  for (;;) {
    const std::size_t line_feed = out_.text.find('\n');
    if (line_feed != std::string::npos) {
      std::string line = out_.text.substr(0, line_feed);
      out_.text.erase(0, line_feed + 1);
      return line;
    }
    if (out_.fd < 0 || Clock::now() >= end) return std::nullopt;
    Pump(Milliseconds(MillisecondsUntil(end)));
  }
}

bool ChildProcess::WriteStdin(std::string_view text, Milliseconds patience) {
  const auto end = Clock::now() + patience;
  while (!text.empty() && in_ >= 0) {
    const ssize_t written = write(in_, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EAGAIN && errno != EINTR) {
      CloseStdin();
    } else if (Clock::now() >= end) {
      return false;
    } else {
      Pump(Milliseconds(1));  // the child may be waiting for us to read what it prints
    }
  }
  return text.empty();
}

void ChildProcess::CloseStdin() {
  CloseFd(&in_);
}

void ChildProcess::Terminate(int signal) const {
  if (!exit_code_) kill(pid_, signal);
}

int ChildProcess::WaitExit(Milliseconds patience) {
  const auto end = Clock::now() + patience;
  while (!Reap()) {
    if (Clock::now() >= end) return kStillRunning;
    Pump(Milliseconds(1));
  }
  // A grandchild may hold the streams open, so take what is there and do not wait for their end.
  ReadSome(&out_);
  ReadSome(&err_);
  return *exit_code_;
}

bool ChildProcess::Reap() {
  int status = 0;
  if (!exit_code_ && waitpid(pid_, &status, WNOHANG) == pid_) {
    exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  return exit_code_.has_value();
}

void ChildProcess::Pump(Milliseconds patience) {
  std::array<pollfd, 2> entries = {{{out_.fd, POLLIN, 0}, {err_.fd, POLLIN, 0}}};
  if (poll(entries.data(), entries.size(), static_cast<int>(patience.count())) <= 0) return;
  if (entries[0].revents != 0) ReadSome(&out_);
  if (entries[1].revents != 0) ReadSome(&err_);
}

void ChildProcess::ReadSome(Stream* stream) {
  std::array<char, 16 * 1024> chunk{};
  while (stream->fd >= 0) {
    const ssize_t got = read(stream->fd, chunk.data(), chunk.size());
    if (got > 0) {
      stream->text.append(chunk.data(), static_cast<std::size_t>(got));
    } else if (got == 0) {
      CloseFd(&stream->fd);
    } else if (errno != EINTR) {
      return;
    }
  }
}

Outcome RunToEnd(const std::vector<std::string>& argv, std::string_view input) {
  ChildProcess process(argv);
  process.WriteStdin(input);
  process.CloseStdin();
  const int exit_code = process.WaitExit();
  return {exit_code, process.Stdout(), process.Stderr()};
}

}  // namespace test_support
