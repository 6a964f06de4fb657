// LD_PRELOAD: counts the heap allocations of a program, in a file that others can read meanwhile.
//
// The file is named by NETLADDER_ALLOCATIONS and holds one number of 64 bits. It is mapped, so the
// count costs no system call, and the driver reads it whenever the program is at rest.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

// glibc's own functions under their second names: ours stand in front of the first ones.
extern "C" void* __libc_malloc(std::size_t size);
extern "C" void* __libc_calloc(std::size_t count, std::size_t size);
extern "C" void* __libc_realloc(void* old, std::size_t size);
extern "C" void* __libc_memalign(std::size_t alignment, std::size_t size);

namespace {

std::atomic<std::uint64_t> g_before_main{0};  // counted until the file is mapped
std::atomic<std::atomic<std::uint64_t>*> g_count{&g_before_main};  // where to count

[[gnu::constructor]] void MapTheFile() {
  const char* const name = std::getenv("NETLADDER_ALLOCATIONS");
  if (name == nullptr) return;
  const int fd = ::open(name, O_RDWR | O_CLOEXEC);
  if (fd < 0) return;
  void* const memory =
      ::mmap(nullptr, sizeof(std::uint64_t), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  ::close(fd);
  if (memory != MAP_FAILED) g_count = static_cast<std::atomic<std::uint64_t>*>(memory);
}

void Count() {
  g_count.load(std::memory_order_relaxed)->fetch_add(1, std::memory_order_relaxed);
}

}  // namespace

extern "C" void* malloc(std::size_t size) {
  Count();
  return __libc_malloc(size);
}
extern "C" void* calloc(std::size_t count, std::size_t size) {
  Count();
  return __libc_calloc(count, size);
}
extern "C" void* realloc(void* old, std::size_t size) {
  Count();
  return __libc_realloc(old, size);
}
extern "C" void* aligned_alloc(std::size_t alignment, std::size_t size) {
  Count();
  return __libc_memalign(alignment, size);
}
extern "C" int posix_memalign(void** out, std::size_t alignment, std::size_t size) {
  Count();
  *out = __libc_memalign(alignment, size);
  return *out == nullptr ? ENOMEM : 0;
}
