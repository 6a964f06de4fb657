// The error atlas: every error of this room, caused now, with its message, cause and cure. Lesson
// 01.
#ifndef LESSONS_01_BLOCKING_ERRORS_ATLAS_H_
#define LESSONS_01_BLOCKING_ERRORS_ATLAS_H_

namespace l01 {

/// Causes each error and prints what came. Returns the exit code: 1 if one of them was another one.
int ShowErrorAtlas();

}  // namespace l01

#endif  // LESSONS_01_BLOCKING_ERRORS_ATLAS_H_
