// How an emission takes its arguments, so that no slot can change what the next one gets. Lesson
// 04.
//
// A slot may do anything: close the socket whose error code is the argument, or destroy it. A code
// that is handed on by reference would then be another one for the second slot, or a read of memory
// that is gone.
#ifndef LESSONS_04_DISPATCHER_SIGNAL_ARGUMENT_H_
#define LESSONS_04_DISPATCHER_SIGNAL_ARGUMENT_H_

#include <type_traits>

namespace l04::detail {

/// `const T` for what is copied byte by byte and fits into two registers (a pointer, a number): it
/// is copied before the first slot runs. `const T&` for anything else: whoever emits keeps it alive
/// and unchanged until the emission ends.
template <typename T>
using Argument =
    std::conditional_t<std::is_trivially_copyable_v<T> && sizeof(T) <= 2 * sizeof(void*), const T,
                       const T&>;

}  // namespace l04::detail

#endif  // LESSONS_04_DISPATCHER_SIGNAL_ARGUMENT_H_
