// A BIO, the thing that OpenSSL reads from and writes to, on two strings.
//
// https://docs.openssl.org/3.0/man3/BIO_meth_new/
#include "05_websocket/tls/pipe.h"

#include <openssl/bio.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>

namespace l05 {
namespace {

TlsPipe& PipeOf(BIO* bio) {
  return *static_cast<TlsPipe*>(BIO_get_data(bio));
}

int ReadPipe(BIO* bio, char* to, int size) {
  BIO_clear_retry_flags(bio);
  OctetFifo& input = PipeOf(bio).input;
  const std::size_t count = std::min(input.data().size(), static_cast<std::size_t>(size));
  if (count == 0) {
    BIO_set_retry_read(bio);  // "not yet", which OpenSSL passes on as SSL_ERROR_WANT_READ
    return -1;
  }
  std::memcpy(to, input.data().data(), count);
  input.Consume(count);
  return static_cast<int>(count);
}

int WritePipe(BIO* bio, const char* from, int size) {
  BIO_clear_retry_flags(bio);
  PipeOf(bio).output.Append({from, static_cast<std::size_t>(size)});
  return size;
}

// OpenSSL flushes after each flight of the handshake; there is nothing to do, but "no" would be an
// error.
long ControlPipe(BIO* /*bio*/, int command, long /*number*/, void* /*pointer*/) {
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

struct FreeMethod {
  void operator()(BIO_METHOD* method) const { BIO_meth_free(method); }
};
using Method = std::unique_ptr<BIO_METHOD, FreeMethod>;

Method MakeMethod() {
  Method method(BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "pipe"));
  if (!method) throw std::bad_alloc();
  BIO_meth_set_read(method.get(), ReadPipe);
  BIO_meth_set_write(method.get(), WritePipe);
  BIO_meth_set_ctrl(method.get(), ControlPipe);
  return method;
}

}  // namespace

void OctetFifo::Append(std::string_view octets) {
  octets_.append(octets);
}

void OctetFifo::Consume(std::size_t size) {
  begin_ += size;
  if (begin_ < octets_.size()) return;
  octets_.clear();  // keeps its memory for what comes next
  begin_ = 0;
}

bio_st* MakePipeBio(TlsPipe* pipe) {
  static const Method method = MakeMethod();  // never changes, and OpenSSL numbers each one
  BIO* const bio = BIO_new(method.get());
  if (bio == nullptr) throw std::bad_alloc();
  BIO_set_data(bio, pipe);
  BIO_set_init(bio, 1);
  return bio;
}

}  // namespace l05
