// The list of watches. It is compiled once, here: inlined into a caller, GCC 12 takes the watch on
// the caller's stack for a pointer that outlives it (-Wdangling-pointer), since it cannot know that
// a null `life_` means that nobody holds the pointer any more.
#include "05_websocket/client/life.h"

namespace l05 {

Life::Watch::Watch(Life& life) : life_(&life), outer_(life.innermost_) {
  life.innermost_ = this;
}

Life::Watch::~Watch() {
  if (alive()) life_->innermost_ = outer_;
}

Life::~Life() {
  for (Watch* watch = innermost_; watch != nullptr; watch = watch->outer_) watch->life_ = nullptr;
}

}  // namespace l05
