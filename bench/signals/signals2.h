// Boost.Signals2 without its mutex, in the form of subjects.h.
#ifndef BENCH_SIGNALS_SIGNALS2_H_
#define BENCH_SIGNALS_SIGNALS2_H_

#include <boost/signals2/dummy_mutex.hpp>
#include <boost/signals2/signal.hpp>
#include <boost/signals2/signal_type.hpp>

#include "signals/subjects.h"

namespace bench {

/// For one thread, as the others.
class Signals2 {
 public:
  using Connection = boost::signals2::scoped_connection;
  Connection Connect(Receiver* receiver) {
    return Connection(signal_.connect([receiver](int number) { receiver->OnEvent(number); }));
  }
  void Emit(int number) const { signal_(number); }

 private:
  using Type = boost::signals2::signal_type<
      void(int), boost::signals2::keywords::mutex_type<boost::signals2::dummy_mutex>>::type;
  Type signal_;
};

}  // namespace bench

#endif  // BENCH_SIGNALS_SIGNALS2_H_
