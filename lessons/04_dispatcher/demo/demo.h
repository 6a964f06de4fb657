// The guided demo of lesson 04.
#ifndef LESSONS_04_DISPATCHER_DEMO_DEMO_H_
#define LESSONS_04_DISPATCHER_DEMO_DEMO_H_

namespace l04 {

/// Runs the demo on every backend of this build, prints it, checks each statement. Returns the exit
/// code.
int RunDemo();

}  // namespace l04

#endif  // LESSONS_04_DISPATCHER_DEMO_DEMO_H_
