// libuv: streams. It tries to write at once, and queues only what the socket did not take.
#include <uv.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>

#include "echo/echo.h"
#include "support/loopback.h"

namespace {

// A write that has to wait, with its octets.
struct LateWrite {
  uv_write_t request{};  // first member, data points back here
  std::string octets;    // what is to be sent
};

template <typename Handle>
uv_handle_t* AsHandle(Handle* handle) {
  return reinterpret_cast<uv_handle_t*>(handle);
}

uv_stream_t* AsStream(uv_tcp_t* handle) {
  return reinterpret_cast<uv_stream_t*>(handle);
}

void Close(uv_stream_t* client) {
  if (uv_is_closing(AsHandle(client)) != 0) return;
  uv_close(AsHandle(client), [](uv_handle_t* closed) {
    const std::unique_ptr<uv_tcp_t> dies(reinterpret_cast<uv_tcp_t*>(closed));
  });
}

void LendBuffer(uv_handle_t*, std::size_t, uv_buf_t* buffer) {
  static std::array<char, bench::kBufferSize> shared;
  *buffer = uv_buf_init(shared.data(), shared.size());
}

void OnRead(uv_stream_t* client, ssize_t size, const uv_buf_t* buffer);

// Reads no more until it is sent: else a client that never reads would fill the memory.
void WriteLater(uv_stream_t* client, std::string octets) {
  uv_read_stop(client);
  auto write = std::make_unique<LateWrite>();
  write->octets = std::move(octets);
  write->request.data = write.get();
  const uv_buf_t rest =
      uv_buf_init(write->octets.data(), static_cast<unsigned>(write->octets.size()));
  uv_write(&write.release()->request, client, &rest, 1, [](uv_write_t* request, int status) {
    const std::unique_ptr<LateWrite> dies(static_cast<LateWrite*>(request->data));
    if (status != 0) return Close(request->handle);
    uv_read_start(request->handle, LendBuffer, OnRead);
  });
}

void OnRead(uv_stream_t* client, ssize_t size, const uv_buf_t* buffer) {
  if (size < 0) return Close(client);
  if (size == 0) return;
  const uv_buf_t octets = uv_buf_init(buffer->base, static_cast<unsigned>(size));
  const int written = uv_try_write(client, &octets, 1);
  if (written < 0 && written != UV_EAGAIN) return Close(client);
  const auto taken = static_cast<std::size_t>(std::max(written, 0));
  if (taken < octets.len) WriteLater(client, std::string(octets.base + taken, octets.len - taken));
}

void OnAccept(uv_stream_t* door, int status) {
  if (status != 0) return;
  auto client = std::make_unique<uv_tcp_t>();
  uv_tcp_init(door->loop, client.get());
  uv_stream_t* const stream = AsStream(client.release());
  if (uv_accept(door, stream) != 0) return Close(stream);
  uv_read_start(stream, LendBuffer, OnRead);
}

}  // namespace

int main() {
  uv_tcp_t door;
  uv_tcp_init(uv_default_loop(), &door);
  uv_tcp_open(&door, bench::ListenOnLoopback());
  if (uv_listen(AsStream(&door), 4096, OnAccept) != 0) return 1;
  return uv_run(uv_default_loop(), UV_RUN_DEFAULT);
}
