// One protoo request from the command line: connect, ask, print the answer, close.
#ifndef LESSONS_05_WEBSOCKET_PROGRAM_PROTOO_REQUEST_H_
#define LESSONS_05_WEBSOCKET_PROGRAM_PROTOO_REQUEST_H_

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>

#include "05_websocket/client/backoff.h"
#include "05_websocket/program/client_arguments.h"
#include "05_websocket/protoo/session.h"

namespace l05 {

/// Runs on the two-thread session. The main thread is the application's thread here: it sleeps
/// until the network thread has something.
class ProtooRequestClient {
 public:
  /// @throws support::UsageError for arguments that cannot be meant.
  explicit ProtooRequestClient(const ClientArguments& arguments);

  /// Prints the data of the response when it comes, and returns 0 after the end of the connection;
  /// or one line on standard error that says why there is no data, and 1. @throws
  /// support::UsageError for a wrong address; std::runtime_error with one line if no answer came
  /// and none will.
  int Run();

 private:
  struct Attempt;

  CloseInfo TryOnce();
  void Converse(Attempt* attempt);
  bool WaitBeforeRetry(const CloseInfo& info);
  void OnAnswer(const ProtooResult& result);
  void TellWhatIsIgnored(Attempt* attempt) const;
  void Interrupt();
  bool Interrupted();

  const std::string url_;               // where to connect
  const ClientOptions options_;         // how
  const l04::BackendKind backend_;      // on which loop
  const bool retry_;                    // connect again after a failure
  const std::string method_;            // what to ask for
  const Json data_;                     // with which data
  Backoff backoff_;                     // the waits between attempts
  std::optional<ProtooResult> result_;  // the answer
  std::mutex mutex_;                    // guards interrupted_
  std::condition_variable interrupt_;   // interrupted_ became true
  bool interrupted_ = false;            // Ctrl-C
};

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_PROGRAM_PROTOO_REQUEST_H_
