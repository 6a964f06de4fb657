#include "tests/support/allocation_counter.h"

#include <malloc.h>

#include <cstdlib>
#include <new>

namespace {

thread_local std::size_t g_allocations = 0;
thread_local std::ptrdiff_t g_live_bytes = 0;

std::ptrdiff_t SizeOf(void* memory) {
#ifdef _WIN32
  return static_cast<std::ptrdiff_t>(_msize(memory));
#else
  return static_cast<std::ptrdiff_t>(malloc_usable_size(memory));
#endif
}

void* Take(std::size_t size) noexcept {
  void* const memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) return nullptr;
  ++g_allocations;
  g_live_bytes += SizeOf(memory);
  return memory;
}

void GiveBack(void* memory) noexcept {
  if (memory == nullptr) return;
  g_live_bytes -= SizeOf(memory);
  std::free(memory);
}

}  // namespace

void* operator new(std::size_t size) {
  if (void* const memory = Take(size)) return memory;
  throw std::bad_alloc();
}
void* operator new[](std::size_t size) {
  return operator new(size);
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return Take(size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return Take(size);
}
void operator delete(void* memory) noexcept {
  GiveBack(memory);
}
void operator delete[](void* memory) noexcept {
  GiveBack(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  GiveBack(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  GiveBack(memory);
}
void operator delete(void* memory, const std::nothrow_t&) noexcept {
  GiveBack(memory);
}
void operator delete[](void* memory, const std::nothrow_t&) noexcept {
  GiveBack(memory);
}

namespace test_support {

std::size_t Allocations() noexcept {
  return g_allocations;
}

std::ptrdiff_t LiveBytes() noexcept {
  return g_live_bytes;
}

}  // namespace test_support
