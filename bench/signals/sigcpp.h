// libsigc++ 3, in the form of subjects.h.
#ifndef BENCH_SIGNALS_SIGCPP_H_
#define BENCH_SIGNALS_SIGCPP_H_

#include <sigc++/sigc++.h>

#include <utility>

#include "signals/subjects.h"

namespace bench {

/// A connection that ends when it dies. (Debian 12's sigc++ has none.)
class ScopedSigCpp {
 public:
  explicit ScopedSigCpp(sigc::connection connection) : connection_(std::move(connection)) {}
  ScopedSigCpp(ScopedSigCpp&& other) noexcept
      : connection_(std::exchange(other.connection_, sigc::connection())) {}
  ScopedSigCpp& operator=(ScopedSigCpp&& other) = delete;
  ~ScopedSigCpp() { connection_.disconnect(); }

 private:
  sigc::connection connection_;
};

/// sigc::signal with a number.
class SigCpp {
 public:
  using Connection = ScopedSigCpp;
  Connection Connect(Receiver* receiver) {
    return Connection(signal_.connect(sigc::mem_fun(*receiver, &Receiver::OnEvent)));
  }
  void Emit(int number) const { signal_.emit(number); }

 private:
  sigc::signal<void(int)> signal_;
};

}  // namespace bench

#endif  // BENCH_SIGNALS_SIGCPP_H_
