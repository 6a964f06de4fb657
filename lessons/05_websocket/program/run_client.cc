// One line client or one request, until it ends or somebody presses Ctrl-C.
#include "05_websocket/program/run_client.h"

#include "05_websocket/program/line_client.h"
#include "05_websocket/program/protoo_request.h"

namespace l05 {

int RunClient(const ClientArguments& arguments) {
  CheckFiles(arguments);
  if (arguments.method.empty()) return LineClient(arguments).Run();
  return ProtooRequestClient(arguments).Run();
}

}  // namespace l05
