// The guided demo of lesson 05: the article's client, talking to the embedded server.
#ifndef LESSONS_05_WEBSOCKET_DEMO_DEMO_H_
#define LESSONS_05_WEBSOCKET_DEMO_DEMO_H_

namespace l05 {

/// Runs the demo and checks each of its statements. Returns the exit code.
int RunDemo();

}  // namespace l05

#endif  // LESSONS_05_WEBSOCKET_DEMO_DEMO_H_
