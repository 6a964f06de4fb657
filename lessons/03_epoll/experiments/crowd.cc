// The clients, then the process they live in.
#include "03_epoll/experiments/crowd.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <vector>

#include "01_blocking/echo/blocking_echo.h"
#include "01_blocking/sockets/error.h"
#include "03_epoll/epoll/descriptor_limit.h"

namespace l03 {
namespace {

constexpr std::size_t kSpareDescriptors = 40;

void WaitForTheEndOfInput() {
  while (std::getchar() != EOF) {
  }
}

}  // namespace

std::size_t RoomForConnections() {
  const std::size_t limit = RaiseDescriptorLimit();
  const std::size_t taken = OpenDescriptors() + kSpareDescriptors;
  return limit > taken ? limit - taken : 0;
}

int RunCrowd(const CrowdOptions& options) {
  RaiseDescriptorLimit();
  const l01::Endpoint server = l01::Resolve(options.host, options.port).front();
  std::vector<l01::Socket> clients;
  std::string why_fewer;
  try {
    while (clients.size() < options.count) {
      l01::Socket client = l01::ConnectTo(server);
      if (options.greet) l01::Exchange(client, "hello");
      clients.push_back(std::move(client));
    }
  } catch (const l01::SocketError& error) {
    why_fewer = " of " + std::to_string(options.count) + ": " + error.what();
  }
  std::printf("connected %zu%s\n", clients.size(), why_fewer.c_str());
  std::fflush(stdout);
  WaitForTheEndOfInput();
  return why_fewer.empty() ? 0 : 1;
}

CrowdProcess::CrowdProcess(const std::string& program, const l01::Endpoint& server,
                           std::size_t count) {
  std::array<int, 2> pipe_ends{};
  if (::pipe2(pipe_ends.data(), O_CLOEXEC) != 0) throw l01::SocketError("pipe2", "", errno);
  const Descriptor reading(pipe_ends[0]);
  stdin_ = Descriptor(pipe_ends[1]);

  const std::string address = server.ToString();
  std::vector<std::string> words = {program, "crowd", address.substr(0, address.rfind(':')),
                                    std::to_string(server.port()), std::to_string(count)};
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);

  posix_spawn_file_actions_t files;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawn_file_actions_adddup2(&files, reading.get(), STDIN_FILENO);
  ::posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  const int error = ::posix_spawn(&pid_, program.c_str(), &files, nullptr, argv.data(), environ);
  ::posix_spawn_file_actions_destroy(&files);
  if (error != 0) throw l01::SocketError("posix_spawn", program, error);
}

CrowdProcess::~CrowdProcess() {
  stdin_.Close();
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

}  // namespace l03
