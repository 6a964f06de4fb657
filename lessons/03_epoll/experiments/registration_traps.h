// What epoll watches is not the number but the open file behind it. Three traps that follow. Lesson
// 03.
#ifndef LESSONS_03_EPOLL_EXPERIMENTS_REGISTRATION_TRAPS_H_
#define LESSONS_03_EPOLL_EXPERIMENTS_REGISTRATION_TRAPS_H_

namespace l03 {

/// What RemoveAfterClose saw.
struct RemoveAfterCloseResult {
  int error = 0;                  // errno of EPOLL_CTL_DEL on a number that was closed before
  bool removed_stranger = false;  // the same call, when the number was given away again meanwhile
};

/// Closes first, then removes: the call fails, or hits a stranger that got the number meanwhile.
/// @throws l01::SocketError.
RemoveAfterCloseResult RemoveAfterClose();

/// What CloseADuplicated saw.
struct DuplicateResult {
  int reports = 0;       // of three waits, how many still report the closed socket
  int remove_error = 0;  // errno of the attempt to remove it by its former number
};

/// A duplicated socket is closed without being removed. The open file lives on through the
/// duplicate, and so does its registration: reported, and unreachable. @throws l01::SocketError.
DuplicateResult CloseADuplicated();

/// What UseAStaleEvent saw.
struct StaleEventResult {
  bool same_number = false;        // the newcomer was given the dead connection's number
  bool descriptor_misled = false;  // looked up by number, the old event finds the newcomer
  bool key_misled = false;         // looked up by generation key, it does
};

/// Two connections are ready in one batch. Serving the first ends the second, and a newcomer is
/// accepted. Then the second event of the batch is looked at. @throws l01::SocketError.
StaleEventResult UseAStaleEvent();

}  // namespace l03

#endif  // LESSONS_03_EPOLL_EXPERIMENTS_REGISTRATION_TRAPS_H_
