// The guided demo of lesson 02.
#ifndef LESSONS_02_WSAEVENTSELECT_DEMO_DEMO_H_
#define LESSONS_02_WSAEVENTSELECT_DEMO_DEMO_H_

namespace l02 {

/// Runs the demo on loopback, prints it, checks each statement. Returns the exit code.
int RunDemo();

}  // namespace l02

#endif  // LESSONS_02_WSAEVENTSELECT_DEMO_DEMO_H_
