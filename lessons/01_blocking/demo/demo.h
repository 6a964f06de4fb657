// The guided demo of lesson 01.
#ifndef LESSONS_01_BLOCKING_DEMO_DEMO_H_
#define LESSONS_01_BLOCKING_DEMO_DEMO_H_

namespace l01 {

/// Runs the demo on loopback, prints it, checks each statement. Returns the exit code.
int RunDemo();

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_DEMO_DEMO_H_
